"""Logging in and out, what becomes of a form that was sent too late, and what people choose for themselves."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts import actions
from accounts.forms import ForgottenForm, LogInForm, NewPasswordForm, PasswordForm, SettingsForm
from accounts.http import PersonRequest
from accounts.kept import read
from accounts.password_links import person_of
from accounts.queries import demo_people, memberships_of


class LogIn(LoginView):
    authentication_form = LogInForm
    template_name = "accounts/log_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(**kwargs) | _beside_the_form(self.request.POST.get("kept", ""))

    def form_valid(self, form: Any) -> HttpResponse:
        """A form that was kept over the log-in is shown again, with a button that sends it. The person's language comes along."""
        response = super().form_valid(form)
        kept = read(self.request.POST.get("kept", ""))
        shown = render(self.request, "accounts/resume.html", {"kept": kept}) if kept else response
        return _with_language(shown, form.get_user().language)


log_in = LogIn.as_view()


def log_in_page(request: HttpRequest, kept: str) -> HttpResponse:
    """The log-in page in answer to a form that came too late; it carries the form along."""
    return render(request, "accounts/log_in.html", {"form": LogInForm(request), **_beside_the_form(kept)}, status=401)


def _beside_the_form(kept: str) -> dict:
    """In the demonstration the page names the people that one can be."""
    context: dict = {"kept": kept if read(kept) else ""}
    if settings.DEMO:
        context |= {"demo_people": demo_people(), "demo_password": settings.DEMO_PASSWORD}
    return context


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a form was missing or old: nothing was done. Long texts are shown, so that they can be copied."""
    written = [
        value for name, value in request.POST.items() if "\n" in value or len(value) > 40 and name != "csrfmiddlewaretoken"
    ]
    return render(request, "403_csrf.html", {"written": written}, status=403)


def _with_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.HTTPS)
    return response


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """The switch in the top bar: Django's own, and whoever is logged in keeps the choice, for mails too."""
    response = set_language(request)
    language = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and language in dict(settings.LANGUAGES):
        actions.choose_language(request.user, language)
    return response


def me(request: PersonRequest) -> HttpResponse:
    """Personal settings."""
    person = request.user
    now = {"language": person.language or get_language(), "digits": person.digits, "mails": person.mails}
    form = SettingsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.save_settings(person, **form.cleaned_data)
        with override(person.language):
            messages.success(request, _("Your settings are saved."))
        return _with_language(redirect("accounts:me"), person.language)
    context = {"form": form, "memberships": memberships_of(person)}
    return render(request, "accounts/me.html", context, status=422 if form.is_bound else 200)


def password(request: PersonRequest) -> HttpResponse:
    """Another password; this browser stays logged in, all others do not."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed. Use the new one from now on."))
        return redirect("accounts:me")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether the address is known or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_for_password_link(form.cleaned_data["email"])
        return render(request, "accounts/forgotten.html", {"sent_to": form.cleaned_data["email"]})
    return render(request, "accounts/forgotten.html", {"form": form}, status=422 if form.is_bound else 200)


@login_not_required
@never_cache
@sensitive_post_parameters()
def choose_password(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """The link from a letter: choose a password, then log in with it. It works once."""
    person = person_of(who, token)
    if person is None:
        return render(request, "accounts/choose_password.html", {"person": None}, status=410)
    form = NewPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.choose_password(person, form.cleaned_data["new_password1"])
        messages.success(request, _("Your password is chosen. Log in with it."))
        return redirect("accounts:log_in")
    return render(
        request, "accounts/choose_password.html", {"person": person, "form": form}, status=422 if form.is_bound else 200
    )


@require_POST
def calendar_key(request: PersonRequest) -> HttpResponse:
    """A new address for the person's calendar, or none any more; the old one ends at once."""
    if "off" in request.POST:
        actions.close_calendar(request.user)
        messages.success(request, _("The calendar's address no longer works."))
    else:
        actions.renew_calendar(request.user)
        messages.success(request, _("Your calendar has a new address. The one before no longer works."))
    return redirect("accounts:me")

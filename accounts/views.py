"""Logging in and out, and what becomes of a form that was sent too late."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.forms import LogInForm
from accounts.kept import read
from accounts.queries import demo_people


class LogIn(LoginView):
    authentication_form = LogInForm
    template_name = "accounts/log_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict:
        return super().get_context_data(**kwargs) | _beside_the_form(self.request.POST.get("kept", ""))

    def form_valid(self, form: Any) -> HttpResponse:
        """A form that was kept over the log-in is shown again, with a button that sends it."""
        response = super().form_valid(form)
        kept = read(self.request.POST.get("kept", ""))
        return render(self.request, "accounts/resume.html", {"kept": kept}) if kept else response


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

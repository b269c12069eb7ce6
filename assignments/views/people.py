"""An agency's people: who has which role, where they work, and who follows whom."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.http import PersonRequest
from accounts.models import Membership, User
from accounts.queries import membership_at
from assignments import pages
from assignments.views.acting import act_by_form
from assignments.views.departments import load_agency


def people(request: PersonRequest, agency: str) -> HttpResponse:
    """All of them, and a form to invite somebody."""
    the_agency = load_agency(request.user, agency)
    page = pages.people_page(the_agency, request.user, request.POST or None)
    status, refusal = (422 if page.form.is_bound else 200), ""
    if page.form.is_valid():
        try:
            made = actions.invite(the_agency, **page.form.cleaned_data, by=request.user)
        except PermissionDenied as problem:
            status, refusal = 403, str(problem)
        else:
            messages.success(request, _invited(made))
            return redirect("assignments:people", agency)
    trail = pages.organisation_trail(the_agency, (_("People"), ""))
    return render(request, "assignments/people.html", {"page": page, "trail": trail, "refusal": refusal}, status=status)


def _invited(made: Membership) -> str:
    words = {"person": made.user, "email": made.user.email}
    if made.user.has_usable_password():
        return _("%(person)s has the role now. Nothing more is needed: the account was there already.") % words
    return _("%(person)s has the role now. A letter with a link to choose a password goes to %(email)s.") % words


def _load(user: User, slug: str, pk: int) -> Membership:
    found = membership_at(load_agency(user, slug), pk)
    if found is None:
        raise Http404
    return found


def membership(request: PersonRequest, agency: str, pk: int) -> HttpResponse:
    return _shown(request, pages.membership_page(_load(request.user, agency, pk), request.user))


def _shown(request: PersonRequest, page: pages.MembershipPage, refusal: str = "", status: int = 200) -> HttpResponse:
    above = (_("People"), f"/{page.agency.slug}/people/")
    trail = pages.organisation_trail(page.agency, above, (str(page.membership.user), ""))
    return render(request, "assignments/membership.html", {"page": page, "trail": trail, "refusal": refusal}, status=status)


def _do(request: PersonRequest, found: Membership, name: str, act: Callable[[dict], str]) -> HttpResponse:
    page = pages.membership_page(found, request.user, name, request.POST)
    return act_by_form(request, page, name, act, shown=_shown, to=["assignments:people", found.agency.slug])


@require_POST
def place(request: PersonRequest, agency: str, pk: int) -> HttpResponse:
    found = _load(request.user, agency, pk)

    def act(words: dict) -> str:
        actions.place(found, words["departments"], by=request.user)
        return _("Saved.")

    return _do(request, found, "place", act)


@require_POST
def hand_over(request: PersonRequest, agency: str, pk: int) -> HttpResponse:
    found = _load(request.user, agency, pk)

    def act(words: dict) -> str:
        actions.hand_over(found, words["successor"], by=request.user)
        return _("%(successor)s follows %(person)s.") % {"successor": words["successor"], "person": found.user}

    return _do(request, found, "hand_over", act)


@require_POST
def leave(request: PersonRequest, agency: str, pk: int) -> HttpResponse:
    found = _load(request.user, agency, pk)
    try:
        actions.leave(found, by=request.user)
    except PermissionDenied as refusal:
        return _shown(request, pages.membership_page(found, request.user), str(refusal), 403)
    messages.success(request, _("The role is ended. What %(person)s wrote stays.") % {"person": found.user})
    return redirect("assignments:people", agency)

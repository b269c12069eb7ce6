"""Who is missing what, and reminding them: first who would get what, then, confirmed, what was sent."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import PersonRequest
from assignments.queries import seat_of
from submissions import actions, pages, policy
from submissions.loaders import load_year


def missing(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    assessment = load_year(request.user, agency, edition)
    policy.sees_missing(seat_of(request.user, assessment)).require()
    page = pages.missing_page(assessment, request.user, request.GET)
    trail = pages.trail(assessment, (_("What is missing"), ""))
    return render(request, "submissions/missing.html", {"page": page, "trail": trail})


def chase(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """Without `confirm` nothing is sent. Fetched by address alone nothing is chosen, so the list comes back."""
    assessment = load_year(request.user, agency, edition)
    policy.may_chase(seat_of(request.user, assessment), assessment).require()
    page = pages.chase_page(assessment, request.user, request.POST)
    if not (page.planned or page.alone):
        messages.info(request, _("Nothing of it is missing any more. The list shows how it stands now."))
        return redirect("submissions:missing", agency, edition)
    status = 200
    if "confirm" in request.POST:
        status = 422
        if page.form.is_valid():
            try:
                done = actions.chase(assessment, page.pairs, by=request.user, **page.form.cleaned_data)
            except PermissionDenied as refusal:
                page.refusal, status = str(refusal), 403
            else:
                messages.success(request, _said(done))
                return redirect("submissions:missing", agency, edition)
    trail = pages.trail(assessment, (_("What is missing"), page.url), (_("Remind"), ""))
    return render(request, "submissions/chase.html", {"page": page, "trail": trail}, status=status)


def _said(done: actions.Chased) -> str:
    people = ngettext("%(n)s person was reminded", "%(n)s people were reminded", len(done.people)) % {"n": len(done.people)}
    items = ngettext("of %(n)s item.", "of %(n)s items.", done.items) % {"n": done.items}
    left = ""
    if done.left:
        left = ngettext(
            "%(n)s reminder was left out: it went out less than a day ago.",
            "%(n)s reminders were left out: they went out less than a day ago.",
            len(done.left),
        ) % {"n": len(done.left)}
    return f"{people} {items} {left}".strip()

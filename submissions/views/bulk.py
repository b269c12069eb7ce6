"""One step for several items: first what it would do, then, confirmed, what it did."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from accounts.models import User
from submissions import actions, pages
from submissions.loaders import load_year

VERBS = ("accept", "return", "assign", "due", "score_as_met")


def bulk(request: PersonRequest, agency: str, edition: str, verb: str) -> HttpResponse:
    """Without `confirm` nothing is changed. Fetched by address alone there is nothing chosen, so the list comes back."""
    assessment = load_year(request.user, agency, edition)
    page = pages.bulk_page(assessment, request.user, verb, request.POST)
    if not page.choices:
        messages.warning(request, _("No item is ticked. Tick at least one in the list, then press the button again."))
        return redirect(reverse("submissions:year", args=[agency, edition]) + (f"?{page.back}" if page.back else "") + "#list")
    status = 200
    if "confirm" in request.POST:
        status = 422
        if page.form.is_valid():
            _act(page, _seen(request), request.user)
            status = 200 if page.done else 403
            if verb == "due" and (warning := pages.outside_the_window(assessment, [page.form.cleaned_data["due_on"]])):
                messages.warning(request, warning)
    context = {"page": page, "trail": pages.trail(assessment, (str(page.verb.label), ""))}
    return render(request, "submissions/bulk.html", context, status=status)


def _seen(request: PersonRequest) -> dict[str, str]:
    """Item code → how it stood on the page that was confirmed."""
    pairs = (line.partition("=") for line in request.POST.getlist("seen"))
    return {code: state for code, _equals, state in pairs}


def _act(page: pages.BulkPage, seen: dict[str, str], by: User) -> None:
    submissions = [choice.submission for choice in page.choices]
    if page.verb.verb not in ("assign", "due"):
        page.outcomes = actions.take_step(submissions, page.verb.verb, seen=seen, by=by, **page.form.cleaned_data)
        return
    try:
        if page.verb.verb == "due":
            page.outcomes = actions.set_days(page.assessment, submissions, seen=seen, by=by, **page.form.cleaned_data)
        else:
            page.outcomes = actions.assign_all(page.assessment, submissions, seen=seen, by=by, **page.form.wanted())
    except PermissionDenied as refusal:
        page.outcomes = [actions.Outcome(submission, str(refusal)) for submission in submissions]

"""One item: everything about it on one page, and the steps a person may take there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from assignments.queries import seat_of
from submissions import actions, pages, policy
from submissions.loaders import load_item
from submissions.models import Submission


def item(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    submission = load_item(request.user, agency, edition, code)
    return show(request, submission)


def show(
    request: PersonRequest,
    submission: Submission,
    *,
    status: int = 200,
    refusal: str = "",
    conflict: bool = False,
    moved: bool = False,
    **typed: Any,
) -> HttpResponse:
    """The page; `typed` puts forms with errors in place of the fresh ones, so that nothing typed is lost.

    `conflict`: somebody else saved in the meantime, and the page shows both texts; `moved`: somebody else took a step.
    """
    page = pages.item_page(submission, request.user, request.GET.get("period", ""))
    page.forms.update(typed)
    trail = pages.trail(submission.assessment, (submission.item.code, ""))
    context = {"page": page, "trail": trail, "refusal": refusal, "conflict": conflict, "moved": moved}
    return render(request, "submissions/item.html", context, status=status)


def worth(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    """A part of the item's page that htmx fetches after it; asked for by hand it leads to the page."""
    submission = load_item(request.user, agency, edition, code)
    policy.sees_missing(seat_of(request.user, submission.assessment)).require()
    if not request.htmx:
        return back(submission, "#readiness")
    return render(request, "submissions/item/worth.html", {"page": pages.worth_page(submission, request.user)})


def back(submission: Submission, anchor: str = "") -> HttpResponse:
    assessment = submission.assessment
    response = redirect("submissions:item", assessment.agency.slug, assessment.edition.code, submission.item.code)
    response["Location"] += anchor
    return response


def stale(request: PersonRequest, submission: Submission, **typed: Any) -> HttpResponse:
    fresh = load_item(request.user, submission.assessment.agency.slug, submission.assessment.edition.code, submission.item.code)
    sentence = _(
        "Somebody else changed this item in the meantime. The page shows how it stands now; what you typed is still in the form."
    )
    return show(request, fresh, status=409, refusal=sentence, moved=True, **typed)


WITH_WORDS = ("return", "contest", "settle")
ACTIONS: dict[str, Callable] = {
    "submit": actions.submit,
    "recall": actions.recall,
    "return": actions.return_for_changes,
    "accept": actions.accept,
    "contest": actions.contest,
    "settle": actions.settle,
}


@require_POST
def step(request: PersonRequest, agency: str, edition: str, code: str, verb: str) -> HttpResponse:
    """A step of one answer, with its form where it needs words."""
    submission = load_item(request.user, agency, edition, code)
    form = pages.step_form(verb, submission, request.POST)
    typed: dict[str, Any] = {verb: form} if verb in WITH_WORDS else {}
    if not form.is_valid():
        return show(request, submission, status=422, **typed)
    try:
        actions.ensure_unchanged(submission, request.POST.get("seen", ""))
        ACTIONS[verb](submission, **form.cleaned_data, by=request.user)
    except PermissionDenied as refusal:
        return show(request, submission, status=403, refusal=str(refusal), **typed)
    except actions.StaleSubmission:
        return stale(request, submission, **typed)
    sentence = _("Done. %(code)s is now “%(status)s”.")
    words = {"code": submission.item.code, "status": submission.get_status_display()}
    messages.success(request, pages.done(sentence % words, submission, request.user))
    return back(submission)

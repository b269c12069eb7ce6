"""One item: everything about it on one page, and the steps a person may take there."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from submissions import actions, pages
from submissions.forms import ContestForm, ReturnForm, SettleForm
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
    **typed: Any,
) -> HttpResponse:
    """The page; `typed` puts forms with errors in place of the fresh ones, so that nothing typed is lost.

    `conflict`: somebody else saved in the meantime, and the page shows both texts.
    """
    page = pages.item_page(submission, request.user)
    page.forms.update(typed)
    trail = pages.trail(submission.assessment, (submission.item.code, ""))
    context = {"page": page, "trail": trail, "refusal": refusal, "conflict": conflict}
    return render(request, "submissions/item.html", context, status=status)


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
    return show(request, fresh, status=409, refusal=sentence, **typed)


@require_POST
def save_review(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    """Keep the verdicts; with the button "record", score the item for good and go on to the next."""
    submission = load_item(request.user, agency, edition, code)
    page = pages.item_page(submission, request.user)
    form = pages.review_form(page, request.POST)
    complete = form.is_valid()
    try:
        actions.save_review(
            submission, form.judgements(), comment=form.cleaned_data.get("comment", ""), value=form.value, by=request.user
        )
        if not complete:
            return show(request, submission, status=422, review=form)
        if "record" not in request.POST:
            messages.success(request, _("Your verdicts are saved as a draft."))
            return back(submission, "#review")
        final = actions.score(submission, by=request.user)
    except PermissionDenied as refusal:
        return show(request, submission, status=403, refusal=str(refusal), review=form)
    except actions.StaleSubmission:
        return stale(request, submission, review=form)
    if final is None:
        messages.success(
            request, _("%(code)s: your score is recorded; another review is awaited.") % {"code": submission.item.code}
        )
    else:
        messages.success(request, _("%(code)s is scored: %(score)s.") % {"code": submission.item.code, "score": final})
    return (
        redirect("submissions:item", agency, edition, page.after) if page.after else redirect("submissions:year", agency, edition)
    )


# Verb → the form that it asks for, and the action with its words
FORMS: dict[str, type[django_forms.Form]] = {"return": ReturnForm, "contest": ContestForm, "settle": SettleForm}
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
    form = FORMS.get(verb, django_forms.Form)(request.POST)
    typed: dict[str, Any] = {verb: form} if verb in FORMS else {}
    if not form.is_valid():
        return show(request, submission, status=422, **typed)
    try:
        ACTIONS[verb](submission, **form.cleaned_data, by=request.user)
    except PermissionDenied as refusal:
        return show(request, submission, status=403, refusal=str(refusal), **typed)
    except actions.StaleSubmission:
        return stale(request, submission, **typed)
    messages.success(
        request,
        _("Done. %(code)s is now “%(status)s”.") % {"code": submission.item.code, "status": submission.get_status_display()},
    )
    return back(submission)

"""One item: everything about it on one page, and the steps a person may take there."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from submissions import actions, pages
from submissions.forms import AnswerForm, CommentForm, ContestForm, ReturnForm, SettleForm
from submissions.loaders import load_item
from submissions.models import Submission

STALE = "stale"


def item(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    submission = load_item(request.user, agency, edition, code)
    return _show(request, submission)


def _show(
    request: PersonRequest, submission: Submission, *, status: int = 200, refusal: str = "", **typed: django_forms.Form
) -> HttpResponse:
    """The page; `typed` puts forms with errors in place of the fresh ones, so that nothing typed is lost."""
    page = pages.item_page(submission, request.user)
    page.forms.update(typed)
    trail = pages.trail(submission.assessment, (submission.item.code, ""))
    context = {"page": page, "trail": trail, "refusal": refusal}
    return render(request, "submissions/item.html", context, status=status)


def _back(request: PersonRequest, submission: Submission, anchor: str = "") -> HttpResponse:
    assessment = submission.assessment
    response = redirect("submissions:item", assessment.agency.slug, assessment.edition.code, submission.item.code)
    response["Location"] += anchor
    return response


def _stale(request: PersonRequest, submission: Submission, **typed: django_forms.Form) -> HttpResponse:
    fresh = load_item(request.user, submission.assessment.agency.slug, submission.assessment.edition.code, submission.item.code)
    sentence = _(
        "Somebody else changed this item in the meantime. The page shows how it stands now; what you typed is still in the form."
    )
    return _show(request, fresh, status=409, refusal=sentence, **typed)


@require_POST
def save_answer(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    submission = load_item(request.user, agency, edition, code)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, submission, status=422, answer=form)
    try:
        actions.save_answer(submission, **form.cleaned_data, by=request.user)
    except PermissionDenied as refusal:
        return _show(request, submission, status=403, refusal=str(refusal), answer=form)
    except actions.StaleSubmission:
        return _answer_conflict(request, submission, form)
    messages.success(request, _("Saved."))
    return _back(request, submission, "#evidence")


def _answer_conflict(request: PersonRequest, submission: Submission, form: AnswerForm) -> HttpResponse:
    """Both versions stand on the page: theirs as it is saved, ours in the form, ready to be saved over it knowingly."""
    fresh = load_item(request.user, submission.assessment.agency.slug, submission.assessment.edition.code, submission.item.code)
    again = AnswerForm({**form.data.dict(), "version": fresh.version} if isinstance(form.data, QueryDict) else form.data)
    again.is_valid()
    sentence = _(
        "Somebody else saved this answer while you were writing. Their text: “%(theirs)s” Yours is in the form; saving replaces theirs."
    )
    return _show(
        request, fresh, status=409, refusal=sentence % {"theirs": fresh.explanation or fresh.reason_none or "—"}, answer=again
    )


@require_POST
def add_evidence(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    submission = load_item(request.user, agency, edition, code)
    page = pages.item_page(submission, request.user)
    form = pages.evidence_form(page, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, submission, status=422, evidence=form)
    try:
        for url in form.cleaned_data["urls"]:
            actions.add_url(submission, url, form.about(), by=request.user)
        for upload in form.cleaned_data["files"]:
            actions.add_file(submission, upload, form.about(), by=request.user)
    except PermissionDenied as refusal:
        return _show(request, submission, status=403, refusal=str(refusal), evidence=form)
    messages.success(request, _("The evidence was added."))
    return _back(request, submission, "#evidence")


@require_POST
def comment(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    submission = load_item(request.user, agency, edition, code)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, submission, status=422, comment=form)
    try:
        actions.add_comment(submission, text=form.cleaned_data["text"], by=request.user)
    except PermissionDenied as refusal:
        return _show(request, submission, status=403, refusal=str(refusal), comment=form)
    return _back(request, submission, "#comments")


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
            return _show(request, submission, status=422, review=form)
        if "record" not in request.POST:
            messages.success(request, _("Your verdicts are saved as a draft."))
            return _back(request, submission, "#review")
        final = actions.score(submission, by=request.user)
    except PermissionDenied as refusal:
        return _show(request, submission, status=403, refusal=str(refusal), review=form)
    except actions.StaleSubmission:
        return _stale(request, submission, review=form)
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
        return _show(request, submission, status=422, **typed)
    try:
        ACTIONS[verb](submission, **form.cleaned_data, by=request.user)
    except PermissionDenied as refusal:
        return _show(request, submission, status=403, refusal=str(refusal), **typed)
    except actions.StaleSubmission:
        return _stale(request, submission, **typed)
    messages.success(
        request,
        _("Done. %(code)s is now “%(status)s”.") % {"code": submission.item.code, "status": submission.get_status_display()},
    )
    return _back(request, submission)

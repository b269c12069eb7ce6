"""The assessor's queue and judgement."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from submissions import actions, pages
from submissions.forms import ReviewForm
from submissions.loaders import load_item
from submissions.models import Submission
from submissions.views.item import back, show, stale


def review(request: PersonRequest) -> HttpResponse:
    """Every year this person assesses, with what waits in it."""
    return render(request, "submissions/review.html", {"queue": pages.queue_of(request.user, request.GET.get("agency", ""))})


@require_POST
def save_review(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    """Keep the verdicts; with the button "record", score the item for good and go on to the next.

    While somebody judges, htmx sends the same form and gets one line.
    """
    submission = load_item(request.user, agency, edition, code)
    form = pages.review_form(pages.item_page(submission, request.user), request.POST)
    complete = form.is_valid()
    if request.htmx:
        return _save_draft(request, submission, form)
    try:
        _keep(submission, form, request)
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
    return _go_on(request, submission, final)


def _keep(submission: Submission, form: ReviewForm, request: PersonRequest) -> None:
    comment = form.cleaned_data.get("comment", "")
    actions.save_review(submission, form.judgements(), comment=comment, value=form.value, by=request.user)


def _save_draft(request: PersonRequest, submission: Submission, form: ReviewForm) -> HttpResponse:
    """What can be kept is kept; the line says when, and what a verdict still lacks."""
    try:
        _keep(submission, form, request)
    except PermissionDenied as refusal:
        return render(request, "submissions/item/review.html#saved", {"problem": str(refusal)}, status=403)
    context = {"saved_at": timezone.now(), "lacking": bool(form.errors)}
    return render(request, "submissions/item/review.html#saved", context)


def _go_on(request: PersonRequest, submission: Submission, final: Decimal | None) -> HttpResponse:
    """To the next item that waits, at its heading; to the year when none does."""
    if final is None:
        sentence, words = _("%(code)s: your score is recorded; another review is awaited."), {"code": submission.item.code}
    else:
        sentence, words = _("%(code)s is scored: %(score)s."), {"code": submission.item.code, "score": f"{final.normalize():f}"}
    messages.success(request, sentence % words)
    ahead = pages.ahead_of(submission.assessment, request.user, submission.item.number)
    if ahead:
        return redirect(f"{ahead.url}#title")
    return redirect("submissions:year", submission.assessment.agency.slug, submission.assessment.edition.code)

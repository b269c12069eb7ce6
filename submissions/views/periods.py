"""The periods of recurring items: all of a year; stating that one had nothing, and taking that back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from criteria.periods import Period
from submissions import actions, pages
from submissions.forms import NothingForm
from submissions.loaders import load_item, load_year
from submissions.models import Submission
from submissions.views.item import back, show, stale


def months(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """Recurring items by month: of the whole agency, or of a member of staff's own departments."""
    assessment = load_year(request.user, agency, edition)
    page = pages.months_page(assessment, request.user)
    return render(request, "submissions/months.html", {"page": page, "trail": pages.trail(assessment, (_("Month by month"), ""))})


def _load(request: PersonRequest, agency: str, edition: str, code: str, key: str) -> tuple[Submission, Period]:
    submission = load_item(request.user, agency, edition, code)
    submission.item.edition = submission.assessment.edition
    period = next((one for one in submission.item.periods if one.key == key), None)
    if period is None:
        raise Http404
    return submission, period


@require_POST
def state_nothing(request: PersonRequest, agency: str, edition: str, code: str, period: str) -> HttpResponse:
    submission, named = _load(request, agency, edition, code, period)
    form = NothingForm(request.POST, item=submission.item, period=named)
    if not form.is_valid():
        return show(request, submission, status=422, nothing=form)
    try:
        actions.state_nothing(submission, named, sentence=form.cleaned_data["sentence"], by=request.user)
    except PermissionDenied as refusal:
        return show(request, submission, status=403, refusal=str(refusal), nothing=form)
    messages.success(request, _("Saved: nothing to report for %(period)s.") % {"period": named.name})
    return back(submission, f"#slot-{named.key}")


@require_POST
def take_back_nothing(request: PersonRequest, agency: str, edition: str, code: str, period: str) -> HttpResponse:
    submission, named = _load(request, agency, edition, code, period)
    try:
        actions.take_back_nothing(submission, named, by=request.user)
    except PermissionDenied as refusal:
        return show(request, submission, status=403, refusal=str(refusal))
    except actions.StaleSubmission:
        return stale(request, submission)
    messages.success(request, _("Taken back. %(period)s is asked for again.") % {"period": named.name})
    return back(submission, f"#slot-{named.key}")

"""Copying the answers into the official system, and ticking off what stands there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from assignments.models import Assessment
from assignments.queries import seat_of
from ita_portal.lib.workbook import XLSX, workbook_of
from submissions import actions, pages, policy
from submissions.loaders import load_item, load_year
from submissions.models import Submission
from submissions.pages.copying import SHOWS, copy_cells, copy_columns


def sheet(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    assessment = _load(request, agency, edition)
    page = pages.copy_page(assessment, request.user, request.GET.get("show", ""))
    trail = pages.trail(assessment, (_("Copy sheet for the official system"), ""))
    return render(request, "submissions/copy_sheet.html", {"page": page, "trail": trail})


def workbook(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """The same as a file, with whatever the person may see."""
    assessment = _load(request, agency, edition)
    rows = pages.copy_page(assessment, request.user, "").rows
    answer = HttpResponse(workbook_of({_("Copy sheet"): (copy_columns(), copy_cells(rows))}), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="copy-sheet-{agency}-{edition}.xlsx"'
    return answer


def _load(request: PersonRequest, agency: str, edition: str) -> Assessment:
    assessment = load_year(request.user, agency, edition)
    policy.sees_copy_sheet(seat_of(request.user, assessment)).require()
    return assessment


@require_POST
def enter(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    """It stands in the official system. What was changed since the page was opened is not marked."""
    submission = load_item(request.user, agency, edition, code)
    try:
        actions.enter(submission, seen=request.POST.get("seen", ""), by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    except actions.StaleSubmission:
        text = _("%(code)s was changed after you opened the page, so it is not marked. Copy it again, then tick it.")
        messages.warning(request, text % {"code": submission.item.code})
    else:
        messages.success(request, _("%(code)s is marked as entered.") % {"code": submission.item.code})
    return _back(request, submission)


@require_POST
def take_back(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    submission = load_item(request.user, agency, edition, code)
    try:
        actions.take_back_entered(submission, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(code)s is no longer marked as entered.") % {"code": submission.item.code})
    return _back(request, submission)


def _back(request: PersonRequest, submission: Submission) -> HttpResponse:
    """To the same place of the same list."""
    year = submission.assessment
    show = request.POST.get("show", "")
    query = f"?show={show}" if show and show in SHOWS else ""
    address = reverse("submissions:copy_sheet", args=[year.agency.slug, year.edition.code])
    return redirect(f"{address}{query}#{submission.item.code}")

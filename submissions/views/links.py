"""The links of a year: how they stand, how one stood before, looking again, and a file of those to be mended."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from assignments.models import Assessment
from assignments.queries import seat_of
from ita_portal.lib.workbook import csv_of
from submissions import actions, pages, policy
from submissions.loaders import load_year
from submissions.pages.links import broken_cells, broken_columns


def _load(request: PersonRequest, agency: str, edition: str) -> Assessment:
    assessment = load_year(request.user, agency, edition)
    policy.sees_links(seat_of(request.user, assessment)).require()
    return assessment


def links(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    assessment = _load(request, agency, edition)
    page = pages.links_page(assessment, request.user, request.GET.get("show", ""))
    return render(request, "submissions/links.html", {"page": page, "trail": pages.trail(assessment, (_("Links"), ""))})


def link(request: PersonRequest, agency: str, edition: str, key: UUID) -> HttpResponse:
    assessment = _load(request, agency, edition)
    page = pages.link_page(assessment, request.user, key)
    if page is None:
        raise Http404
    all_links = pages.links_page(assessment, request.user).url
    trail = pages.trail(assessment, (_("Links"), all_links), (page.link.code, ""))
    return render(request, "submissions/link.html", {"page": page, "assessment": assessment, "trail": trail})


def broken_csv(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """The links to be mended, for whoever runs the website."""
    assessment = _load(request, agency, edition)
    rows = broken_cells(pages.links_page(assessment, request.user).broken)
    answer = HttpResponse(csv_of(broken_columns(), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="links-{agency}-{edition}.csv"'
    return answer


@require_POST
def look(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """Have the worker look at all of them now."""
    assessment = _load(request, agency, edition)
    try:
        actions.look_at_links(assessment, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The portal looks at all links now. Come back in a few minutes."))
    return redirect("submissions:links", agency, edition)

"""Writing the matrix, and the workload that follows from it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import PersonRequest
from assignments.cells import save_cells
from submissions import pages
from submissions.loaders import load_year


def cells(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """GET: the cells as they stand. POST: those that changed are saved; what somebody else changed comes back with both."""
    assessment = load_year(request.user, agency, edition)
    status = 200
    if request.method != "POST":
        page = pages.cells_page(assessment, request.user)
    else:
        changes = pages.changes_in(request.POST)
        try:
            saved = save_cells(assessment, changes, by=request.user)
        except PermissionDenied as refusal:
            page, status = pages.cells_page(assessment, request.user, typed=changes), 403
            page.refusal = str(refusal)
        else:
            if not saved.conflicts:
                messages.success(request, _said(len(saved.changed)))
                return redirect("submissions:cells", agency, edition)
            page, status = pages.cells_page(assessment, request.user, saved), 409
    trail = pages.trail(assessment, (_("Assign in the matrix"), ""))
    return render(request, "submissions/cells.html", {"page": page, "trail": trail}, status=status)


def _said(n: int) -> str:
    if not n:
        return _("Nothing was changed, so nothing was saved.")
    return ngettext("%(n)s cell is saved.", "%(n)s cells are saved.", n) % {"n": n}


def workload(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """Who carries how much."""
    assessment = load_year(request.user, agency, edition)
    loads = pages.loads_of(assessment)
    trail = pages.trail(assessment, (_("Workload"), ""))
    return render(request, "submissions/workload.html", {"assessment": assessment, "loads": loads, "trail": trail})

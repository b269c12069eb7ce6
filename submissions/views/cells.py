"""Writing the matrix, and the workload that follows from it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import PersonRequest
from assignments.cells import Saved, save_cells
from submissions import pages
from submissions.loaders import load_year


def cells(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """GET: the cells as they stand. POST: what changed is saved; what somebody else changed comes back with both."""
    assessment = load_year(request.user, agency, edition)
    if request.method != "POST":
        return _shown(request, pages.cells_page(assessment, request.user))
    typed = pages.typed_in(request.POST)
    if not typed.form.is_valid():
        return _shown(request, pages.cells_page(assessment, request.user, typed=typed), status=422)
    try:
        saved = save_cells(assessment, typed.changes, leads=typed.leads, days=typed.days, by=request.user)
    except PermissionDenied as refusal:
        page = pages.cells_page(assessment, request.user, typed=typed)
        page.refusal = str(refusal)
        return _shown(request, page, status=403)
    if saved.conflicts:
        return _shown(request, pages.cells_page(assessment, request.user, saved), status=409)
    messages.success(request, _said(saved))
    if warning := pages.outside_the_window(assessment, [day for _place, _before, day in saved.days]):
        messages.warning(request, warning)
    return redirect("submissions:cells", agency, edition)


def _shown(request: PersonRequest, page: pages.CellsPage, status: int = 200) -> HttpResponse:
    trail = pages.trail(page.assessment, (_("Assign in the matrix"), ""))
    return render(request, "submissions/cells.html", {"page": page, "trail": trail}, status=status)


def _said(saved: Saved) -> str:
    if not saved.count:
        return _("Nothing was changed, so nothing was saved.")
    cells, days = len(saved.changed), saved.count - len(saved.changed)
    said = [ngettext("%(n)s cell is saved.", "%(n)s cells are saved.", cells) % {"n": cells}] if cells else []
    if days:
        said.append(ngettext("The due day of %(n)s item is saved.", "The due days of %(n)s items are saved.", days) % {"n": days})
    return " ".join(said)


def workload(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """Who carries how much."""
    assessment = load_year(request.user, agency, edition)
    loads = pages.loads_of(assessment)
    trail = pages.trail(assessment, (_("Workload"), ""))
    return render(request, "submissions/workload.html", {"assessment": assessment, "loads": loads, "trail": trail})

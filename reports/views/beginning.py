"""Opening the year for many agencies at once, each begun from its own year before."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from assignments.policy import may_administer
from assignments.succession import to_begin
from criteria.policy import may_open_years
from criteria.queries import edition_by_code
from submissions.actions import ask_to_begin


def begin(request: PersonRequest, code: str) -> HttpResponse:
    """The agencies that have an earlier year and not this one; the worker opens those that are ticked."""
    may_administer(request.user).require()
    edition = edition_by_code(code)
    if edition is None:
        raise Http404
    years = to_begin(edition)
    chosen = [year.agency for year in years if year.agency.slug in request.POST.getlist("agencies")]
    if request.method == "POST" and chosen:
        try:
            return redirect("records:job", ask_to_begin(edition, chosen, by=request.user).key)
        except PermissionDenied as refusal:
            messages.error(request, str(refusal))
    elif request.method == "POST":
        messages.info(request, _("No agency is ticked. Tick those whose year shall be opened."))
    context = {"edition": edition, "years": years, "verdict": may_open_years(edition)}
    return render(request, "reports/begin.html", context)

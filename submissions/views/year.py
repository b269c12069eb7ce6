"""One agency's year: overview, matrix, and the steps that move it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from accounts.http import PersonRequest
from assignments.actions import StaleStage
from ita_portal.lib.thai import item_number
from submissions import actions, pages
from submissions.forms import ReopenForm
from submissions.loaders import load_year


@vary_on_headers("HX-Request")
def year(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """The overview; to a filter that is being typed only its list."""
    assessment = load_year(request.user, agency, edition)
    page = pages.year_page(assessment, request.user, request.GET)
    context = {"page": page, "trail": pages.trail(assessment), "reopen_form": ReopenForm()}
    return _narrowed(request, "submissions/year.html", context)


@vary_on_headers("HX-Request")
def matrix(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    assessment = load_year(request.user, agency, edition)
    page = pages.matrix_page(assessment, request.user, request.GET)
    return _narrowed(request, "submissions/matrix.html", {"page": page, "trail": pages.trail(assessment, (_("Matrix"), ""))})


def _narrowed(request: PersonRequest, template: str, context: dict) -> HttpResponse:
    """The page, or what the filter changes of it, with a short address for the history."""
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, f"{template}#list", context)
        return push_url(response, f"{request.path}?{context['page'].listing.query}".rstrip("?"))
    return render(request, template, context)


def ahead(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """To the next item that waits for this person, after the one named; or back to the year with a sentence."""
    assessment = load_year(request.user, agency, edition)
    found = pages.ahead_of(assessment, request.user, item_number(request.GET.get("after", "")) or 0)
    if found:
        return redirect(found.url)
    messages.info(request, pages.nothing_left(assessment, request.user))
    return redirect("submissions:year", agency, edition)


YEAR_ACTIONS: dict[str, Callable] = {
    "endorse": actions.endorse,
    "open_assessment": actions.open_assessment,
    "open_clarification": actions.open_clarification_round,
    "confirm": actions.confirm,
    "publish": actions.publish,
}


@require_POST
def move(request: PersonRequest, agency: str, edition: str, verb: str) -> HttpResponse:
    """A step of the whole year. A refusal comes back as its sentence on the overview."""
    assessment = load_year(request.user, agency, edition)
    try:
        if verb == "reopen":
            form = ReopenForm(request.POST)
            actions.reopen(assessment, reason=form.cleaned_data["reason"] if form.is_valid() else "", by=request.user)
        else:
            YEAR_ACTIONS[verb](assessment, by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
    except StaleStage:
        messages.warning(request, _("Somebody else moved this year in the meantime. The page shows how it stands now."))
    else:
        messages.success(request, _("Done. The year is now “%(stage)s”.") % {"stage": assessment.get_stage_display()})
    return redirect("submissions:year", agency, edition)

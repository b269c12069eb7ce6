"""One agency's year: overview, matrix, and the steps that move it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest
from accounts.queries import departments_of
from assignments.actions import StaleStage
from submissions import actions, pages
from submissions.forms import ReopenForm
from submissions.loaders import load_item, load_year


def year(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    assessment = load_year(request.user, agency, edition)
    page = pages.year_page(assessment, request.user)
    context = {"page": page, "trail": pages.trail(assessment), "reopen_form": ReopenForm()}
    return render(request, "submissions/year.html", context)


def matrix(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    assessment = load_year(request.user, agency, edition)
    page = pages.year_page(assessment, request.user)
    page.departments = departments_of(assessment.agency)
    return render(request, "submissions/matrix.html", {"page": page, "trail": pages.trail(assessment, (_("Matrix"), ""))})


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


BULK: dict[str, Callable] = {"accept": actions.accept, "score_as_met": actions.score_as_met}


@require_POST
def bulk(request: PersonRequest, agency: str, edition: str, verb: str) -> HttpResponse:
    """One step for the chosen items. Each is asked for on its own; those refused are named with their sentence."""
    done, refused = 0, []
    for code in request.POST.getlist("items")[:200]:
        submission = load_item(request.user, agency, edition, code)
        try:
            BULK[verb](submission, by=request.user)
            done += 1
        except PermissionDenied as refusal:
            refused.append(f"{submission.item.code}: {refusal}")
        except actions.StaleSubmission:
            refused.append(f"{submission.item.code}: " + _("somebody else changed it in the meantime"))
    if done:
        messages.success(request, _("Done for %(n)s items.") % {"n": done})
    for sentence in refused[:10]:
        messages.warning(request, sentence)
    if not done and not refused:
        messages.info(request, _("Choose at least one item."))
    return redirect("submissions:year", agency, edition)

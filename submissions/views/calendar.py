"""The administrator's page of one agency's year: its assessors, and the time it has."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from assignments import actions
from assignments.forms import AssessorForm, CancelExtensionForm, ExtensionForm
from assignments.models import Assessment
from assignments.policy import may_administer, may_extend
from assignments.queries import answers_window, assessors_of, extension_history, possible_assessors
from submissions.loaders import load_year
from submissions.pages import trail


def run(request: PersonRequest, agency: str, edition: str) -> HttpResponse:
    """All forms on one page; the button pressed says which one is meant."""
    assessment = load_year(request.user, agency, edition)
    may_administer(request.user).require()
    denied = ""
    people = possible_assessors(assessment)
    assessor = AssessorForm(request.POST if "assessor" in request.POST else None, people=people)
    extension = ExtensionForm(request.POST if "extension" in request.POST else None)
    cancel = CancelExtensionForm(request.POST if "cancel" in request.POST else None, prefix="cancel")
    try:
        done = (
            _assign(assessment, assessor, request)
            or _extend(assessment, extension, request)
            or _cancel(assessment, cancel, request)
        )
    except PermissionDenied as refusal:
        done, denied = False, str(refusal)
    if done:
        return redirect("submissions:run", agency, edition)
    context = {
        "assessment": assessment,
        "assessors": assessors_of(assessment),
        "window": answers_window(assessment),
        "assessor_form": assessor,
        "extension_form": extension,
        "cancel_form": cancel,
        "may_extend": may_extend(request.user, assessment),
        "history": extension_history(assessment),
        "denied": denied,
        "trail": trail(assessment, (_("Assessors and time"), "")),
    }
    return render(request, "submissions/run.html", context, status=403 if denied else 422 if request.method == "POST" else 200)


def _assign(assessment: Assessment, form: AssessorForm, request: PersonRequest) -> bool:
    if not form.is_valid():
        return False
    actions.assign_assessor(assessment, form.cleaned_data["person"], lead=form.cleaned_data["lead"], by=request.user)
    messages.success(request, _("Saved."))
    return True


def _extend(assessment: Assessment, form: ExtensionForm, request: PersonRequest) -> bool:
    if not form.is_valid():
        return False
    actions.extend(assessment, until=form.cleaned_data["until"], reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Saved."))
    return True


def _cancel(assessment: Assessment, form: CancelExtensionForm, request: PersonRequest) -> bool:
    if not form.is_valid():
        return False
    actions.cancel_extension(assessment, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The extension is cancelled."))
    return True

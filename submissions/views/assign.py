"""Giving an item to departments."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from accounts.queries import departments_of
from assignments import actions
from assignments.policy import may_assign
from assignments.queries import Responsible, responsible_by_item, seat_of
from submissions import pages
from submissions.forms import AssignForm
from submissions.loaders import load_item


def _initial(responsible: Responsible) -> dict:
    support = [department.pk for department in responsible.supporting]
    return {
        "lead": responsible.lead.pk if responsible.lead else None,
        "support": [] if responsible.everyone else support,
        "everyone": responsible.everyone,
        "due_on": responsible.due_on,
    }


def assign(request: PersonRequest, agency: str, edition: str, code: str) -> HttpResponse:
    """The form, filled with how it stands; saving replaces it."""
    submission = load_item(request.user, agency, edition, code)
    assessment = submission.assessment
    verdict = may_assign(seat_of(request.user, assessment), assessment)
    departments = departments_of(assessment.agency)
    responsible = responsible_by_item(assessment, [submission.item_id])[submission.item_id]
    form = AssignForm(request.POST or None, departments=departments, initial=_initial(responsible))
    refusal = "" if verdict else verdict.reason
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign(assessment, submission.item, **form.wanted(), by=request.user)
        except PermissionDenied as problem:
            refusal = str(problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("submissions:item", agency, edition, submission.item.code)
    item_url = reverse("submissions:item", args=[agency, edition, submission.item.code])
    trail = pages.trail(assessment, (submission.item.code, item_url), (_("Assign"), ""))
    context = {"submission": submission, "form": form, "refusal": refusal, "trail": trail, "item_url": item_url}
    return render(request, "submissions/assign.html", context, status=403 if refusal and request.method == "POST" else 200)

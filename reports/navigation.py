"""This app's entries of the top bar."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from accounts.navigation import entry
from accounts.queries import standing_of
from assignments.desk import Tool, tool
from assignments.models import Assessment
from assignments.queries import Seat
from reports import policy


@entry(30)
def papers(request: HttpRequest) -> dict:
    return {"url": reverse("reports:reports"), "label": _("Scores and papers")}


@entry(25)
def compare(request: PersonRequest) -> dict | None:
    """For those who see more than one agency."""
    if request.user.is_admin or len(standing_of(request.user).agencies) > 1:
        return {"url": reverse("reports:compare"), "label": _("Compare agencies")}
    return None


@entry(26)
def run(request: PersonRequest) -> dict | None:
    return {"url": reverse("reports:years"), "label": _("Run the year")} if request.user.is_admin else None


@entry(50)
def published(request: HttpRequest) -> dict:
    return {"url": reverse("reports:public_index"), "label": _("Public pages")}


@tool(30)
def assignment_sheet(assessment: Assessment, seat: Seat) -> Tool | None:
    if not policy.may_make_papers(seat):
        return None
    address = reverse("reports:assignment_sheet", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("Assignment sheet"), _("The official sheet of who answers for what, to be signed: PDF, Word, Excel."), address)

"""This app's tools on the desk of a year."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from assignments.desk import Tool, tool
from assignments.models import Assessment
from assignments.queries import Seat


@tool(70)
def departments(assessment: Assessment, seat: Seat) -> Tool | None:
    """For the agency's own people, who may read it, and the administrator."""
    if not (seat.is_member or seat.has(Role.ADMIN)):
        return None
    url = reverse("assignments:departments", args=[assessment.agency.slug])
    return Tool(_("Departments"), _("Names and other spellings; merge, close, hand items over."), url)


@tool(71)
def people(assessment: Assessment, seat: Seat) -> Tool | None:
    if not (seat.is_member or seat.has(Role.ADMIN)):
        return None
    url = reverse("assignments:people", args=[assessment.agency.slug])
    return Tool(_("People"), _("Who works where; invite somebody, hand a role over."), url)

"""This app's entries of the top bar, and its tools on the desk of a year."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.http import PersonRequest
from accounts.navigation import entry
from accounts.queries import standing_of
from assignments.desk import Tool, tool
from assignments.models import Assessment
from assignments.policy import sees_imports
from assignments.queries import Seat
from criteria.enums import Stage
from submissions.policy import sees_changes, sees_copy_sheet, sees_links, sees_missing


@entry(10)
def my_work(request: PersonRequest) -> dict:
    return {"url": reverse("home"), "label": _("My work")}


@entry(20)
def review_queue(request: PersonRequest) -> dict | None:
    """For people who belong to no agency: those are the assessors."""
    if standing_of(request.user).roles or request.user.is_admin:
        return None
    return {"url": reverse("submissions:review"), "label": _("To score")}


@entry(40)
def calendar(request: PersonRequest) -> dict:
    return {"url": reverse("submissions:agenda"), "label": _("Calendar")}


@entry(90)
def help_pages(request: PersonRequest) -> dict:
    return {"url": reverse("submissions:help"), "label": _("Help")}


@tool(9)
def begin_from_the_year_before(assessment: Assessment, seat: Seat) -> Tool | None:
    if not seat.has(Role.COORDINATOR) or assessment.stage != Stage.PREPARING:
        return None
    url = reverse("submissions:begin", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("Begin from the year before"), _("Items that nobody answers for yet, given out as in the year before."), url)


@tool(12)
def evidence_again(assessment: Assessment, seat: Seat) -> Tool | None:
    if not seat.has(Role.STAFF, Role.COORDINATOR) or assessment.stage != Stage.PREPARING:
        return None
    url = reverse("submissions:again", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("Last year's evidence"), _("What proved the same last year: still valid, or no longer?"), url)


@tool(14)
def months(assessment: Assessment, seat: Seat) -> Tool | None:
    if not seat.is_member:
        return None
    url = reverse("submissions:months", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("Month by month"), _("Items that are reported every month or six months: what is there, what is missing."), url)


@tool(10)
def assign_in_the_matrix(assessment: Assessment, seat: Seat) -> Tool | None:
    if not seat.has(Role.COORDINATOR):
        return None
    url = reverse("submissions:cells", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("Assign in the matrix"), _("Give items to departments, many at once; see gaps and conflicts."), url)


@tool(11)
def workload(assessment: Assessment, seat: Seat) -> Tool | None:
    if not seat.is_member:
        return None
    url = reverse("submissions:workload", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("Workload"), _("How much each department carries, and how far it is."), url)


@tool(13)
def missing(assessment: Assessment, seat: Seat) -> Tool | None:
    if not sees_missing(seat) or assessment.stage != Stage.PREPARING:
        return None
    url = reverse("submissions:missing", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("What is missing"), _("Who still owes what, by department; remind them."), url)


@tool(14)
def changes(assessment: Assessment, seat: Seat) -> Tool | None:
    if not sees_changes(seat):
        return None
    url = reverse("submissions:changes", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("What changed"), _("Against the year before, with who answered for each item and its score then."), url)


@tool(14)
def links(assessment: Assessment, seat: Seat) -> Tool | None:
    if not sees_links(seat):
        return None
    url = reverse("submissions:links", args=[assessment.agency.slug, assessment.edition.code])
    return Tool(_("Links"), _("Which links of the evidence work, which are broken, and since when."), url)


@tool(15)
def copy_sheet(assessment: Assessment, seat: Seat) -> Tool | None:
    if not sees_copy_sheet(seat):
        return None
    url = reverse("submissions:copy_sheet", args=[assessment.agency.slug, assessment.edition.code])
    text = _("Each answer as it is typed into the official system, to be copied and ticked off.")
    return Tool(_("Copy sheet for the official system"), text, url)


@tool(30)
def documents(assessment: Assessment, seat: Seat) -> Tool | None:
    """Importing a list that stands in a document."""
    if not sees_imports(seat):
        return None
    text = _("Take over who answers for what, and last year's scores, from a Word table, a workbook or a PDF.")
    return Tool(
        _("Import a document"), text, reverse("submissions:imports", args=[assessment.agency.slug, assessment.edition.code])
    )

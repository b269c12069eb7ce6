"""Who makes and opens papers."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from assignments.queries import Seat, seat_of
from ita_portal.lib.verdict import ALLOWED, Verdict
from reports.models import Report
from submissions.visibility import sees_year


def may_make_papers(seat: Seat) -> Verdict:
    if seat.has(Role.COORDINATOR, Role.EXECUTIVE, Role.ADMIN):
        return ALLOWED
    return Verdict(_("The agency's ITA coordinator, its executive and the administrator make papers."))


def may_see_forecast(seat: Seat) -> Verdict:
    """What the agency expects of itself is not for those who assess it."""
    if seat.is_member or seat.has(Role.OBSERVER, Role.ADMIN):
        return ALLOWED
    return Verdict(_("The forecast is for the agency, its observers and the administrator."))


def is_public(report: Report) -> bool:
    """A paper is public when its year is, and the paper was made from the published result."""
    published_at = report.assessment.published_at
    return published_at is not None and report.made_at >= published_at


def may_open(user: User | AnonymousUser, report: Report) -> bool:
    if is_public(report):
        return True
    return isinstance(user, User) and sees_year(seat_of(user, report.assessment), report.assessment.stage)

"""May they change who does what, and move the year? The answers carry the sentence that says why not."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Agency, User
from accounts.queries import members_of, standing_of
from assignments.models import Assessment
from assignments.queries import Seat, answers_window, assesses_agency, seat_of
from assignments.workflow import STEPS
from criteria.enums import Stage
from criteria.models import Edition
from criteria.policy import may_administer as may_administer  # the same rule, under the name that callers of this app know
from criteria.policy import may_open_years
from criteria.queries import spans_of
from criteria.windows import Span
from ita_portal.lib.verdict import ALLOWED, Verdict
from records.templatetags.thai import date_be


def may_extend(user: User, assessment: Assessment) -> Verdict:
    """Give an agency more time for its answers, shorten it or take it back."""
    if refusal := may_administer(user).reason:
        return Verdict(refusal)
    if assessment.stage != Stage.PREPARING:
        return Verdict(_("Answers are no longer being written in this year, so its time cannot be changed."))
    return ALLOWED


def may_extend_until(assessment: Assessment, until: datetime.date, spans: dict[Stage, Span] | None = None) -> Verdict:
    """Whether that day gives or leaves any time. Reads the calendar unless given."""
    if until < timezone.localdate():
        return Verdict(_("%(day)s is over. Choose today or a later day.") % {"day": date_be(until)})
    window = (spans_of(assessment.edition) if spans is None else spans).get(Stage.PREPARING)
    if window and until <= window.closes_on:
        words = {"day": date_be(window.closes_on)}
        return Verdict(
            _("By the calendar answers stay open until %(day)s anyway. Choose a later day, or cancel the extension.") % words
        )
    return ALLOWED


def may_assign(seat: Seat, assessment: Assessment) -> Verdict:
    """Give items to departments."""
    if not seat.has(Role.COORDINATOR):
        return Verdict(_("Only the agency's ITA coordinator assigns items."))
    if assessment.stage != Stage.PREPARING:
        return Verdict(_("The year is endorsed; items can no longer be assigned."))
    return ALLOWED


def may_begin(user: User, agency: Agency, edition: Edition, year: Assessment | None = None) -> Verdict:
    """Open the agency's year in this edition and give its items out as in the year before."""
    standing = standing_of(user)
    if not (standing.is_admin or standing.has(Role.COORDINATOR, agency.pk)):
        return Verdict(_("Only the agency's ITA coordinator or the administrator begins a year."))
    if year is None:
        return may_open_years(edition)
    if year.stage != Stage.PREPARING:
        return Verdict(_("The year is endorsed; items can no longer be assigned."))
    return ALLOWED


def sees_imports(seat: Seat) -> Verdict:
    """The documents of an agency's year, and what is decided about them."""
    if seat.has(Role.COORDINATOR, Role.ADMIN):
        return ALLOWED
    return Verdict(_("Documents are imported by the agency's ITA coordinator."))


def may_import(person: User, assessment: Assessment) -> Verdict:
    """Hand in a document that says who answers for what, and decide about it."""
    seat = seat_of(person, assessment)
    if seat.has(Role.ADMIN) and not members_of(assessment.agency_id, Role.COORDINATOR):
        if assessment.stage == Stage.PREPARING:
            return ALLOWED
    elif seat.has(Role.ADMIN):
        return Verdict(_("The agency has an ITA coordinator, who imports its documents."))
    return may_assign(seat, assessment)


def may_assess(person: User, agency: Agency) -> Verdict:
    """Become an assessor of the agency."""
    if standing_of(person).belongs_to(agency.pk):
        return Verdict(_("%(person)s is a member of %(agency)s and cannot assess it.") % {"person": person, "agency": agency})
    return ALLOWED


def may_be_member(person: User, agency: Agency) -> Verdict:
    """Become part of the agency: nobody who assesses one of its years, or its own coordinator could push an assessor out."""
    if assesses_agency(person, agency):
        return Verdict(
            _("%(person)s assesses %(agency)s and cannot belong to it. The administrator can name another assessor first.")
            % {"person": person, "agency": agency}
        )
    return ALLOWED


def answers_open(assessment: Assessment, today: datetime.date, spans: dict[Stage, Span] | None = None) -> Verdict:
    """Whether answers may be handed in today, by the calendar and the agency's extension."""
    opens, closes = answers_window(assessment, spans)
    if opens and today < opens:
        return Verdict(_("Answers open on %(day)s.") % {"day": date_be(opens)})
    if closes and today > closes:
        return Verdict(
            _("Answers closed on %(day)s. The administrator can extend the time for your agency.") % {"day": date_be(closes)}
        )
    return ALLOWED


def contest_open(assessment: Assessment, today: datetime.date, spans: dict[Stage, Span] | None = None) -> Verdict:
    """Whether scores may be contested today, by the calendar."""
    span = (spans_of(assessment.edition) if spans is None else spans).get(Stage.CLARIFYING)
    if span and today < span.opens_on:
        return Verdict(_("Scores can be contested from %(day)s on.") % {"day": date_be(span.opens_on)})
    if span and today > span.closes_on:
        return Verdict(_("Scores could be contested until %(day)s.") % {"day": date_be(span.closes_on)})
    return ALLOWED


def may_step(seat: Seat, assessment: Assessment, verb: str) -> Verdict:
    """Role first, then stage. What a step needs beyond that is asked by the app that knows it."""
    step = STEPS[verb]
    if not seat.has(*step.roles):
        roles = ", ".join(str(role.label) for role in step.roles)
        return Verdict(_("This step is for: %(roles)s.") % {"roles": roles})
    if assessment.stage not in step.sources:
        wanted = "”, “".join(str(one.label) for one in step.sources)
        text = _("This is possible while the year is “%(wanted)s”; now it is “%(stage)s”.")
        return Verdict(text % {"wanted": wanted, "stage": Stage(assessment.stage).label})
    return ALLOWED

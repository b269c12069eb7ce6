"""The overview of one agency's year."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from assignments.desk import Tool, tools
from assignments.models import Assessment
from assignments.queries import Seat, answers_window, calendar_of_year, seat_of
from assignments.workflow import STEPS as YEAR_STEPS
from criteria.enums import Stage
from criteria.windows import Span, Today, today
from ita_portal.lib.verdict import Verdict
from records.templatetags.thai import date_be
from submissions import policy, queries, visibility
from submissions.enums import Status
from submissions.pages.ahead import Ahead, ahead_of
from submissions.pages.bulk import Verb, verbs_of
from submissions.pages.listing import Listing, lines_of, listing_of
from submissions.workflow import OPEN_TO_EDIT


@dataclass
class YearPage:
    """The overview of one agency's year."""

    assessment: Assessment
    seat: Seat
    listing: Listing
    tally: policy.Tally
    can: dict[str, Verdict]
    shows_scores: bool
    due_on: datetime.date | None
    ahead: Ahead | None
    chosen: bool  # every shown row was asked to be ticked
    spans: dict[Stage, Span]  # the year's calendar, with the agency's own extension

    @property
    def steps(self) -> list[dict]:
        mine = [step for step in YEAR_STEPS.values() if self.seat.has(*step.roles)]
        now = [step for step in mine if self.assessment.stage in step.sources]
        return [{"verb": s.verb, "label": s.label, "needs": s.needs, "verdict": self.can[s.verb]} for s in now]

    @property
    def desk(self) -> list[Tool]:
        return tools(self.assessment, self.seat)

    @property
    def bulk(self) -> list[Verb]:
        """What this person may do to several items at once."""
        return verbs_of(self.seat, self.assessment)

    @property
    def words(self) -> dict[str, str]:
        """The words of every row, looked up once."""
        return {
            "item": _("Item"),
            "responsible": _("Responsible"),
            "evidence": _("Evidence"),
            "status": _("Status"),
            "score": _("Score"),
            "nobody": _("nobody yet"),
            "due": _("due"),
            "late": _("late"),
            "hints": _("hints:"),
        }

    @property
    def done(self) -> int:
        if self.assessment.stage == Stage.PUBLISHED:
            return self.tally.total
        return self.tally.by_status.get(Status.ACCEPTED, 0) + self.tally.by_status.get(Status.SCORED, 0)

    @property
    def missing(self) -> int:
        """Items that are not handed in, for those who see whose they are."""
        if self.assessment.stage != Stage.PREPARING or not policy.sees_missing(self.seat):
            return 0
        return sum(self.tally.by_status.get(status, 0) for status in OPEN_TO_EDIT)

    @property
    def stages(self) -> list[dict]:
        """For the stepper: what is behind, where we are, what is to come."""
        order = list(Stage)
        here = order.index(Stage(self.assessment.stage))
        states = ["done" if i < here else "current" if i == here else "todo" for i in range(len(order))]
        return [
            {"label": stage.label, "state": state, "note": self._days(stage)} for stage, state in zip(order, states, strict=True)
        ]

    def _days(self, stage: Stage) -> str:
        span = self.spans.get(stage)
        return f"{date_be(span.opens_on, 'short')} – {date_be(span.closes_on, 'short')}" if span else ""

    @property
    def today(self) -> Today:
        """What the calendar has open now, and what it opens next."""
        return today(self.spans.values(), timezone.localdate())


def year_page(assessment: Assessment, user: User, asked: QueryDict) -> YearPage:
    """The year as this person sees it, with the items that `asked`, the address's filter, leaves."""
    seat = seat_of(user, assessment)
    lines = lines_of(assessment, user, seat)
    spans = calendar_of_year(assessment)
    assessors = len(queries.assessor_counts([assessment])) if seat.has(Role.ADMIN) else 0  # only their step asks for it
    tally = policy.Tally(dict(Counter(line.status for line in lines)), assessors)
    return YearPage(
        assessment=assessment,
        seat=seat,
        listing=listing_of(lines, asked, seat),
        tally=tally,
        can=policy.steps_of_year(seat, assessment, tally),
        shows_scores=visibility.sees_scores(seat, assessment.stage),
        due_on=answers_window(assessment, spans)[1] if assessment.stage == Stage.PREPARING else None,
        ahead=ahead_of(assessment, user),
        chosen="chosen" in asked,
        spans=spans,
    )


def trail(assessment: Assessment, *more: tuple[str, str]) -> list[dict]:
    """The breadcrumb from the start page to here."""
    here = reverse("submissions:year", args=[assessment.agency.slug, assessment.edition.code])
    entries = [(_("My work"), "/"), (str(assessment), here), *more]
    return [{"label": label, "url": url} for label, url in entries[:-1]] + [{"label": entries[-1][0], "url": ""}]

"""The periods of a recurring item as an agency fills them: handed in, stated that there was nothing, missing, or not asked for yet.

Only reads. When a period is due follows from the item and from the days on which the year's answers are open (`criteria.periods`).
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from assignments.models import Assessment
from criteria.enums import Frequency, Stage
from criteria.models import Item, Window
from criteria.periods import Period
from submissions.enums import Answer, SlotState
from submissions.models import Evidence, NothingToReport, Submission
from submissions.workflow import OPEN_TO_EDIT

FILLED = (SlotState.HANDED_IN, SlotState.STATED)
WANTED = (SlotState.LATE, SlotState.OPEN)


@dataclass(frozen=True)
class Slot:
    """One period of one item, with what stands for it."""

    period: Period
    state: SlotState
    due_on: datetime.date | None  # None: it ends after the answers close
    evidence: tuple[Evidence, ...] = ()
    statement: NothingToReport | None = None

    @property
    def key(self) -> str:
        return self.period.key

    @property
    def is_filled(self) -> bool:
        return self.state in FILLED

    @property
    def is_wanted(self) -> bool:
        """Its period is over and nothing is there."""
        return self.state in WANTED


Days = tuple[datetime.date | None, datetime.date | None]  # first and last day of answers


def slots_of(
    item: Item, evidence: Iterable[Evidence], statements: Iterable[NothingToReport], days: Days, today: datetime.date
) -> list[Slot]:
    """The slots in order; empty unless the item recurs. Pure: everything is given."""
    said = {one.covers_from: one for one in statements}
    filled = [(one, filled_by(item, one)) for one in evidence]
    found = []
    for period in item.periods:
        here = tuple(one for one, periods in filled if period in periods)
        due, statement = period.due_within(item.due_day, *days), said.get(period.first_day)
        found.append(Slot(period, _state(period, here, statement, due, today), due, here, statement))
    return found


def filled_by(item: Item, evidence: Evidence) -> list[Period]:
    """The item's periods for which it stands. Where there is only one, whatever names no period is of that one."""
    periods, covers = item.periods, evidence.covers
    if covers is None:
        return periods if len(periods) == 1 else []
    return [period for period in periods if covers.holds(period)]


def _state(
    period: Period,
    evidence: Sequence[Evidence],
    statement: NothingToReport | None,
    due: datetime.date | None,
    today: datetime.date,
) -> SlotState:
    if evidence:
        return SlotState.HANDED_IN
    if statement:
        return SlotState.STATED
    if due is None:
        return SlotState.BEYOND
    if today <= period.last_day:
        return SlotState.COMING
    return SlotState.LATE if today > due else SlotState.OPEN


def as_of(assessment: Assessment) -> datetime.date:
    """The day by which a year is looked at: today while it is written, afterwards the day of the endorsement that sealed it."""
    if assessment.stage != Stage.PREPARING and assessment.endorsed_at:
        return timezone.localdate(assessment.endorsed_at)
    return timezone.localdate()


def slots_by_answer(
    submissions: Iterable[Submission],
    evidence: dict[int, list[Evidence]] | None = None,
    today: datetime.date | None = None,
) -> dict[int, list[Slot]]:
    """Submission id → its slots, of those whose item recurs, in any number of years.

    Each must carry its `assessment` and its `item.edition`. Three queries at most, none where no item recurs; `evidence`:
    submission id → what stands there, from whoever has read it.
    """
    asked = [one for one in submissions if one.item.recurs]
    if not asked:
        return {}
    proofs = _evidence(asked) if evidence is None else evidence
    statements = statements_of(asked)
    windows = _windows({one.assessment.edition_id for one in asked})
    return {
        one.pk: slots_of(
            one.item,
            proofs.get(one.pk, ()),
            statements.get(one.pk, ()),
            _days(one.assessment, windows),
            today or as_of(one.assessment),
        )
        for one in asked
    }


def _evidence(submissions: Iterable[Submission]) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.filter(submission__in=submissions, withdrawn_at__isnull=True):
        found[one.submission_id].append(one)
    return found


def statements_of(submissions: Iterable[Submission]) -> dict[int, list[NothingToReport]]:
    """Submission id → the statements that stand. One query."""
    found: dict[int, list[NothingToReport]] = defaultdict(list)
    rows = NothingToReport.objects.filter(submission__in=submissions, withdrawn_at__isnull=True)
    for one in rows.select_related("stated_by"):
        found[one.submission_id].append(one)
    return found


def statements_of_year(assessment: Assessment) -> list[NothingToReport]:
    """All that stand in a year, in official order."""
    rows = NothingToReport.objects.filter(submission__assessment=assessment, withdrawn_at__isnull=True)
    return list(rows.select_related("submission__item").order_by("submission__item__number", "covers_from", "id"))


def _windows(editions: set[int]) -> dict[int, Days]:
    rows = Window.objects.filter(edition__in=editions, stage=Stage.PREPARING)
    return {edition: (opens, closes) for edition, opens, closes in rows.values_list("edition_id", "opens_on", "closes_on")}


def _days(assessment: Assessment, windows: dict[int, Days]) -> Days:
    """As `assignments.queries.answers_window` says for one year: an agency's extension counts where it is later."""
    opens, closes = windows.get(assessment.edition_id, (None, None))
    last = max(filter(None, (closes, assessment.extended_until)), default=None)
    return opens, last


def recurring(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those to items that recur, with all that `slots_by_answer` needs, in official order."""
    found = submissions.exclude(item__frequency=Frequency.NONE)
    return found.select_related("assessment__agency", "assessment__edition", "item__edition").order_by(
        "assessment_id", "item__number"
    )


def still_asked(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those whose periods somebody may still fill: not handed in, and the agency does not say that it has nothing of the kind."""
    return recurring(submissions).filter(status__in=OPEN_TO_EDIT).exclude(answer=Answer.NO)

"""Recurring items × months of one fiscal year: what is handed in, stated to have had nothing, missing."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from assignments.models import Assessment
from assignments.queries import Responsible, Seat, responsible_by_item, seat_of
from criteria.enums import Frequency
from criteria.periods import Period, periods_of
from submissions.enums import SlotState
from submissions.models import Submission
from submissions.slots import Slot, recurring, slots_by_answer


@dataclass(frozen=True)
class Cell:
    """One period in the grid, as wide as its months; without a slot, months that the item does not count."""

    slot: Slot | None
    months: int


@dataclass(frozen=True)
class Row:
    submission: Submission
    responsible: Responsible
    slots: list[Slot]
    cells: list[Cell]

    @property
    def item(self):
        return self.submission.item

    @property
    def missing(self) -> int:
        return sum(slot.is_wanted for slot in self.slots)


@dataclass(frozen=True)
class MonthsPage:
    assessment: Assessment
    seat: Seat
    months: list[Period]
    rows: list[Row]
    own_only: bool  # a member of staff sees the items of their departments

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """State, its label and how many periods, for those states that occur."""
        found = Counter(slot.state for row in self.rows for slot in row.slots)
        return [(state.value, str(state.label), found[state]) for state in SlotState if found[state]]


def months_page(assessment: Assessment, user: User) -> MonthsPage:
    """The number of queries does not depend on how many items recur."""
    seat = seat_of(user, assessment)
    own_only = seat.has(Role.STAFF) and not seat.has(Role.COORDINATOR, Role.EXECUTIVE, Role.ADMIN, Role.OBSERVER)
    responsible = responsible_by_item(assessment)
    answers = [
        one
        for one in recurring(Submission.objects.filter(assessment=assessment))
        if not own_only or seat.departments & responsible[one.item_id].department_ids
    ]
    for one in answers:
        one.assessment, one.item.edition = assessment, assessment.edition
    slots = slots_by_answer(answers)
    months = periods_of(assessment.edition.fiscal_year, Frequency.MONTHLY)
    rows = [Row(one, responsible[one.item_id], slots[one.pk], list(_cells(months, slots[one.pk]))) for one in answers]
    return MonthsPage(assessment, seat, months, rows, own_only)


def _cells(months: list[Period], slots: list[Slot]) -> Iterator[Cell]:
    starts = {slot.period.first_day: slot for slot in slots}
    over = datetime.date.min
    for month in months:
        if month.first_day <= over:
            continue
        slot = starts.get(month.first_day)
        over = slot.period.last_day if slot else month.last_day
        yield Cell(slot, slot.period.months if slot else 1)

"""Who carries how much of a year."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Department
from accounts.queries import departments_of
from assignments.enums import Part
from assignments.models import Assessment
from assignments.queries import Responsible, answers_window, responsible_by_item, staff_by_department
from records.templatetags.thai import date_be
from submissions import queries
from submissions.workflow import OPEN_TO_EDIT


@dataclass
class Load:
    """What one department has to do in a year."""

    department: Department
    people: int
    led: int = 0
    supported: int = 0
    done: int = 0
    late: int = 0
    next_due: str = ""

    @property
    def total(self) -> int:
        return self.led + self.supported


def loads_of(assessment: Assessment) -> list[Load]:
    """Every department with its items, the heaviest first. The number of queries does not depend on how many they are."""
    people = staff_by_department(assessment.agency_id)
    loads = {one.pk: Load(one, len(people.get(one.pk, ()))) for one in departments_of(assessment.agency)}
    responsible = responsible_by_item(assessment)
    closes, today = answers_window(assessment)[1], timezone.localdate()
    dues: dict[int, list] = {pk: [] for pk in loads}
    for submission in queries.submissions_of(assessment):
        for row in responsible.get(submission.item_id, Responsible()).rows:
            load = loads.get(row.department_id)
            if load is None:
                continue
            load.led += row.part == Part.LEAD
            load.supported += row.part == Part.SUPPORT
            is_open, due = submission.status in OPEN_TO_EDIT, row.due_on or closes
            load.done += not is_open
            load.late += bool(is_open and due and due < today)
            if is_open and due and due >= today:
                dues[row.department_id].append(due)
    for pk, load in loads.items():
        load.next_due = date_be(min(dues[pk], default=None), "short")
    return sorted(loads.values(), key=lambda load: (-load.led, -load.supported, load.department.sort_key))

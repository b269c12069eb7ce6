"""Who still owes what in a year that is being written: items by department, with the people there and when they were reminded."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import Department, User
from assignments.enums import Part
from assignments.models import Assessment, Assignment
from assignments.queries import Responsible, answers_window, people_by_department, responsible_by_item
from criteria.enums import Stage
from records.models import AuditEvent
from records.queries import history_within, newest_by
from submissions import queries
from submissions.checks import Hint, hints_of_year
from submissions.enums import Answer, Lack, Status
from submissions.models import Submission
from submissions.workflow import OPEN_TO_EDIT

CHASE = "chase"  # the audit verb of a reminder that a person sends
SOON = 7  # days before the last one, unless somebody asks for another number
AGAIN_AFTER = datetime.timedelta(days=1)  # before that, a reminder of the same item is sent only on purpose
READ = 500  # newest reminders that are looked at


@dataclass(frozen=True)
class Reminded:
    """The last time that a department was reminded of an item."""

    at: datetime.datetime
    by_name: str

    @property
    def lately(self) -> bool:
        return timezone.now() - self.at < AGAIN_AFTER


@dataclass(frozen=True)
class Owed:
    """One item of which something is missing, as one department sees it."""

    submission: Submission
    department: Department | None
    lack: Lack
    leads: bool
    no_evidence: bool  # begun, and nothing proves it yet
    due_on: datetime.date | None
    late: bool
    soon: bool
    hints: list[Hint]
    active: AuditEvent | None  # what happened last to the answer
    reminded: Reminded | None

    @property
    def code(self) -> str:
        return self.submission.item.code

    @property
    def pair(self) -> str:
        """Names this item of this department in a form."""
        return f"{self.department.pk if self.department else ''}.{self.code}"

    @property
    def can_be_chased(self) -> bool:
        """What is accepted is the coordinator's to return first; what is given to nobody has nobody to remind."""
        return self.lack != Lack.HINTS and self.department is not None


@dataclass
class Share:
    """What one department owes."""

    department: Department
    people: list[User]
    items: list[Owed] = field(default_factory=list)

    @property
    def to_chase(self) -> list[Owed]:
        return [owed for owed in self.items if owed.can_be_chased]

    @property
    def accepted(self) -> list[Owed]:
        """Accepted, with something to object to: nothing that a reminder would move."""
        return [owed for owed in self.items if not owed.can_be_chased]

    def others(self, by: User) -> list[User]:
        """Whom a reminder reaches: everybody there but the one who sends it."""
        return [person for person in self.people if person.pk != by.pk]

    @property
    def reminded(self) -> Reminded | None:
        return max((owed.reminded for owed in self.items if owed.reminded), key=lambda one: one.at, default=None)


@dataclass
class Missing:
    """What is missing in a year. `nobody`: open items that were given to no department; `shared`: accepted items with
    something to object to that no department leads."""

    shares: list[Share]
    nobody: list[Owed]
    shared: list[Owed]
    active: dict[object, AuditEvent]  # person's id → what they did last in this year

    @property
    def every(self) -> list[Owed]:
        """Each item once, in official order, whoever owes it."""
        alone = {owed.code: owed for owed in (*self.nobody, *self.shared)}
        each = {owed.code: owed for share in self.shares for owed in share.items} | alone
        return sorted(each.values(), key=lambda owed: owed.submission.item.number)


def missing_in(assessment: Assessment, *, soon: int = SOON, only: frozenset[int] | None = None) -> Missing:
    """What is missing today; with `only` of these departments. Nothing is once the year is endorsed.

    `soon`: how many days before its last day an item counts as nearly due. The number of queries does not depend on how
    many items, departments or people there are.
    """
    if assessment.stage != Stage.PREPARING:
        return Missing([], [], [], {})
    facts = _read(assessment, soon)
    shares: dict[int, Share] = {}
    nobody: list[Owed] = []
    shared: list[Owed] = []
    for submission in facts.submissions:
        lack = _lack(submission, facts.hints)
        if lack is None:
            continue
        rows = facts.responsible.get(submission.item_id, Responsible()).rows
        if only is None and lack == Lack.HINTS and not _leads(rows):
            shared.append(_owed(submission, None, lack, facts))
        elif only is None and not rows:
            nobody.append(_owed(submission, None, lack, facts))
        for row in _who_owes(rows, lack, facts.sent[submission.pk]):
            if only is None or row.department_id in only:
                share = shares.setdefault(row.department_id, Share(row.department, facts.people.get(row.department_id, [])))
                share.items.append(_owed(submission, row, lack, facts))
    ordered = sorted(shares.values(), key=lambda share: share.department.sort_key)
    return Missing(ordered, nobody, shared, newest_by("actor_id", assessment.scope, actor_id__isnull=False))


@dataclass(frozen=True)
class _Facts:
    submissions: list[Submission]
    responsible: dict[int, Responsible]
    hints: dict[int, list[Hint]]
    sent: dict[int, set[int]]  # submission id → the departments from which evidence came
    people: dict[int, list[User]]
    active: dict[object, AuditEvent]
    reminded: dict[tuple[int, str], Reminded]
    closes: datetime.date | None
    today: datetime.date
    soon: datetime.timedelta


def _read(assessment: Assessment, soon: int) -> _Facts:
    submissions = list(queries.submissions_of(assessment))
    for submission in submissions:
        submission.assessment, submission.item.edition = assessment, assessment.edition
    responsible = responsible_by_item(assessment)
    evidence = queries.evidence_by_submission(assessment)
    return _Facts(
        submissions=submissions,
        responsible=responsible,
        hints=hints_of_year(assessment, submissions, responsible, evidence),
        sent=defaultdict(set, {pk: queries.departments_with_evidence(found) for pk, found in evidence.items()}),
        people=people_by_department(assessment.agency_id),
        active=newest_by("target_id", assessment.scope, target_type=Submission._meta.model_name),
        reminded=_reminded(assessment),
        closes=answers_window(assessment)[1],
        today=timezone.localdate(),
        soon=datetime.timedelta(days=soon),
    )


def _reminded(assessment: Assessment) -> dict[tuple[int, str], Reminded]:
    """Department id and item code → the last reminder, from the audit trail. One query."""
    found: dict[tuple[int, str], Reminded] = {}
    for event in history_within(assessment.scope, [CHASE], limit=READ):
        for department, codes in event.details.get("departments", {}).items():
            for code in codes:
                found.setdefault((int(department), code), Reminded(event.at, event.actor_name))
    return found


def _lack(submission: Submission, hints: dict[int, list[Hint]]) -> Lack | None:
    if submission.status == Status.RETURNED:
        return Lack.RETURNED
    if submission.status == Status.ACCEPTED and hints.get(submission.pk):
        return Lack.HINTS
    if submission.status not in OPEN_TO_EDIT:
        return None
    begun = submission.answer or submission.explanation or submission.reason_none or submission.evidence_count
    return Lack.WRITING if begun else Lack.NOT_BEGUN


def _leads(rows: list[Assignment]) -> list[Assignment]:
    return [row for row in rows if row.part == Part.LEAD]


def _who_owes(rows: list[Assignment], lack: Lack, sent: set[int]) -> list[Assignment]:
    """Everybody who answers for it. Of an item that was given to every department, a supporter whose evidence is there owes
    nothing any more; what is accepted is its leader's alone."""
    if lack == Lack.HINTS:
        return _leads(rows)
    return [row for row in rows if row.part == Part.LEAD or not row.everyone or row.department_id not in sent]


def _owed(submission: Submission, row: Assignment | None, lack: Lack, facts: _Facts) -> Owed:
    is_open = lack != Lack.HINTS
    due = (row.due_on if row and row.due_on else facts.closes) if is_open else None
    lacks_evidence = lack in (Lack.WRITING, Lack.RETURNED) and not submission.evidence_count and submission.answer != Answer.NO
    return Owed(
        submission=submission,
        department=row.department if row else None,
        lack=lack,
        leads=bool(row and row.part == Part.LEAD),
        no_evidence=lacks_evidence,
        due_on=due,
        late=bool(due and due < facts.today),
        soon=bool(due and facts.today <= due <= facts.today + facts.soon),
        hints=facts.hints.get(submission.pk, []) if lack == Lack.HINTS else [],
        active=facts.active.get(str(submission.pk)),
        reminded=facts.reminded.get((row.department_id, submission.item.code)) if row else None,
    )

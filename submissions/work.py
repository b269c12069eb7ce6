"""What waits for a person, for the start page: by role, the most urgent first."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import User
from accounts.queries import standing_of
from assignments.models import Assessment, AssessorAssignment
from assignments.queries import visible_assessments
from assignments.succession import waiting_to_begin
from criteria.enums import Stage
from criteria.models import Window
from submissions import queries
from submissions.enums import SlotState, Status
from submissions.models import Review, Submission
from submissions.slots import Slot, slots_by_answer, still_asked
from submissions.workflow import OPEN_TO_EDIT

SHOWN = 60  # rows of one section; the rest is behind the year's own page


@dataclass(frozen=True)
class Task:
    """One thing to do."""

    url: str
    code: str
    title: str
    year: str
    status: str
    status_label: str
    due_on: datetime.date | None = None
    late: bool = False


@dataclass
class Section:
    """Things of one kind, with the sentence that says what to do with them."""

    title: str
    advice: str
    tasks: list[Task] = field(default_factory=list)
    more: int = 0
    folded: bool = False  # nothing to do here, only to look up
    coming: bool = False  # nothing to do yet

    @property
    def year(self) -> str:
        """The agency and year that all of them are of; empty where they are of several."""
        found = {task.year for task in self.tasks}
        return found.pop() if len(found) == 1 else ""

    @property
    def has_items(self) -> bool:
        return any(task.code for task in self.tasks)


@dataclass(frozen=True)
class YearCard:
    assessment: Assessment
    url: str
    done: int
    total: int
    due_on: datetime.date | None


@dataclass
class Work:
    sections: list[Section]
    years: list[YearCard]
    mine: "Mine | None" = None
    only_reads: bool = False  # an observer: nothing will ever wait for them

    @property
    def waiting(self) -> int:
        return sum(len(section.tasks) + section.more for section in self.sections if not section.folded and not section.coming)


@dataclass(frozen=True)
class Mine:
    """How far the items of a person's departments are, in the years that are being written."""

    counts: list[tuple[str, str, int]]  # status, its label, how many; in the order of the work

    @property
    def total(self) -> int:
        return sum(n for _status, _label, n in self.counts)

    @property
    def handed_in(self) -> int:
        return sum(n for status, _label, n in self.counts if status not in OPEN_TO_EDIT)


def work_of(user: User, today: datetime.date) -> Work:
    """Everything that waits for the person; the number of queries does not depend on how much it is."""
    standing = standing_of(user)
    years = list(visible_assessments(user))
    due = _due_dates(years)
    by_id = {year.pk: year for year in years}
    mine = _Rows(by_id, due, today)
    open_years = [year for year in years if year.stage == Stage.PREPARING]
    sections = []
    own = None
    if standing.departments:
        to_answer, handed_in = _of_departments(mine, open_years, standing.departments)
        own = Mine(queries.department_counts(open_years, standing.departments))
        sections += [to_answer, _periods(open_years, standing.departments), handed_in]
    coordinated = [year for year in years if standing.has(Role.COORDINATOR, year.agency_id)]
    if coordinated:
        sections += [*_to_coordinate(mine, coordinated), _missing_periods(mine, coordinated), _to_begin(coordinated)]
    assessed = _assessed(user, years)
    if assessed:
        sections += _to_assess(mine, user, assessed)
    tallies = queries.tallies(years)
    endorsing = [year for year in open_years if standing.has(Role.EXECUTIVE, year.agency_id)]
    if endorsing:
        sections += _to_endorse(mine, endorsing, tallies)
    if standing.is_admin:
        sections.append(_to_move(mine, years))
    cards = [_card(year, tallies.get(year.pk, {}), due.get(year.pk)) for year in years]
    sections.sort(key=lambda section: section.folded)
    only_reads = bool(standing.roles) and all(roles == {Role.OBSERVER} for roles in standing.roles.values())
    return Work([section for section in sections if section.tasks], cards, own if own and own.total else None, only_reads)


def _assessed(user: User, years: list[Assessment]) -> list[Assessment]:
    """Those that the person assesses and that are at that stage; administrators and members never assess."""
    standing = standing_of(user)
    if standing.is_admin:
        return []
    mine = set(AssessorAssignment.objects.filter(user=user).values_list("assessment_id", flat=True))
    return [
        y
        for y in years
        if y.pk in mine and not standing.belongs_to(y.agency_id) and y.stage in (Stage.ASSESSING, Stage.CLARIFYING)
    ]


def _due_dates(years: list[Assessment]) -> dict[int, datetime.date | None]:
    """Assessment id → the last day for answers."""
    windows = Window.objects.filter(edition__in={year.edition_id for year in years}, stage=Stage.PREPARING)
    closes = dict(windows.values_list("edition_id", "closes_on"))
    return {year.pk: max(filter(None, (closes.get(year.edition_id), year.extended_until)), default=None) for year in years}


@dataclass
class _Rows:
    years: dict[int, Assessment]
    due: dict[int, datetime.date | None]
    today: datetime.date

    def of(self, submissions: Iterable[Submission]) -> list[Task]:
        return [self._task(submission) for submission in submissions]

    def _task(self, submission: Submission) -> Task:
        year = self.years[submission.assessment_id]
        due = getattr(submission, "item_due", None) or (self.due.get(year.pk) if year.stage == Stage.PREPARING else None)
        return Task(
            url=f"{year_url(year)}{submission.item.code}/",
            code=submission.item.code,
            title=submission.item.title,
            year=str(year),
            status=submission.status,
            status_label=str(Status(submission.status).label),
            due_on=due,
            late=bool(due and due < self.today),
        )

    def year_task(self, year: Assessment, title: str) -> Task:
        due = self.due.get(year.pk) if year.stage == Stage.PREPARING else None
        return Task(
            year_url(year), "", title, str(year), year.stage, str(Stage(year.stage).label), due, bool(due and due < self.today)
        )


def year_url(year: Assessment) -> str:
    return reverse("submissions:year", args=[year.agency.slug, year.edition.code])


def _section(title: str, advice: str, rows: _Rows, submissions) -> Section:
    found = list(submissions[: SHOWN + 1])
    more = submissions.count() - SHOWN if len(found) > SHOWN else 0
    return Section(title, advice, sorted(rows.of(found[:SHOWN]), key=_urgency), more)


def _urgency(task: Task) -> tuple:
    return (task.status != Status.RETURNED, task.due_on or datetime.date.max)


def _items(years: list[Assessment], **filters):
    found = Submission.objects.filter(assessment__in=years, **filters).select_related("item")
    return found.order_by("assessment_id", "item__number")


def _of_departments(rows: _Rows, years: list[Assessment], departments: frozenset[int]) -> tuple[Section, Section]:
    """What a department still has to answer, and what it has handed in."""
    mine = queries.of_departments(years, departments)
    to_answer = _section(
        _("To answer"),
        _("Open an item, add the evidence and hand it in. Returned items come first."),
        rows,
        mine.filter(status__in=OPEN_TO_EDIT).order_by("assessment_id", "item__number"),
    )
    handed_in = _section(
        _("Handed in"),
        _("The coordinator looks through these, or has accepted them. You can take back what is not accepted yet."),
        rows,
        mine.exclude(status__in=OPEN_TO_EDIT).order_by("assessment_id", "item__number"),
    )
    handed_in.folded = True
    return to_answer, handed_in


def _periods(years: list[Assessment], departments: frozenset[int]) -> Section:
    """Periods of a department's recurring items that are over and empty, the most urgent first."""
    answers = list(still_asked(queries.of_departments(years, departments)))
    slots = slots_by_answer(answers)
    pairs = [(answer, slot) for answer in answers for slot in slots[answer.pk] if slot.is_wanted]
    pairs.sort(key=lambda pair: pair[1].due_on or datetime.date.max)
    return Section(
        _("Months to hand in"),
        _("Add the document of each month, or state that there was nothing."),
        [_period_task(answer, slot) for answer, slot in pairs[:SHOWN]],
        max(0, len(pairs) - SHOWN),
    )


def _period_task(answer: Submission, slot: Slot) -> Task:
    return Task(
        url=f"{year_url(answer.assessment)}{answer.item.code}/?period={slot.key}#slot-{slot.key}",
        code=answer.item.code,
        title=f"{slot.period.name}: {answer.item.title}",
        year=str(answer.assessment),
        status=slot.state,
        status_label=str(slot.state.label),
        due_on=slot.due_on,
        late=slot.state == SlotState.LATE,
    )


def _missing_periods(rows: _Rows, years: list[Assessment]) -> Section:
    """For a coordinator one line a year: how many periods are late, with the way to the grid that names them."""
    preparing = [year for year in years if year.stage == Stage.PREPARING]
    answers = list(still_asked(Submission.objects.filter(assessment__in=preparing)))
    slots = slots_by_answer(answers)
    late = Counter(answer.assessment_id for answer in answers for slot in slots[answer.pk] if slot.state == SlotState.LATE)
    tasks = []
    for year in preparing:
        if n := late[year.pk]:
            title = ngettext("%(n)s month of a recurring item is missing", "%(n)s months of recurring items are missing", n)
            url = reverse("submissions:months", args=[year.agency.slug, year.edition.code])
            tasks.append(replace(rows.year_task(year, title % {"n": n}), url=url))
    return Section(_("Missing months"), _("See which they are, and remind the departments."), tasks)


def _to_coordinate(rows: _Rows, years: list[Assessment]) -> list[Section]:
    preparing = [year for year in years if year.stage == Stage.PREPARING]
    clarifying = [year for year in years if year.stage == Stage.CLARIFYING]
    found = []
    if preparing:
        advice = _("Look through each answer, then accept it or return it with a comment.")
        found.append(_section(_("Accept or return"), advice, rows, _items(preparing, status=Status.SUBMITTED)))
    if clarifying:
        advice = _("These items lost points. Contest a score only where the sealed evidence shows otherwise.")
        found.append(_section(_("Consider contesting"), advice, rows, _items(clarifying, status=Status.SCORED, score__lt=100)))
    return found


def _to_begin(years: list[Assessment]) -> Section:
    """Editions that were published for a year which the agency has not opened yet."""
    text = _("Fiscal year %(year)s is open: begin it from %(before)s")
    tasks = [
        Task(
            url=reverse("submissions:begin", args=[one.agency.slug, one.edition.code]),
            code="",
            title=text % {"year": one.edition.fiscal_year, "before": one.before.edition.fiscal_year},
            year=str(one.agency),
            status="draft",
            status_label=_("not opened"),
        )
        for one in waiting_to_begin(years)
    ]
    advice = _("Departments, leads and last year's scores are proposed item by item; you approve them.")
    return Section(_("Begin a new year"), advice, tasks)


def _to_assess(rows: _Rows, user: User, years: list[Assessment]) -> list[Section]:
    assessing = [year for year in years if year.stage == Stage.ASSESSING]
    clarifying = [year for year in years if year.stage == Stage.CLARIFYING]
    found = []
    if assessing:
        decided = Review.objects.filter(assessor=user, decided_at__isnull=False).values("submission")
        waiting = _items(assessing, status=Status.ACCEPTED).exclude(pk__in=decided)
        found.append(_section(_("To score"), _("Judge each component against the evidence and record the score."), rows, waiting))
    if clarifying:
        contested = _items(clarifying, status=Status.CONTESTED).filter(
            Q(assessment__assessors__user=user, assessment__assessors__lead=True)
        )
        found.append(
            _section(_("Decide"), _("The agency contests these scores. Read its explanation and decide."), rows, contested)
        )
    return found


def _to_endorse(rows: _Rows, years: list[Assessment], tallies: dict) -> list[Section]:
    """What the executive can endorse now, and what is on its way there."""
    ready = [year for year in years if tallies.get(year.pk) and set(tallies[year.pk]) == {Status.ACCEPTED}]
    now = Section(
        _("Endorse"),
        _("Every item is accepted. Your endorsement seals the evidence for the assessors."),
        [rows.year_task(year, _("Read the overview and endorse the year")) for year in ready],
    )
    coming = Section(
        _("To endorse later"),
        _("You are asked to endorse a year when every item of it is accepted. Look at any time how far it is."),
        [rows.year_task(year, _still_open(tallies.get(year.pk, {}))) for year in years if year not in ready],
        coming=True,
    )
    return [now, coming]


def _still_open(tally) -> str:
    left = sum(tally.values()) - tally.get(Status.ACCEPTED, 0)
    return ngettext("%(n)s item is not accepted yet.", "%(n)s items are not accepted yet.", left) % {"n": left}


def _to_move(rows: _Rows, years: list[Assessment]) -> Section:
    titles = {
        Stage.ENDORSED: _("Open the assessment"),
        Stage.ASSESSING: _("Open clarification when every item is scored"),
        Stage.CLARIFYING: _("Confirm when no score is contested"),
        Stage.CONFIRMED: _("Publish the result"),
    }
    tasks = [rows.year_task(year, titles[Stage(year.stage)]) for year in years if year.stage in titles]
    return Section(_("Move the year on"), _("These agencies wait for the next step of the calendar."), tasks)


def _card(year: Assessment, tally, due: datetime.date | None) -> YearCard:
    total = sum(tally.values())
    done = total if year.stage == Stage.PUBLISHED else tally.get(Status.ACCEPTED, 0) + tally.get(Status.SCORED, 0)
    return YearCard(year, year_url(year), done, total, due if year.stage == Stage.PREPARING else None)

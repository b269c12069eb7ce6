"""The matrix as it is written: a cell for every item and department, what is wrong with it, and who carries how much."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Department, User
from accounts.queries import departments_of, staff_without_department
from assignments.cells import NONE, Change, Saved
from assignments.enums import Part
from assignments.gaps import DepartmentFacts, Gap, ItemFacts, gaps_of
from assignments.models import Assessment, Assignment
from assignments.policy import may_assign
from assignments.queries import Responsible, answers_window, responsible_by_item, seat_of, staff_by_department
from criteria.enums import PeriodRule
from criteria.models import Item
from criteria.queries import dependencies_of
from ita_portal.lib.verdict import Verdict
from records.templatetags.thai import date_be
from submissions import queries
from submissions.models import Submission
from submissions.workflow import OPEN_TO_EDIT


@dataclass(frozen=True)
class CellRow:
    item: Item
    cells: list[SafeString]


@dataclass
class CellsPage:
    assessment: Assessment
    can: Verdict
    departments: list[Department]
    rows: list[CellRow]
    seen: str
    gaps: list[Gap]
    rules: list[tuple[str, str]]  # value and words of “all of 9.3” and the like
    conflicts: list[dict] = field(default_factory=list)
    saved: int = 0
    refusal: str = ""


def labels() -> list[tuple[str, str]]:
    return [(NONE, "—"), (Part.SUPPORT.value, str(Part.SUPPORT.label)), (Part.LEAD.value, str(Part.LEAD.label))]


def changes_in(data: QueryDict) -> list[Change]:
    """The cells that were sent as another part than they were seen in. What is no cell is passed over."""
    seen = dict(_pairs(data.get("seen", "")))
    found = []
    for name in data:
        place = _place(name)
        if place and data[name] != seen.get(place, NONE):
            found.append(Change(*place, seen.get(place, NONE), data.get(name, NONE)))
    return found


def _place(name: str) -> tuple[int, int] | None:
    parts = name.split(".")
    if len(parts) == 3 and parts[0] == "cell" and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts[1:]):
        return int(parts[1]), int(parts[2])
    return None


def _pairs(text: str) -> list[tuple[tuple[int, int], str]]:
    lines = (line.partition("=") for line in text.split())
    return [(place, part) for name, _equals, part in lines if (place := _place(name))]


def cells_page(assessment: Assessment, user: User, saved: Saved | None = None, typed: list[Change] | None = None) -> CellsPage:
    """As it stands now; over it lies what was wanted and is not saved: cells in conflict, or all after a refusal."""
    submissions = list(queries.submissions_of(assessment))
    responsible = responsible_by_item(assessment)
    departments = departments_of(assessment.agency)
    over = {(c.item, c.department): c.wanted for c in typed or []}
    over |= {(one.change.item, one.change.department): one.change.wanted for one in (saved.conflicts if saved else [])}
    page = CellsPage(
        assessment=assessment,
        can=may_assign(seat_of(user, assessment), assessment),
        departments=departments,
        rows=[_row(s.item, departments, responsible.get(s.item_id, Responsible()), over) for s in submissions],
        seen="\n".join(f"cell.{row.item_id}.{row.department_id}={row.part}" for one in responsible.values() for row in one.rows),
        gaps=gaps_of_year(assessment, submissions, responsible, departments),
        rules=_rules(submissions),
        saved=len(saved.changed) if saved else 0,
    )
    page.conflicts = _conflicts(saved, submissions, departments) if saved else []
    return page


def _row(item: Item, departments: list[Department], who: Responsible, over: dict[tuple[int, int], str]) -> CellRow:
    stands = {row.department_id: row for row in who.rows}
    return CellRow(item, [_cell(item, one, stands.get(one.pk), over.get((item.pk, one.pk))) for one in departments])


def _cell(item: Item, department: Department, row: Assignment | None, wanted: str | None) -> SafeString:
    part = row.part if row else NONE
    chosen = part if wanted is None else wanted
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if value == chosen else "", label) for value, label in labels()),
    )
    due = format_html('<br><span class="small muted">{}</span>', date_be(row.due_on, "short")) if row and row.due_on else ""
    return format_html(
        '<td data-label="{}"><select name="cell.{}.{}" data-seen="{}" aria-label="{} {}">{}</select>{}</td>',
        department.name,
        item.pk,
        department.pk,
        part,
        item.code,
        department.name,
        options,
        due,
    )


def _conflicts(saved: Saved, submissions: list[Submission], departments: list[Department]) -> list[dict]:
    codes = {s.item_id: s.item.code for s in submissions}
    names, words = {d.pk: d.name for d in departments}, dict(labels())
    return [
        {
            "code": codes[one.change.item],
            "department": names[one.change.department],
            "now": words[one.now],
            "yours": words[one.change.wanted],
        }
        for one in saved.conflicts
    ]


def _rules(submissions: list[Submission]) -> list[tuple[str, str]]:
    found = {"nobody": _("every item that nobody answers for")}
    for one in submissions:
        found[f"sub:{one.item.sub.number}"] = f"{one.item.sub.number} {one.item.sub.title}"
    for one in submissions:
        found[f"heading:{one.item.heading_id}"] = f"{one.item.sub.number} · {one.item.heading.title}"
    year = submissions[0].assessment.edition.fiscal_year if submissions else 0
    for rule in PeriodRule:
        if any(one.item.period_rule == rule for one in submissions):
            found[f"period:{rule}"] = str(rule.label) % {"year": year, "previous": year - 1}
    return list(found.items())


def gaps_of_year(
    assessment: Assessment, submissions: list[Submission], responsible: dict[int, Responsible], departments: list[Department]
) -> list[Gap]:
    people = staff_by_department(assessment.agency_id)
    bases = dependencies_of(assessment.edition)
    items = [_facts(s, responsible.get(s.item_id, Responsible()), bases.get(s.item_id, ())) for s in submissions]
    facts = [DepartmentFacts(one.pk, one.name, len(people.get(one.pk, ()))) for one in departments]
    lost = [str(person) for person in staff_without_department(assessment.agency)]
    return gaps_of(items, facts, closes=answers_window(assessment)[1], without_department=lost)


def _facts(submission: Submission, who: Responsible, bases: tuple[str, ...]) -> ItemFacts:
    return ItemFacts(
        code=submission.item.code,
        lead=who.lead.pk if who.lead else None,
        supporting=frozenset(department.pk for department in who.supporting),
        everyone=who.everyone,
        due_on=who.due_on,
        depends_on=bases,
    )


# --- who carries how much


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

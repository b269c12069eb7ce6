"""The matrix as it is written: a cell for every item and department, the day of each item, and what is wrong with them."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Department, User
from accounts.queries import departments_of, staff_without_department
from assignments.cells import NONE, Change, Conflict, NewDay, NewLead, Saved
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
from submissions.forms import DaysForm
from submissions.models import Submission
from submissions.pages.days import DayColumn, common_day


@dataclass(frozen=True)
class CellRow:
    item: Item
    cells: list[SafeString]
    day: SafeString  # the day of the whole item: shown, and folded below it the fields that change it


@dataclass(frozen=True)
class Shown:
    """A conflict in words: what it is about, and both values."""

    code: str
    about: str
    now: str
    yours: str


@dataclass
class CellsPage:
    assessment: Assessment
    can: Verdict
    departments: list[Department]
    rows: list[CellRow]
    seen: str
    gaps: list[Gap]
    rules: list[tuple[str, str]]  # value and words of “all of 9.3” and the like
    conflicts: list[Shown] = field(default_factory=list)
    saved: int = 0
    refusal: str = ""
    faults: list[str] = field(default_factory=list)  # codes of items whose day cannot be read


def labels() -> list[tuple[str, str]]:
    return [(NONE, "—"), (Part.SUPPORT.value, str(Part.SUPPORT.label)), (Part.LEAD.value, str(Part.LEAD.label))]


@dataclass
class Typed:
    """What was sent: cells and days that differ from what was seen. What is neither is passed over."""

    changes: list[Change]
    leads: dict[int, int]  # item → who led it
    form: DaysForm
    days: list[NewDay] = field(default_factory=list)

    def over(self) -> dict[tuple[int, int], str]:
        return {one.place: one.wanted for one in self.changes}


def typed_in(data: QueryDict) -> Typed:
    """Days are read where the form is valid."""
    parts = dict(_pairs(data.get("seen", ""), "cell"))
    changes = [
        Change(*place, parts.get(place, NONE), str(data[name]))
        for name in data
        if (place := _place(name, "cell")) and data[name] != parts.get(place, NONE)
    ]
    leads = {item: department for (item, department), part in parts.items() if part == Part.LEAD}
    typed = Typed(changes, leads, DaysForm(data))
    days = {place: day for place, text in _pairs(data.get("seen", ""), "due") if (day := _day(text))}
    seen: dict[int, dict[int, datetime.date | None]] = defaultdict(dict)
    for item, department in parts:
        seen[item][department] = days.get((item, department))
    if typed.form.is_valid():
        wanted = typed.form.days().items()
        typed.days = [NewDay(item, seen[item], day) for item, day in wanted if day != common_day(seen[item].values())]
    return typed


def _place(name: str, kind: str) -> tuple[int, int] | None:
    parts = name.split(".")
    if len(parts) == 3 and parts[0] == kind and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts[1:]):
        return int(parts[1]), int(parts[2])
    return None


def _pairs(text: str, kind: str) -> list[tuple[tuple[int, int], str]]:
    lines = (line.partition("=") for line in text.split())
    return [(place, value) for name, _equals, value in lines if (place := _place(name, kind))]


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def cells_page(assessment: Assessment, user: User, saved: Saved | None = None, typed: Typed | None = None) -> CellsPage:
    """As it stands now; over it lies what was wanted and is not saved: what is in conflict, or all after a refusal."""
    submissions = list(queries.submissions_of(assessment))
    responsible = responsible_by_item(assessment)
    departments = departments_of(assessment.agency)
    conflicts = saved.conflicts if saved else []
    over = over_of(conflicts) if saved else typed.over() if typed else {}
    days = DayColumn(
        typed.form if typed and not saved else None,
        {one.change.item: one.change.wanted for one in conflicts if isinstance(one.change, NewDay)},
    )
    page = CellsPage(
        assessment=assessment,
        can=may_assign(seat_of(user, assessment), assessment),
        departments=departments,
        rows=[_row(s.item, departments, responsible.get(s.item_id, Responsible()), over, days) for s in submissions],
        seen="\n".join(_seen(row) for one in responsible.values() for row in one.rows),
        gaps=gaps_of_year(assessment, submissions, responsible, departments),
        rules=_rules(submissions),
        saved=saved.count if saved else 0,
        faults=[s.item.code for s in submissions if days.errors(s.item_id)],
    )
    codes, names = {s.item_id: s.item.code for s in submissions}, {d.pk: d.name for d in departments}
    page.conflicts = [_shown(one, codes, names) for one in conflicts]
    return page


def _seen(row: Assignment) -> str:
    place = f"{row.item_id}.{row.department_id}"
    return f"cell.{place}={row.part}" + (f"\ndue.{place}={row.due_on.isoformat()}" if row.due_on else "")


def over_of(conflicts: list[Conflict]) -> dict[tuple[int, int], str]:
    """What was wanted of the cells in conflict; whoever leads now supports there, as an item has one lead."""
    over: dict[tuple[int, int], str] = {}
    for one in conflicts:
        if isinstance(one.change, NewLead):
            if isinstance(one.now, int) and one.change.wanted:
                over[one.change.item, one.now] = Part.SUPPORT.value
            over |= {cell.place: cell.wanted for cell in one.change.cells}
        elif isinstance(one.change, Change):
            over |= {cell.place: cell.wanted for cell in (one.change, *one.with_it)}
    return over


def _row(
    item: Item, departments: list[Department], who: Responsible, over: dict[tuple[int, int], str], days: DayColumn
) -> CellRow:
    stands = {row.department_id: row for row in who.rows}
    common = common_day(row.due_on for row in who.rows)
    cells = [_cell(item, one, stands.get(one.pk), over.get((item.pk, one.pk)), common) for one in departments]
    return CellRow(item, cells, days.cell(item, who, common))


def _cell(
    item: Item, department: Department, row: Assignment | None, wanted: str | None, common: datetime.date | None
) -> SafeString:
    """A day stands in the cell only where it is not that of the whole item."""
    part = row.part if row else NONE
    chosen = part if wanted is None else wanted
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if value == chosen else "", label) for value, label in labels()),
    )
    own = row.due_on if row and row.due_on != common else None
    due = format_html('<br><span class="small muted">{}</span>', date_be(own, "short")) if own else ""
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


def _shown(one: Conflict, codes: dict[int, str], names: dict[int, str]) -> Shown:
    change, words = one.change, dict(labels())
    if isinstance(change, NewLead):
        now = names.get(one.now, "—") if isinstance(one.now, int) else "—"
        return Shown(codes[change.item], str(Part.LEAD.label), now, names.get(change.wanted or 0, "—"))
    if isinstance(change, NewDay):
        days = one.now if isinstance(one.now, tuple) else ()
        now = ", ".join(dict.fromkeys(date_be(day, "short") or "—" for day in days))
        return Shown(codes[change.item], _("due day"), now, date_be(change.wanted, "short") or "—")
    return Shown(codes[change.item], names[change.department], words[str(one.now)], words[change.wanted])


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

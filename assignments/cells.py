"""The matrix as it is saved: cell by cell, each with the state in which it was seen, in a handful of queries however many they are."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Department, User
from accounts.queries import departments_of
from assignments import policy
from assignments.actions import AFTER_ASSIGNING
from assignments.enums import Part
from assignments.models import Assessment, Assignment
from assignments.queries import seat_of
from criteria.models import Item
from ita_portal.lib.verdict import Verdict
from records.actions import record

NONE = ""  # the department has no part in the item
PARTS = (NONE, Part.SUPPORT.value, Part.LEAD.value)


@dataclass(frozen=True)
class Change:
    """What one cell shall be, and what it was when the person looked."""

    item: int
    department: int
    seen: str
    wanted: str


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed the cell in the meantime; it was left as they made it."""

    change: Change
    now: str


@dataclass
class Saved:
    """What became of the changes: those in `conflicts` were left alone, all others stand as they were wanted."""

    changed: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    demoted: list[tuple[int, int]] = field(default_factory=list)  # (item, department): led before, supports now


@transaction.atomic
def save_cells(assessment: Assessment, changes: Iterable[Change], *, by: User) -> Saved:
    """Write the changed cells. Rows that stay keep their due day, sub-units and the document's words.

    A cell that is no longer as it was seen is left alone and comes back as a conflict, unless it already is what was wanted.
    Giving an item a new lead makes the one before a supporter. Raises PermissionDenied with a sentence where an item would
    have two leads, or where a cell names what is not of this year and agency.
    """
    policy.may_assign(seat_of(by, assessment), assessment).require()
    wanted = list(changes)
    Assessment.objects.select_for_update().get(pk=assessment.pk)  # two who save at once come one after the other
    items = {item.pk: item for item in Item.objects.filter(edition=assessment.edition_id)}
    departments = {department.pk: department for department in departments_of(assessment.agency)}
    _refuse_unknown(wanted, items, departments)
    rows = {(row.item_id, row.department_id): row for row in Assignment.objects.filter(assessment=assessment)}
    saved = _sort(wanted, rows)
    _refuse_two_leads(saved.changed, items)
    saved.demoted = _demoted(saved.changed, rows)
    _write(assessment, saved, rows)
    if saved.changed:
        _tell(assessment, saved, rows, items, departments, by)
    return saved


def _refuse_unknown(changes: list[Change], items: dict[int, Item], departments: dict[int, Department]) -> None:
    for change in changes:
        if change.item not in items or change.department not in departments or change.wanted not in PARTS:
            Verdict(_("The matrix is out of date: an item or a department was changed. Load it again.")).require()


def _sort(changes: list[Change], rows: dict[tuple[int, int], Assignment]) -> Saved:
    saved = Saved()
    for change in changes:
        row = rows.get((change.item, change.department))
        now = row.part if row else NONE
        if now == change.wanted:
            continue
        if now != change.seen:
            saved.conflicts.append(Conflict(change, now))
        else:
            saved.changed.append(change)
    return saved


def _refuse_two_leads(changes: list[Change], items: dict[int, Item]) -> None:
    leads: dict[int, int] = defaultdict(int)
    for change in changes:
        leads[change.item] += change.wanted == Part.LEAD
    codes = [items[pk].code for pk, count in leads.items() if count > 1]
    if codes:
        text = _("Only one department can lead an item; two were chosen for: %(codes)s. Make one of them a supporter.")
        Verdict(text % {"codes": ", ".join(codes)}).require()


def _demoted(changes: list[Change], rows: dict[tuple[int, int], Assignment]) -> list[tuple[int, int]]:
    """Departments that lead an item to which another lead is given, and about which nothing was said."""
    new = {change.item: change.department for change in changes if change.wanted == Part.LEAD}
    said = {(change.item, change.department) for change in changes}
    return [
        place
        for place, row in rows.items()
        if row.part == Part.LEAD and new.get(place[0], place[1]) != place[1] and place not in said
    ]


def _write(assessment: Assessment, saved: Saved, rows: dict[tuple[int, int], Assignment]) -> None:
    """First who no longer leads, then who does: an item has one lead at every moment."""
    by_part: dict[str, list[tuple[int, int]]] = {part: [] for part in PARTS}
    for change in saved.changed:
        by_part[change.wanted].append((change.item, change.department))

    def ids(places: list[tuple[int, int]]) -> list[int]:
        return [rows[place].pk for place in places if place in rows]

    mine = Assignment.objects.filter(assessment=assessment)
    if gone := ids(by_part[NONE]):
        mine.filter(pk__in=gone).delete()
    if supporting := ids(by_part[Part.SUPPORT] + saved.demoted):
        mine.filter(pk__in=supporting).update(part=Part.SUPPORT)
    if leading := ids(by_part[Part.LEAD]):
        mine.filter(pk__in=leading).update(part=Part.LEAD)
    everyone = {place[0] for place, row in rows.items() if row.everyone}
    new = [(place, part) for part in (Part.SUPPORT, Part.LEAD) for place in by_part[part] if place not in rows]
    Assignment.objects.bulk_create(
        Assignment(assessment=assessment, item_id=item, department_id=department, part=part, everyone=item in everyone)
        for (item, department), part in new
    )


def _tell(
    assessment: Assessment,
    saved: Saved,
    rows: dict[tuple[int, int], Assignment],
    items: dict[int, Item],
    departments: dict[int, Department],
    by: User,
) -> None:
    cells = [[items[c.item].code, departments[c.department].key, c.seen, c.wanted] for c in saved.changed]
    cells += [
        [items[i].code, departments[d].key, Part.LEAD.value, Part.SUPPORT.value] for i, d in saved.demoted if d in departments
    ]
    record("save_cells", target=assessment, by=by, scope=assessment.scope, cells=cells)
    given: dict[Item, list[Department]] = defaultdict(list)
    for change in saved.changed:
        if change.wanted and (change.item, change.department) not in rows:
            given[items[change.item]].append(departments[change.department])
    dues: dict[int, datetime.date] = {}
    for row in rows.values():
        if row.due_on:
            dues[row.item_id] = min(row.due_on, dues.get(row.item_id, row.due_on))
    for tell in AFTER_ASSIGNING:
        tell(assessment, given, by=by, dues=dues)

"""The matrix as it is saved: cell by cell and day by day, each with the state in which it was seen, in a handful of queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import router, transaction
from django.db.models.deletion import Collector
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
FEW_DAYS = 1  # a statement each; one for all with a case for each row takes twenty times the CPU

Place = tuple[int, int]  # item, department


@dataclass(frozen=True)
class Change:
    """What one cell shall be, and what it was when the person looked."""

    item: int
    department: int
    seen: str
    wanted: str

    @property
    def place(self) -> Place:
        return self.item, self.department


@dataclass(frozen=True)
class NewLead:
    """The cells by which the lead of an item moves: one decision, kept or left as a whole."""

    item: int
    cells: tuple[Change, ...]

    @property
    def wanted(self) -> int | None:
        """The department that shall lead; None where the lead is only taken away."""
        return next((one.department for one in self.cells if one.wanted == Part.LEAD), None)


@dataclass(frozen=True)
class NewDay:
    """The day on which departments shall hand in their part of an item (None: the year's last day counts).

    `seen`: each department that is meant, with its day when the person looked.
    """

    item: int
    seen: Mapping[int, datetime.date | None]
    wanted: datetime.date | None


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed it in the meantime; it was left as they made it.

    `now` is the part of a cell, the department that leads, or the days of an item.
    `with_it` are cells that belong to the same decision and were left, too.
    """

    change: Change | NewLead | NewDay
    now: str | int | None | tuple[datetime.date | None, ...]
    with_it: tuple[Change, ...] = ()


@dataclass
class Saved:
    """What became of the changes: those in `conflicts` were left alone, all others stand as they were wanted."""

    changed: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    demoted: list[Place] = field(default_factory=list)  # led before, supports now
    days: list[tuple[Place, datetime.date | None, datetime.date | None]] = field(default_factory=list)  # before, now

    @property
    def count(self) -> int:
        """How many cells and how many items' days."""
        return len(self.changed) + len({place[0] for place, _before, _now in self.days})


@transaction.atomic
def save_cells(
    assessment: Assessment,
    changes: Iterable[Change],
    *,
    leads: Mapping[int, int] | None = None,
    days: Iterable[NewDay] = (),
    by: User,
) -> Saved:
    """Write the changed cells and days. Rows that stay keep their sub-units, the document's words, and a day that nobody changed.

    `leads`: item → the department that led it when the person looked, of all items that had one.
    What is no longer as it was seen is left alone and comes back as a conflict, unless it already is what was wanted.
    Giving an item a new lead makes the one before a supporter. Raises PermissionDenied with a sentence where an item would
    have two leads, where a day is set for an item that nobody answers for, or where a cell names what is not of this year.
    """
    policy.may_assign(seat_of(by, assessment), assessment).require()
    wanted, wanted_days = list(changes), list(days)
    Assessment.objects.select_for_update().get(pk=assessment.pk)  # two who save at once come one after the other
    items = {item.pk: item for item in Item.objects.filter(edition=assessment.edition_id)}
    departments = {department.pk: department for department in departments_of(assessment.agency)}
    _refuse_unknown(wanted, wanted_days, items, departments)
    _refuse_two_leads(wanted, items)
    rows = {(row.item_id, row.department_id): row for row in Assignment.objects.filter(assessment=assessment)}
    saved = _sort(wanted, rows, leads)
    saved.demoted = _demoted(saved.changed, rows)
    kept, new, gone = _rows_after(assessment, saved, rows)
    before = {place: row.due_on for place, row in rows.items()}
    _set_days(saved, wanted_days, before, kept, new, items)
    _write(assessment, saved, kept, new, [rows[place] for place in gone])
    if saved.changed or saved.days:
        _tell(assessment, saved, {**kept, **new}, set(new), items, departments, by)
    return saved


def _refuse_unknown(
    changes: list[Change], days: list[NewDay], items: dict[int, Item], departments: dict[int, Department]
) -> None:
    known = all(one.item in items and one.department in departments and one.wanted in PARTS for one in changes)
    if not known or not all(day.item in items for day in days):
        Verdict(_("The matrix is out of date: an item or a department was changed. Load it again.")).require()


def _refuse_two_leads(changes: list[Change], items: dict[int, Item]) -> None:
    leads: dict[int, int] = defaultdict(int)
    for change in changes:
        leads[change.item] += change.wanted == Part.LEAD
    codes = [items[pk].code for pk, count in leads.items() if count > 1]
    if codes:
        text = _("Only one department can lead an item; two were chosen for: %(codes)s. Make one of them a supporter.")
        Verdict(text % {"codes": ", ".join(codes)}).require()


# --- what is still as it was seen


def _sort(changes: list[Change], rows: dict[Place, Assignment], leads: Mapping[int, int] | None) -> Saved:
    saved, moves = Saved(), defaultdict(list)
    for change in changes:
        if Part.LEAD in (change.seen, change.wanted):
            moves[change.item].append(change)
        elif (now := _part(rows, change)) == change.wanted:
            continue
        elif now != change.seen:
            saved.conflicts.append(Conflict(change, now))
        else:
            saved.changed.append(change)
    now_leads = {item: department for (item, department), row in rows.items() if row.part == Part.LEAD}
    for item, cells in moves.items():
        _sort_lead(NewLead(item, tuple(cells)), saved, rows, now_leads.get(item), leads)
    return saved


def _part(rows: dict[Place, Assignment], change: Change) -> str:
    return rows[change.place].part if change.place in rows else NONE


def _sort_lead(
    move: NewLead, saved: Saved, rows: dict[Place, Assignment], now: int | None, leads: Mapping[int, int] | None
) -> None:
    """The lead moves as a whole or not at all; half of it would leave an item without a lead, or take one from somebody unseen."""
    open_cells = [cell for cell in move.cells if _part(rows, cell) != cell.wanted]
    stale = [cell for cell in open_cells if _part(rows, cell) != cell.seen]
    seen = next((cell.department for cell in move.cells if cell.seen == Part.LEAD), None)
    if seen is None and leads is not None:
        seen = leads.get(move.item)
    knew = leads is not None or seen is not None
    if open_cells and knew and now not in (seen, move.wanted):
        saved.conflicts.append(Conflict(move, now))
    elif stale:
        first = min(stale, key=lambda cell: cell.wanted != Part.LEAD)
        others = tuple(cell for cell in open_cells if cell != first)
        saved.conflicts.append(Conflict(first, _part(rows, first), others))
    else:
        saved.changed += open_cells


def _demoted(changes: list[Change], rows: dict[Place, Assignment]) -> list[Place]:
    """Departments that lead an item to which another lead is given, and about which nothing was said."""
    new = {change.item: change.department for change in changes if change.wanted == Part.LEAD}
    said = {change.place for change in changes}
    return [
        place
        for place, row in rows.items()
        if row.part == Part.LEAD and new.get(place[0], place[1]) != place[1] and place not in said
    ]


# --- what stands afterwards

Rows = dict[Place, Assignment]


def _rows_after(assessment: Assessment, saved: Saved, rows: Rows) -> tuple[Rows, Rows, list[Place]]:
    """Rows that stay, with their new part; rows that are new, with the day of their item; places that are given up."""
    parts = {change.place: change.wanted for change in saved.changed} | dict.fromkeys(saved.demoted, Part.SUPPORT.value)
    gone = [place for place, part in parts.items() if part == NONE]
    kept = {place: row for place, row in rows.items() if parts.get(place) != NONE}
    everyone = {place[0] for place, row in rows.items() if row.everyone}
    earliest = _earliest(rows.values())
    new: Rows = {}
    for place, part in parts.items():
        if part != NONE and place not in kept:
            item, department = place
            about = {"everyone": item in everyone, "due_on": earliest.get(item)}
            new[place] = Assignment(assessment=assessment, item_id=item, department_id=department, part=part, **about)
    for place, row in kept.items():
        row.part = parts.get(place, row.part)
    return kept, new, gone


def _earliest(rows: Iterable[Assignment]) -> dict[int, datetime.date]:
    found: dict[int, datetime.date] = {}
    for row in rows:
        if row.due_on:
            found[row.item_id] = min(row.due_on, found.get(row.item_id, row.due_on))
    return found


def _set_days(
    saved: Saved, days: list[NewDay], before: Mapping[Place, datetime.date | None], kept: Rows, new: Rows, items: dict[int, Item]
) -> None:
    free = []
    for day in days:
        fresh = [(place, row) for place, row in new.items() if place[0] == day.item]
        mine = [(place, kept[place]) for one in day.seen if (place := (day.item, one)) in kept]
        if not mine and not fresh and day.wanted:
            free.append(items[day.item].code)
        now = [row.due_on for _place, row in mine]
        if any(row.due_on not in (day.seen[place[1]], day.wanted) for place, row in mine):
            saved.conflicts.append(Conflict(day, tuple(now)))
            continue
        for place, row in mine + fresh:
            if row.due_on != day.wanted:
                row.due_on = day.wanted
                saved.days.append((place, before.get(place), day.wanted))
    if free:
        text = _("Nobody answers for these items, so they cannot have a day: %(codes)s. Give them to a department first.")
        Verdict(text % {"codes": ", ".join(free)}).require()


def _write(assessment: Assessment, saved: Saved, kept: Rows, new: Rows, gone: list[Assignment]) -> None:
    """First who no longer leads, then who does: an item has one lead at every moment."""
    collector = Collector(using=router.db_for_write(Assignment))  # the rows are at hand; a queryset would read them again
    collector.collect(gone)
    collector.delete()
    mine = Assignment.objects.filter(assessment=assessment)
    parted = {kept[place].pk for place in [*(change.place for change in saved.changed), *saved.demoted] if place in kept}
    for part in (Part.SUPPORT, Part.LEAD):
        if pks := [row.pk for row in kept.values() if row.part == part and row.pk in parted]:
            mine.filter(pk__in=pks).update(part=part)
    dated: dict[datetime.date | None, list[Assignment]] = defaultdict(list)
    for place, _before, day in saved.days:
        if place in kept:
            dated[day].append(kept[place])
    if len(dated) <= FEW_DAYS:
        for day, rows in dated.items():
            mine.filter(pk__in=[row.pk for row in rows]).update(due_on=day)
    else:
        mine.bulk_update([row for rows in dated.values() for row in rows], ["due_on"])
    Assignment.objects.bulk_create(sorted(new.values(), key=lambda row: row.part == Part.LEAD))


def _tell(
    assessment: Assessment,
    saved: Saved,
    rows: Rows,
    new: set[Place],
    items: dict[int, Item],
    departments: dict[int, Department],
    by: User,
) -> None:
    cells = [[items[c.item].code, departments[c.department].key, c.seen, c.wanted] for c in saved.changed]
    cells += [
        [items[i].code, departments[d].key, Part.LEAD.value, Part.SUPPORT.value] for i, d in saved.demoted if d in departments
    ]
    about: dict[str, Any] = {"cells": cells}
    if saved.days:
        about["days"] = [[items[i].code, _key(d, departments), _iso(was), _iso(now)] for (i, d), was, now in saved.days]
    record("save_cells", target=assessment, by=by, scope=assessment.scope, **about)
    given: dict[Item, list[Department]] = defaultdict(list)
    for item, department in sorted(new):
        given[items[item]].append(departments[department])
    for tell in AFTER_ASSIGNING:
        tell(assessment, given, by=by, dues=_earliest(rows.values()))


def _key(department: int, departments: dict[int, Department]) -> str:
    """A department that was closed in the meantime is named by its number."""
    return departments[department].key if department in departments else str(department)


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""

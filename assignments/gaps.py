"""What is wrong with who answers for what: gaps and conflicts, as plain rules over plain values. No database."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_LED = 50  # percent of all items; a department that leads more carries the year alone


@dataclass(frozen=True)
class ItemFacts:
    code: str
    lead: int | None = None  # department
    supporting: frozenset[int] = frozenset()
    everyone: bool = False
    due_on: datetime.date | None = None
    depends_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class DepartmentFacts:
    id: int
    name: str
    people: int  # active staff who could answer


@dataclass
class Gap:
    """One kind of fault: its sentence, whether it blocks work, and the items or names that it concerns."""

    kind: str
    text: str | Promise
    codes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    blocks: bool = False


def gaps_of(
    items: Iterable[ItemFacts],
    departments: Iterable[DepartmentFacts],
    *,
    closes: datetime.date | None = None,
    without_department: Iterable[str] = (),
) -> list[Gap]:
    """Everything to look at, what blocks work first. `closes`: the last day for answers; `without_department`: staff by name."""
    all_items, all_departments = list(items), list(departments)
    found = [
        *_unled(all_items),
        *_people(all_items, all_departments, list(without_department)),
        *_days(all_items, closes),
        *_loads(all_items, all_departments),
    ]
    return sorted(found, key=lambda gap: not gap.blocks)


def _unled(items: list[ItemFacts]) -> Iterator[Gap]:
    nobody = [item.code for item in items if item.lead is None and not item.supporting]
    unled = [item.code for item in items if item.lead is None and item.supporting and not item.everyone]
    if nobody:
        yield Gap("nobody", _("Nobody answers for these items."), nobody, blocks=True)
    if unled:
        yield Gap(
            "no_lead", _("No department leads these items, so nobody but the coordinator can hand them in."), unled, blocks=True
        )


def _people(items: list[ItemFacts], departments: list[DepartmentFacts], lost: list[str]) -> Iterator[Gap]:
    answering = {department for item in items for department in [*item.supporting, *([item.lead] if item.lead else [])]}
    empty = [one.name for one in departments if one.id in answering and not one.people]
    idle = [one.name for one in departments if one.id not in answering]
    if empty:
        yield Gap("no_people", _("These departments have items but no staff who could answer them."), names=empty, blocks=True)
    if lost:
        yield Gap("no_department", _("These members of staff belong to no department, so no item is theirs."), names=lost)
    if idle:
        yield Gap("no_items", _("These departments have no item."), names=idle)


def _days(items: list[ItemFacts], closes: datetime.date | None) -> Iterator[Gap]:
    due = {item.code: item.due_on for item in items if item.due_on}
    late = [code for code, day in due.items() if closes and day > closes]
    early = [item.code for item in items if _before_its_base(item, due)]
    if late:
        yield Gap("after_closing", _("These are due after the last day for answers."), late, blocks=True)
    if early:
        yield Gap("before_base", _("These are due before an item that they build on."), early)


def _before_its_base(item: ItemFacts, due: dict[str, datetime.date]) -> bool:
    return any(item.code in due and base in due and due[item.code] < due[base] for base in item.depends_on)


def _loads(items: list[ItemFacts], departments: list[DepartmentFacts]) -> Iterator[Gap]:
    shared = [item.code for item in items if item.everyone and item.lead is None]
    if shared:
        yield Gap("everyone_unled", _("Every department has a part in these, but none puts it together."), shared, blocks=True)
    led = [item.lead for item in items if item.lead is not None]
    heavy = [one.name for one in departments if len(departments) > 1 and led.count(one.id) * 100 > MOST_LED * len(items)]
    if heavy:
        yield Gap("heavy", _("These departments lead more than half of all items."), names=heavy)

"""Who would answer for what in a new year, by who answered for the same thing in the year before. Proposes; writes nothing."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Agency, Department
from assignments.enums import Part
from assignments.models import Assessment, Assignment
from criteria.crosswalk import Crosswalk, Pair, proposed
from criteria.enums import EditionState, JoinReason
from criteria.models import Edition, Item
from criteria.queries import plain_edition


@dataclass(frozen=True)
class Origin:
    """An item of the year before that this one continues, with who answered for it then."""

    item: Item
    pair: Pair
    rows: tuple[Assignment, ...]

    @property
    def reason(self) -> str:
        return str(JoinReason(self.pair.reason).label)

    @property
    def lead(self) -> Department | None:
        return next((row.department for row in self.rows if row.part == Part.LEAD), None)


@dataclass
class Proposal:
    """One item of the new year and who would answer for it. `doubts` are sentences that a person has to decide about."""

    item: Item
    origins: list[Origin]
    lead: Department | None = None
    support: list[Department] = field(default_factory=list)
    everyone: bool = False
    units: dict[int, list[Department]] = field(default_factory=dict)  # department id → its sub-units that were named
    due_on: datetime.date | None = None  # of the year before
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what changed by itself since

    @property
    def is_certain(self) -> bool:
        return not self.doubts

    @property
    def has_anybody(self) -> bool:
        return bool(self.lead or self.support)


def year_before(agency: Agency, edition: Edition) -> Assessment | None:
    """The agency's latest earlier year in which somebody answers for something; of the same programme if it has one."""
    somebody = Assignment.objects.filter(assessment=OuterRef("pk"))
    found = Assessment.objects.filter(Exists(somebody), agency=agency, edition__fiscal_year__lt=edition.fiscal_year)
    years = list(found.select_related("agency", "edition").order_by("-edition__fiscal_year", "edition__programme"))
    latest = [year for year in years if year.edition.fiscal_year == years[0].edition.fiscal_year]
    return next((year for year in latest if year.edition.programme == edition.programme), latest[0] if latest else None)


def crosswalk_between(old: Edition, new: Edition) -> Crosswalk:
    return proposed(plain_edition(old).items, plain_edition(new).items)


def proposals(before: Assessment, edition: Edition, walk: Crosswalk | None = None) -> list[Proposal]:
    """One for each item of the edition, in official order. `walk` spares the comparison where many agencies are asked about.

    The number of queries does not depend on how many items there are.
    """
    walk = walk or crosswalk_between(before.edition, edition)
    old = {item.code: item for item in Item.objects.filter(edition=before.edition)}
    rows = Assignment.objects.filter(assessment=before).select_related("department").prefetch_related("units")
    by_item: dict[int, list[Assignment]] = {}
    for row in rows.order_by("department__sort_key"):
        by_item.setdefault(row.item_id, []).append(row)
    departments = {one.pk: one for one in Department.objects.filter(agency=before.agency_id)}
    found = []
    for item in Item.objects.filter(edition=edition).select_related("sub"):
        pairs = [pair for pair in walk.pairs if pair.new == item.code]
        origins = [Origin(old[pair.old], pair, tuple(by_item.get(old[pair.old].pk, ()))) for pair in pairs]
        found.append(_proposal(item, origins, departments))
    return found


def _proposal(item: Item, origins: list[Origin], departments: dict[int, Department]) -> Proposal:
    found = Proposal(item, origins)
    found.doubts += _joins_in_doubt(origins)
    leads: list[Department] = []
    for origin in origins:
        for row in origin.rows:
            now = _now(row.department, departments, found)
            if now is None:
                continue
            (leads if row.part == Part.LEAD else found.support).append(now)
            found.everyone = found.everyone or row.everyone
            found.units.setdefault(now.pk, []).extend(unit for unit in row.units.all() if not unit.retired_on)
            found.due_on = min(filter(None, (found.due_on, row.due_on)), default=None)
    found.lead = leads[0] if leads else None
    found.support = [one for one in dict.fromkeys([*leads[1:], *found.support]) if one != found.lead]
    if found.everyone:
        _everyone_of_today(found, departments)
    found.units = {pk: list(dict.fromkeys(units)) for pk, units in found.units.items() if units}
    found.doubts += _people_in_doubt(found, leads)
    return found


def _now(department: Department, departments: dict[int, Department], found: Proposal) -> Department | None:
    """The department as it is today: itself, or the one that it was merged into; None when it was closed."""
    seen = set()
    now = department
    while now.retired_on and now.merged_into_id in departments and now.pk not in seen:
        seen.add(now.pk)
        now = departments[now.merged_into_id]
    if now.retired_on:
        found.notes.append(_("%(department)s was closed since.") % {"department": department})
        return None
    if now != department:
        found.notes.append(_("%(department)s is part of %(now)s now.") % {"department": department, "now": now})
    return now


def _everyone_of_today(found: Proposal, departments: dict[int, Department]) -> None:
    """An item that was given to every department is given to every department that exists today."""
    here = [one for one in departments.values() if one.parent_id is None and not one.retired_on]
    found.support = sorted((one for one in here if one != found.lead), key=lambda one: one.sort_key)


def _joins_in_doubt(origins: list[Origin]) -> Iterable[str]:
    if not origins:
        yield _("New: nothing of the year before is continued here. Choose who answers for it.")
    for origin in origins:
        if not origin.pair.certain:
            words = {"code": origin.item.code, "reason": origin.reason, "percent": origin.pair.confidence}
            yield _("Is it %(code)s? %(reason)s (%(percent)s of 100 such pairs are right).") % words


def _people_in_doubt(found: Proposal, leads: list[Department]) -> Iterable[str]:
    different = list(dict.fromkeys(leads))
    if len(different) > 1:
        names = ", ".join(f"{origin.item.code}: {origin.lead}" for origin in found.origins if origin.lead)
        yield _("Merged from items with different leads (%(names)s). Choose who leads.") % {"names": names}
    if found.origins and not found.has_anybody:
        yield _("Nobody who exists today answered for it in the year before. Choose who answers for it.")
    elif found.origins and found.lead is None and any(origin.lead for origin in found.origins):
        yield _("The department that led it was closed. Choose who leads.")


@dataclass(frozen=True)
class Waiting:
    """A published edition whose year an agency has not opened, and the year that it can be begun from."""

    agency: Agency
    edition: Edition
    before: Assessment


def waiting_to_begin(years: Iterable[Assessment]) -> list[Waiting]:
    """Published editions of the same programme that are newer than all of an agency's years. One query.

    `years`: all years of the agencies in question, with agency and edition.
    """
    latest: dict[tuple[int, str], Assessment] = {}
    for year in sorted(years, key=lambda one: one.edition.fiscal_year):
        latest[year.agency_id, year.edition.programme] = year
    newer = Edition.objects.filter(state=EditionState.PUBLISHED, programme__in={programme for _agency, programme in latest})
    editions = list(newer.order_by("fiscal_year")) if latest else []
    return [
        Waiting(before.agency, edition, before)
        for before in latest.values()
        for edition in editions
        if edition.programme == before.edition.programme and edition.fiscal_year > before.edition.fiscal_year
    ]


def to_begin(edition: Edition) -> list[Assessment]:
    """The latest earlier year of each agency that has none in this edition, in Thai order; of the same programme if it has one."""
    here = Assessment.objects.filter(edition=edition).values("agency")
    found = Assessment.objects.filter(edition__fiscal_year__lt=edition.fiscal_year).exclude(agency__in=here)
    latest: dict[int, Assessment] = {}
    for year in found.select_related("agency", "edition").order_by("agency__sort_key", "-edition__fiscal_year"):
        known = latest.setdefault(year.agency_id, year)
        same_year = known.edition.fiscal_year == year.edition.fiscal_year
        if same_year and year.edition.programme == edition.programme:
            latest[year.agency_id] = year
    return list(latest.values())

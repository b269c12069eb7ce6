"""Opening an agency's year, assigning items and assessors, moving the stage. The only writer of `Assessment.stage`."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency, Department, User
from assignments import policy
from assignments.enums import Part
from assignments.models import Assessment, AssessorAssignment, Assignment
from assignments.queries import seat_of
from assignments.workflow import STEPS
from criteria.enums import Stage
from criteria.models import Edition, Item
from criteria.policy import may_open_years
from ita_portal.lib.verdict import Verdict
from records.actions import record

# Told of what was assigned, in its transaction: function(assessment, {item: the departments new to it}, by=…)
AFTER_ASSIGNING: list[Callable[..., None]] = []


class StaleStage(Exception):
    """Somebody else moved the year in the meantime; nothing was changed."""


@transaction.atomic
def open_year(agency: Agency, edition: Edition, *, source: dict | None = None, by: User | None) -> Assessment:
    """Let an agency take part in a published edition; repeating it changes nothing."""
    standing = Assessment.objects.filter(agency=agency, edition=edition).first()
    if standing:
        return standing
    may_open_years(Edition.objects.select_for_update().get(pk=edition.pk)).require()  # held: nobody takes it back meanwhile
    assessment, created = Assessment.objects.get_or_create(agency=agency, edition=edition, defaults={"source": source or {}})
    if created:
        record("open_year", target=assessment, by=by, scope=assessment.scope)
    return assessment


@transaction.atomic
def assign(
    assessment: Assessment,
    item: Item,
    *,
    lead: Department | None,
    support: Iterable[Department] = (),
    units: Mapping[int, Iterable[Department]] | None = None,
    everyone: bool = False,
    due_on: datetime.date | None = None,
    source_text: str = "",
    by: User | None,
) -> None:
    """Give the item to these departments instead of those before. `units`: department id → the sub-units named.

    `by` None is the portal itself (an import from the agency's own document).
    """
    rows = _give(assessment, [item], lead=lead, support=support, everyone=everyone, due_on=due_on, source_text=source_text, by=by)
    for row in rows:
        row.units.set((units or {}).get(row.department_id, ()))
    record(
        "assign", target=assessment, by=by, scope=assessment.scope, item=item.code, departments=[r.department.key for r in rows]
    )


@transaction.atomic
def assign_many(
    assessment: Assessment,
    items: list[Item],
    *,
    lead: Department | None,
    support: Iterable[Department] = (),
    everyone: bool = False,
    due_on: datetime.date | None = None,
    by: User,
) -> None:
    """Give all these items to the same departments. The number of queries does not depend on how many they are."""
    rows = _give(assessment, items, lead=lead, support=support, everyone=everyone, due_on=due_on, by=by)
    keys = sorted({row.department.key for row in rows})
    record("assign", target=assessment, by=by, scope=assessment.scope, items=[item.code for item in items], departments=keys)


def _give(
    assessment: Assessment,
    items: list[Item],
    *,
    lead: Department | None,
    support: Iterable[Department],
    by: User | None,
    **about: object,
) -> list[Assignment]:
    """Put these departments in place of those before, and tell who has something new."""
    if by is not None:
        policy.may_assign(seat_of(by, assessment), assessment).require()
    wanted = [*((lead,) if lead else ()), *(department for department in support if department != lead)]
    refuse_foreign(assessment, wanted)
    before = Assignment.objects.filter(assessment=assessment, item__in=items)
    known = set(before.values_list("item_id", "department_id"))
    before.delete()
    rows = Assignment.objects.bulk_create(
        Assignment(
            assessment=assessment,
            item=item,
            department=department,
            part=Part.LEAD if department == lead else Part.SUPPORT,
            **about,
        )
        for item in items
        for department in wanted
    )
    new = {item: [one for one in wanted if (item.pk, one.pk) not in known] for item in items}
    for tell in AFTER_ASSIGNING:
        tell(assessment, new, by=by)
    return rows


@dataclass(frozen=True)
class Given:
    """Who is to answer for one item. `units`: department id → the sub-units named."""

    item: Item
    lead: Department | None
    support: list[Department]
    units: Mapping[int, Iterable[Department]]
    everyone: bool = False
    source_text: str = ""

    @property
    def departments(self) -> list[Department]:
        return [*((self.lead,) if self.lead else ()), *(one for one in self.support if one != self.lead)]


@transaction.atomic
def assign_each(assessment: Assessment, given: list[Given], *, by: User | None) -> None:
    """Give each item to its own departments instead of those before; days that were set stay. The caller has asked the policy.

    The number of queries does not depend on how many items they are.
    """
    refuse_foreign(assessment, [department for one in given for department in one.departments])
    before = Assignment.objects.filter(assessment=assessment, item__in=[one.item for one in given])
    known = {(row.item_id, row.department_id): row.due_on for row in before}
    earliest: dict[int, datetime.date] = {}
    for (item, _department), day in known.items():
        if day:
            earliest[item] = min(day, earliest.get(item, day))
    before.delete()
    rows = Assignment.objects.bulk_create(
        _row_of(assessment, one, to, known, earliest) for one in given for to in one.departments
    )
    units = {(one.item.pk, department): list(named) for one in given for department, named in one.units.items()}
    through = Assignment.units.through
    through.objects.bulk_create(
        through(assignment=row, department=unit) for row in rows for unit in units.get((row.item_id, row.department_id), ())
    )
    new = {one.item: [to for to in one.departments if (one.item.pk, to.pk) not in known] for one in given}
    for tell in AFTER_ASSIGNING:
        tell(assessment, new, by=by)
    departments = {one.item.code: [department.key for department in one.departments] for one in given}
    record("assign", target=assessment, by=by, scope=assessment.scope, items=list(departments), departments=departments)


def _row_of(assessment: Assessment, given: Given, to: Department, known: Mapping, earliest: Mapping) -> Assignment:
    return Assignment(
        assessment=assessment,
        item=given.item,
        department=to,
        part=Part.LEAD if to == given.lead else Part.SUPPORT,
        everyone=given.everyone,
        due_on=known.get((given.item.pk, to.pk)) or earliest.get(given.item.pk),
        source_text=given.source_text,
    )


def refuse_foreign(assessment: Assessment, departments: list[Department]) -> None:
    for department in departments:
        if department.agency_id != assessment.agency_id:
            Verdict(_("%(department)s belongs to another agency.") % {"department": department}).require()


@transaction.atomic
def assign_assessor(assessment: Assessment, person: User, *, lead: bool = False, by: User) -> AssessorAssignment:
    """Let a person assess this agency's year."""
    policy.may_administer(by).require()
    policy.may_assess(person, assessment.agency).require()
    row, _created = AssessorAssignment.objects.update_or_create(assessment=assessment, user=person, defaults={"lead": lead})
    record("assign_assessor", target=assessment, by=by, scope=assessment.scope, person=person.pk, lead=lead)
    return row


@transaction.atomic
def extend(assessment: Assessment, *, until: datetime.date, reason: str, by: User) -> None:
    """Keep answers open for this agency until a later day."""
    policy.may_administer(by).require()
    if not reason.strip():
        Verdict(_("Say why the time is extended; the reason is kept with the agency's year.")).require()
    assessment.extended_until, assessment.extension_reason = until, reason.strip()
    assessment.save(update_fields=["extended_until", "extension_reason"])
    record("extend", target=assessment, by=by, scope=assessment.scope, note=reason, until=until.isoformat())


def move(assessment: Assessment, verb: str, *, by: User | None, note: str = "", **changes: object) -> None:
    """Write the new stage by a conditional UPDATE and the audit row, in the caller's transaction.

    The caller has asked the policy. Raises StaleStage when the year is no longer where the caller saw it.
    """
    step = STEPS[verb]
    with transaction.atomic():
        here = Assessment.objects.filter(pk=assessment.pk, stage=assessment.stage, stage__in=step.sources)
        if not here.update(stage=step.target, **changes):
            raise StaleStage
        assessment.refresh_from_db()
        record(verb, target=assessment, by=by, scope=assessment.scope, note=note)


@transaction.atomic
def close_as_official(assessment: Assessment, *, by: User | None) -> None:
    """The official result of the year is loaded: the year is over and public, whatever was entered here before."""
    preparing = Assessment.objects.filter(pk=assessment.pk, stage=Stage.PREPARING)
    if preparing.update(stage=Stage.PUBLISHED, published_at=timezone.now()):
        assessment.refresh_from_db()
        record("close_as_official", target=assessment, by=by, scope=assessment.scope)

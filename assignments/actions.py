"""Opening an agency's year, assigning items and assessors, moving the stage. The only writer of `Assessment.stage`."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
# Told of time that was given or taken, in its transaction: function(assessment, day before or None, day or None, reason=…, by=…)
AFTER_EXTENDING: list[Callable[..., None]] = []


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


@dataclass(frozen=True)
class Given:
    """Who is to answer for one item. `units`: department id → the sub-units named."""

    item: Item
    lead: Department | None
    support: Sequence[Department] = ()
    units: Mapping[int, Iterable[Department]] = field(default_factory=dict)
    everyone: bool = False
    source_text: str = ""
    due_on: datetime.date | None = None

    @property
    def departments(self) -> list[Department]:
        return [*((self.lead,) if self.lead else ()), *(one for one in self.support if one != self.lead)]


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
    if by is not None:
        policy.may_assign(seat_of(by, assessment), assessment).require()
    one = Given(item, lead, list(support), units or {}, everyone, source_text, due_on)
    _replace(assessment, [one], by=by)
    keys = [department.key for department in one.departments]
    record("assign", target=assessment, by=by, scope=assessment.scope, item=item.code, departments=keys)


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
    policy.may_assign(seat_of(by, assessment), assessment).require()
    others = list(support)
    given = [Given(item, lead, others, everyone=everyone, due_on=due_on) for item in items]
    _replace(assessment, given, by=by)
    keys = sorted({department.key for one in given for department in one.departments})
    record("assign", target=assessment, by=by, scope=assessment.scope, items=[item.code for item in items], departments=keys)


@transaction.atomic
def assign_each(assessment: Assessment, given: list[Given], *, by: User | None) -> None:
    """Give each item to its own departments instead of those before; days that were set stay. The caller has asked the policy.

    The number of queries does not depend on how many items they are.
    """
    _replace(assessment, given, by=by, keep_days=True)
    departments = {one.item.code: [department.key for department in one.departments] for one in given}
    record("assign", target=assessment, by=by, scope=assessment.scope, items=list(departments), departments=departments)


def _replace(assessment: Assessment, given: list[Given], *, by: User | None, keep_days: bool = False) -> None:
    """Put these departments in place of those before, and tell who has something new."""
    refuse_foreign(assessment, [department for one in given for department in one.departments])
    before = Assignment.objects.filter(assessment=assessment, item__in=[one.item for one in given])
    known = {(row.item_id, row.department_id): row.due_on for row in before}
    earliest: dict[int, datetime.date] = {}
    for (item, _department), day in known.items():
        if day:
            earliest[item] = min(day, earliest.get(item, day))
    before.delete()
    if keep_days:
        add_rows(assessment, given, lambda one, to: known.get((one.item.pk, to.pk)) or earliest.get(one.item.pk))
    else:
        add_rows(assessment, given)
    new = {one.item: [to for to in one.departments if (one.item.pk, to.pk) not in known] for one in given}
    for tell in AFTER_ASSIGNING:
        tell(assessment, new, by=by)


def add_rows(
    assessment: Assessment,
    given: Iterable[Given],
    due_of: Callable[[Given, Department], datetime.date | None] = lambda one, _to: one.due_on,
) -> None:
    """The rows of these items, with the sub-units named, in two queries. The caller holds the year and has asked the policy."""
    pairs = [(one, to) for one in given for to in one.departments]
    rows = Assignment.objects.bulk_create(
        Assignment(
            assessment=assessment,
            item=one.item,
            department=to,
            part=Part.LEAD if to == one.lead else Part.SUPPORT,
            everyone=one.everyone,
            due_on=due_of(one, to),
            source_text=one.source_text,
        )
        for one, to in pairs
    )
    through = Assignment.units.through
    through.objects.bulk_create(
        through(assignment=row, department_id=unit)
        for row, (one, to) in zip(rows, pairs, strict=True)
        for unit in dict.fromkeys(unit.pk for unit in one.units.get(to.pk, ()))
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
    """Keep answers open for this agency until that day, later or earlier than an extension that stands."""
    now = _held_to_extend(assessment, reason, by)
    policy.may_extend_until(now, until).require()
    _put_extension(now, "extend", until, reason.strip(), by)
    assessment.refresh_from_db(fields=["extended_until", "extension_reason"])


@transaction.atomic
def cancel_extension(assessment: Assessment, *, reason: str, by: User) -> None:
    """Take the agency's own extension back: the calendar's day counts again."""
    now = _held_to_extend(assessment, reason, by)
    if now.extended_until is None:
        Verdict(_("This agency has no extension; there is nothing to cancel.")).require()
    _put_extension(now, "cancel_extension", None, reason.strip(), by)
    assessment.refresh_from_db(fields=["extended_until", "extension_reason"])


def _held_to_extend(assessment: Assessment, reason: str, by: User) -> Assessment:
    now = Assessment.objects.select_for_update(of=("self",)).select_related("agency", "edition").get(pk=assessment.pk)
    policy.may_extend(by, now).require()
    if not reason.strip():
        Verdict(_("Say why the time is changed; the reason is kept with the agency's year.")).require()
    return now


def _put_extension(year: Assessment, verb: str, until: datetime.date | None, reason: str, by: User) -> None:
    """Write it down with the day before, and tell whoever registered. The same again changes nothing."""
    before = year.extended_until
    if (before, year.extension_reason) == (until, reason):
        return
    year.extended_until, year.extension_reason = until, reason if until else ""
    year.save(update_fields=["extended_until", "extension_reason"])
    days = {"before": before.isoformat() if before else "", "until": until.isoformat() if until else ""}
    record(verb, target=year, by=by, scope=year.scope, note=reason, **days)
    for tell in AFTER_EXTENDING:
        tell(year, before, until, reason=reason, by=by)


def move(assessment: Assessment, verb: str, *, by: User | None, note: str = "", **changes: object) -> None:
    """Write the new stage by a conditional UPDATE and the audit row, in the caller's transaction.

    The caller has asked the policy. Raises StaleStage when the year is no longer where the caller saw it.
    """
    step = STEPS[verb]
    with transaction.atomic():
        here = Assessment.objects.filter(pk=assessment.pk, stage=assessment.stage, stage__in=step.sources)
        record(verb, target=assessment, by=by, scope=assessment.scope, note=note)  # first: the database asks for it
        if not here.update(stage=step.target, **changes):
            raise StaleStage
        assessment.refresh_from_db()


@transaction.atomic
def close_as_official(assessment: Assessment, *, by: User | None) -> None:
    """The official result of the year is loaded: the year is over and public, whatever was entered here before."""
    preparing = Assessment.objects.filter(pk=assessment.pk, stage=Stage.PREPARING)
    if preparing.update(stage=Stage.PUBLISHED, published_at=timezone.now()):
        assessment.refresh_from_db()
        record("close_as_official", target=assessment, by=by, scope=assessment.scope)

"""Reads of assessments and assignments."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import Count, Q, QuerySet

from accounts.enums import OWN_ROLES, Role
from accounts.models import Agency, Department, Membership, User
from accounts.queries import Standing, standing_of
from assignments.enums import Decision, Part
from assignments.models import Assessment, AssessorAssignment, Assignment, SheetImport
from criteria.enums import Stage
from criteria.models import Window
from criteria.queries import spans_of
from criteria.windows import Span
from records.queries import history_within


@dataclass(frozen=True)
class Seat:
    """What one person is in one assessment: read once, asked by every policy."""

    roles: frozenset[str]
    departments: frozenset[int] = frozenset()  # those they work in

    def has(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    @property
    def is_stranger(self) -> bool:
        return not self.roles

    @property
    def is_member(self) -> bool:
        return self.has(Role.STAFF, Role.COORDINATOR, Role.EXECUTIVE)

    @property
    def assesses(self) -> bool:
        return self.has(Role.ASSESSOR, Role.LEAD_ASSESSOR)


def seat_of(user: User, assessment: Assessment) -> Seat:
    """The person's roles here: at most one query beside their standing, kept on the user for the length of the request."""
    seats = user.__dict__.setdefault("_seats", {})
    if assessment.pk not in seats:
        seats[assessment.pk] = _read_seat(user, assessment)
    return seats[assessment.pk]


def _read_seat(user: User, assessment: Assessment) -> Seat:
    standing = standing_of(user)
    roles = set(standing.roles.get(assessment.agency_id, ()))
    if standing.is_admin:
        roles.add(Role.ADMIN)
    if not standing.is_admin and not standing.belongs_to(assessment.agency_id):  # never one's own agency, and admins do not score
        for lead in AssessorAssignment.objects.filter(assessment=assessment, user=user).values_list("lead", flat=True):
            roles |= {Role.ASSESSOR, Role.LEAD_ASSESSOR} if lead else {Role.ASSESSOR}
    return Seat(frozenset(roles), standing.departments)


def visible_assessments(user: User) -> QuerySet[Assessment]:
    """Those of which the person may know that they exist beyond what is public."""
    standing: Standing = standing_of(user)
    found = Assessment.objects.select_related("agency", "edition")
    if standing.is_admin:
        return found
    return found.filter(Q(agency__in=standing.agencies) | Q(assessors__user=user)).distinct()


def roles_of(user: User) -> set[Role]:
    """Everything that the person is anywhere; a lead assessor is not named as assessor again."""
    standing = standing_of(user)
    roles = {Role(role) for names in standing.roles.values() for role in names} | ({Role.ADMIN} if standing.is_admin else set())
    leads = set() if standing.is_admin else set(AssessorAssignment.objects.filter(user=user).values_list("lead", flat=True))
    return roles | ({Role.LEAD_ASSESSOR} if True in leads else {Role.ASSESSOR} if leads else set())


def calendar_of(user: User) -> list[Window]:
    """The windows of the editions in which the person has a year that goes on, in the order of the calendar. One query."""
    going_on = visible_assessments(user).exclude(stage=Stage.PUBLISHED).values("edition")
    return list(
        Window.objects.filter(edition__in=going_on)
        .select_related("edition")
        .order_by("-edition__fiscal_year", "edition", "opens_on")
    )


def extensions_of(user: User) -> list[Assessment]:
    """Own agencies that were given longer. One query."""
    return list(visible_assessments(user).filter(extended_until__isnull=False, stage=Stage.PREPARING)[:NAMED])


NAMED = 20  # of the agencies with more time; who sees more than that looks at them one by one


def assessment_at(agency_slug: str, edition_code: str) -> Assessment | None:
    return (
        Assessment.objects.select_related("agency", "edition", "edition__scoring")
        .filter(agency__slug=agency_slug, edition__code=edition_code)
        .first()
    )


@dataclass
class Responsible:
    """Who answers for one item, as a page shows it."""

    lead: Department | None = None
    supporting: list[Department] = field(default_factory=list)
    everyone: bool = False
    due_on: datetime.date | None = None
    source_text: str = ""
    rows: list[Assignment] = field(default_factory=list)

    @property
    def department_ids(self) -> set[int]:
        return {row.department_id for row in self.rows}

    @property
    def names(self) -> list[str]:
        return [str(department) for department in ([self.lead] if self.lead else []) + self.supporting]


def responsible_by_item(assessment: Assessment, item_ids: list[int] | None = None) -> dict[int, Responsible]:
    """Item id → who answers for it; one query for any number of items."""
    rows = Assignment.objects.filter(assessment=assessment).select_related("department").order_by("department__sort_key")
    if item_ids is not None:
        rows = rows.filter(item__in=item_ids)
    found: dict[int, Responsible] = defaultdict(Responsible)
    for row in rows:
        entry = found[row.item_id]
        entry.rows.append(row)
        entry.everyone = entry.everyone or row.everyone
        entry.source_text = entry.source_text or row.source_text
        entry.due_on = min(filter(None, (entry.due_on, row.due_on)), default=None)
        if row.part == Part.LEAD:
            entry.lead = row.department
        else:
            entry.supporting.append(row.department)
    return found


def units_by_assignment(assessment: Assessment) -> dict[int, list[Department]]:
    """Assignment id → the sub-units it names, in Thai order. One query."""
    found: dict[int, list[Department]] = defaultdict(list)
    ties = Assignment.units.through.objects.filter(assignment__assessment=assessment)
    for tie in ties.select_related("department").order_by("department__sort_key"):
        found[tie.assignment_id].append(tie.department)
    return found


def answers_window(
    assessment: Assessment, spans: dict[Stage, Span] | None = None
) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day on which this agency may answer; None where the calendar sets none. Reads the calendar unless given."""
    window = (spans_of(assessment.edition) if spans is None else spans).get(Stage.PREPARING)
    opens, closes = (window.opens_on, window.closes_on) if window else (None, None)
    if assessment.extended_until and (closes is None or assessment.extended_until > closes):
        closes = assessment.extended_until
    return opens, closes


def calendar_of_year(assessment: Assessment) -> dict[Stage, Span]:
    """The windows of this agency's year, its own extension counted in. One query."""
    spans = spans_of(assessment.edition)
    if preparing := spans.get(Stage.PREPARING):
        last = answers_window(assessment, spans)[1]
        spans[Stage.PREPARING] = replace(preparing, closes_on=last or preparing.closes_on)
    return spans


def assessors_of(assessment: Assessment) -> list[AssessorAssignment]:
    """The lead first."""
    return list(
        AssessorAssignment.objects.filter(assessment=assessment).select_related("user").order_by("-lead", "user__sort_key")
    )


def assessed_by(user: User) -> list[AssessorAssignment]:
    """The years that this person judges now: being assessed or clarified, and never of an agency they belong to."""
    standing = standing_of(user)
    rows = AssessorAssignment.objects.filter(user=user, assessment__stage__in=[Stage.ASSESSING, Stage.CLARIFYING])
    rows = rows.select_related("assessment__agency", "assessment__edition__scoring").order_by("assessment__agency__sort_key")
    return [] if standing.is_admin else [row for row in rows if not standing.belongs_to(row.assessment.agency_id)]


def assesses_agency(person: User, agency: Agency) -> bool:
    """Whether the person judges a year of the agency that is not over."""
    going_on = AssessorAssignment.objects.filter(user=person, assessment__agency=agency)
    return going_on.exclude(assessment__stage=Stage.PUBLISHED).exists()


def departments_of_year(assessment: Assessment) -> list[Department]:
    """Those that exist, and those that no longer do but answer for something in this year; in Thai order, without sub-units."""
    theirs = Assignment.objects.filter(assessment=assessment).values("department")
    found = Department.objects.filter(agency=assessment.agency_id, parent=None)
    return list(found.filter(Q(retired_on=None) | Q(pk__in=theirs)).order_by("sort_key"))


def items_by_department(agency: Agency) -> dict[int, dict[int, int]]:
    """Department id → year (assessment id) → for how many of its items the department answers; years still prepared only."""
    rows = Assignment.objects.filter(assessment__agency=agency, assessment__stage=Stage.PREPARING)
    counts = rows.values_list("department", "assessment").annotate(n=Count("pk"))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for department, assessment, n in counts:
        found[department][assessment] = n
    return found


def years_in_preparation(agency: Agency) -> list[Assessment]:
    """The agency's years whose assignments can still change, newest first."""
    found = Assessment.objects.filter(agency=agency, stage=Stage.PREPARING).select_related("agency", "edition")
    return list(found.order_by("-edition__fiscal_year", "edition__code"))


def possible_assessors(assessment: Assessment) -> QuerySet[User]:
    """People who may assess this agency: active, no administrators, no members of it."""
    members = Membership.objects.filter(agency=assessment.agency_id, role__in=OWN_ROLES).values("user")
    return User.objects.filter(is_active=True, is_admin=False).exclude(pk__in=members).order_by("sort_key")


def _staff():
    return Membership.objects.filter(role=Role.STAFF, user__is_active=True)


def staff_answering(assessment: Assessment, item_id: int) -> set[int]:
    """The active people of the departments that answer for the item."""
    found = _staff().filter(departments__assignments__assessment=assessment, departments__assignments__item=item_id)
    return set(found.values_list("user_id", flat=True))


def staff_by_department(agency_id: int) -> dict[int, set[int]]:
    """Department id → its active people; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = _staff().filter(agency=agency_id, departments__isnull=False).values_list("departments", "user_id")
    for department_id, user_id in rows:
        found[department_id].add(user_id)
    return found


def people_by_department(agency_id: int) -> dict[int, list[User]]:
    """Department id → its active people in Thai order, to be named. Two queries."""
    found: dict[int, list[User]] = defaultdict(list)
    rows = _staff().filter(agency=agency_id).select_related("user").prefetch_related("departments").order_by("user__sort_key")
    for membership in rows:
        for department in membership.departments.all():
            found[department.pk].append(membership.user)
    return found


def coordinators_by_agency(agencies: QuerySet) -> dict[int, set[int]]:
    """Agency id → its active coordinators; one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(role=Role.COORDINATOR, user__is_active=True, agency__in=agencies)
    for agency_id, user_id in rows.values_list("agency_id", "user_id"):
        found[agency_id].add(user_id)
    return found


def active_assessors(assessment: Assessment) -> set[int]:
    """Who assesses the year: active, no administrators, no members of the agency, as a seat has it."""
    members = Membership.objects.filter(agency=assessment.agency_id, role__in=OWN_ROLES).values("user")
    found = AssessorAssignment.objects.filter(assessment=assessment, user__is_active=True, user__is_admin=False)
    return set(found.exclude(user__in=members).values_list("user_id", flat=True))


def earliest_due(assessment: Assessment, item_id: int) -> datetime.date | None:
    """The day set for this item itself, the earliest where departments have different ones."""
    found = Assignment.objects.filter(assessment=assessment, item=item_id, due_on__isnull=False)
    return found.order_by("due_on").values_list("due_on", flat=True).first()


def due_days(assessment: Assessment) -> dict[int, datetime.date]:
    """Item id → the day set for it, the earliest where departments have different ones. One query."""
    rows = Assignment.objects.filter(assessment=assessment, due_on__isnull=False).order_by("-due_on")
    return {item: due for item, due in rows.values_list("item_id", "due_on") if due}


def imports_of(assessment: Assessment) -> list[SheetImport]:
    """Documents that were handed in for the year, the newest first, each with how many rows are still to be decided."""
    found = SheetImport.objects.filter(assessment=assessment).select_related("asked_by", "applied_by")
    undecided = Count("rows", filter=Q(rows__decision=Decision.OPEN))
    return list(found.annotate(row_count=Count("rows"), open_count=undecided))


def import_at(assessment: Assessment, number: int) -> SheetImport | None:
    found = SheetImport.objects.filter(assessment=assessment, pk=number)
    return found.select_related("assessment__agency", "assessment__edition", "scores_to", "asked_by", "applied_by").first()


def assignments_in(assessment: Assessment) -> list[Assignment]:
    """Every assignment of the year with its item and department. One query."""
    rows = Assignment.objects.filter(assessment=assessment).select_related("item", "department")
    return list(rows.order_by("item__number", "department__sort_key"))


@dataclass(frozen=True)
class Extension:
    """One change of the time that an agency has. `until` is None where an extension was cancelled, `before` where none stood."""

    at: datetime.datetime
    who: str
    before: datetime.date | None
    until: datetime.date | None
    reason: str


def extension_history(assessment: Assessment) -> list[Extension]:
    """Newest first, out of the audit trail."""
    return [
        Extension(event.at, event.actor_name, _day(event.details.get("before")), _day(event.details.get("until")), event.note)
        for event in history_within(assessment.scope, ("extend", "cancel_extension"))
    ]


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None

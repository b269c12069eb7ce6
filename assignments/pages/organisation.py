"""An agency's departments and people, as its coordinator runs them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts import forms
from accounts.enums import Role
from accounts.models import Agency, Department, Membership, User
from accounts.policy import may_end, may_organise
from accounts.queries import departments_of, departments_with_parts, people_of
from assignments.models import Assessment
from assignments.queries import items_by_department, years_in_preparation
from ita_portal.lib.verdict import Verdict


@dataclass
class Line:
    """A department with what it answers for: (year, number of items) of the years being prepared."""

    department: Department
    items: list[tuple[Assessment, int]]

    @property
    def people(self) -> list[Membership]:
        return list(self.department.memberships.all())


@dataclass
class DepartmentsPage:
    agency: Agency
    lines: list[Line]
    retired: list[Department]
    can: Verdict
    form: forms.DepartmentForm


@dataclass
class DepartmentPage:
    agency: Agency
    line: Line
    can: Verdict
    others: list[Department]
    forms: dict[str, Any] = field(default_factory=dict)

    @property
    def department(self) -> Department:
        return self.line.department


@dataclass
class PeoplePage:
    agency: Agency
    groups: list[tuple[str, list[Membership]]]  # role in words, who has it
    can: Verdict
    form: forms.InviteForm


@dataclass
class MembershipPage:
    agency: Agency
    membership: Membership
    can: Verdict
    can_leave: Verdict
    forms: dict[str, Any]


def organisation_trail(agency: Agency, *more: tuple[str, str]) -> list[dict]:
    """The breadcrumb; the last entry is where one is."""
    entries = [(_("My work"), "/"), (agency.name, ""), *more]
    return [{"label": label, "url": url} for label, url in entries]


def _lines(agency: Agency) -> list[Line]:
    years = {year.pk: year for year in years_in_preparation(agency)}
    counts = items_by_department(agency)
    return [
        Line(department, [(year, counts[department.pk][pk]) for pk, year in years.items() if counts[department.pk].get(pk)])
        for department in departments_with_parts(agency)
    ]


def departments_page(agency: Agency, user: User, data: Any = None) -> DepartmentsPage:
    lines = _lines(agency)
    return DepartmentsPage(
        agency=agency,
        lines=[line for line in lines if line.department.retired_on is None],
        retired=[line.department for line in lines if line.department.retired_on],
        can=may_organise(user, agency),
        form=forms.DepartmentForm(data),
    )


def department_page(department: Department, user: User, sent: str = "", data: Any = None) -> DepartmentPage:
    """`sent`: which of the page's forms came with `data`; it is shown with its errors, the others as they stand."""
    agency = department.agency
    lines = _lines(agency)
    line = next((each for each in lines if each.department.pk == department.pk), Line(department, []))
    others = [each.department for each in lines if each.department.pk != department.pk and not each.department.retired_on]
    names = {"name_th": department.name_th, "name_en": department.name_en}
    spellings = "\n".join(sorted(alias.text for alias in department.aliases.all()))

    def bound(name: str) -> Any:
        return data if sent == name else None

    made: dict[str, Any] = {
        "rename": forms.DepartmentForm(bound("rename"), initial=names, auto_id="rename_%s"),
        "aliases": forms.AliasesForm(bound("aliases"), initial={"aliases": spellings}),
        "units": forms.DepartmentForm(bound("units"), auto_id="unit_%s"),
        "merge": forms.IntoForm(bound("merge"), departments=others, auto_id="merge_%s"),
        "hand_over": forms.IntoForm(bound("hand_over"), departments=others, auto_id="hand_%s"),
    }
    return DepartmentPage(agency, line, may_organise(user, agency), others, made)


def people_page(agency: Agency, user: User, data: Any = None) -> PeoplePage:
    by_role: dict[str, list[Membership]] = defaultdict(list)
    for membership in people_of(agency):
        by_role[membership.role].append(membership)
    groups = [(str(role.label), by_role[role]) for role in (Role.COORDINATOR, Role.EXECUTIVE, Role.STAFF, Role.OBSERVER)]
    form = forms.InviteForm(data, departments=departments_of(agency))
    return PeoplePage(agency, [(label, rows) for label, rows in groups if rows], may_organise(user, agency), form)


def membership_page(membership: Membership, user: User, sent: str = "", data: Any = None) -> MembershipPage:
    agency = membership.agency
    people = {row.user.pk: row.user for row in people_of(agency) if row.user.is_active and row.user_id != membership.user_id}
    now = [str(department.pk) for department in membership.departments.all()]
    made = {
        "place": forms.PlaceForm(
            data if sent == "place" else None, departments=departments_of(agency), initial={"departments": now}
        ),
        "hand_over": forms.SuccessorForm(data if sent == "hand_over" else None, people=list(people.values())),
    }
    return MembershipPage(agency, membership, may_organise(user, agency), may_end(user, membership), made)

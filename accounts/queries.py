"""Who a person is, read once per request."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch

from accounts.enums import OWN_ROLES, Role
from accounts.models import Agency, Department, Membership, User


@dataclass(frozen=True)
class Standing:
    """A person's roles: by agency, and the departments they work in. Asked of by every policy."""

    user_id: int
    is_admin: bool = False
    roles: dict[int, frozenset[str]] = field(default_factory=dict)  # agency id -> roles
    departments: frozenset[int] = frozenset()

    def has(self, role: Role, agency_id: int) -> bool:
        return role in self.roles.get(agency_id, ())

    def belongs_to(self, agency_id: int) -> bool:
        """Part of the agency itself: staff, coordinator or executive."""
        return any(self.has(role, agency_id) for role in OWN_ROLES)

    @property
    def agencies(self) -> list[int]:
        return list(self.roles)


def standing_of(user: User) -> Standing:
    """One query, kept on the user for the length of the request."""
    kept = getattr(user, "_standing", None)
    if kept is None:
        roles: dict[int, set[str]] = {}
        departments = set()
        rows = Membership.objects.filter(user=user).values_list("agency_id", "role", "departments")
        for agency_id, role, department_id in rows:
            roles.setdefault(agency_id, set()).add(role)
            departments.add(department_id)
        kept = Standing(
            user_id=user.pk,
            is_admin=user.is_admin,
            roles={agency: frozenset(names) for agency, names in roles.items()},
            departments=frozenset(departments - {None}),
        )
        user._standing = kept  # type: ignore[attr-defined]  # lives as long as the request's user
    return kept


def departments_of(agency: Agency) -> list[Department]:
    """The agency's departments that exist, in Thai order, without sub-units."""
    return list(Department.objects.filter(agency=agency, parent=None, retired_on=None).order_by("sort_key"))


def departments_with_parts(agency: Agency) -> list[Department]:
    """All departments, retired ones too, with spellings, sub-units and the people who work there. Four queries."""
    people = Membership.objects.filter(user__is_active=True).select_related("user").order_by("user__sort_key")
    parts = Prefetch("units", Department.objects.filter(retired_on=None).prefetch_related("aliases").order_by("sort_key"))
    found = Department.objects.filter(agency=agency, parent=None).select_related("merged_into", "agency")
    return list(found.prefetch_related("aliases", parts, Prefetch("memberships", people)).order_by("sort_key"))


def staff_without_department(agency: Agency) -> list[User]:
    """Active staff of the agency who work in no department, so that no item is theirs."""
    found = User.objects.filter(is_active=True, memberships__agency=agency, memberships__role=Role.STAFF)
    return list(found.filter(memberships__departments=None).distinct().order_by("sort_key"))


def department_at(agency: Agency, key: str) -> Department | None:
    return Department.objects.filter(agency=agency, key=key).select_related("agency", "parent", "merged_into").first()


def agency_at(slug: str) -> Agency | None:
    return Agency.objects.filter(slug=slug).first()


def people_of(agency: Agency) -> list[Membership]:
    """Everybody with a role in the agency, in Thai order of names, with departments. Two queries."""
    found = Membership.objects.filter(agency=agency).select_related("user", "agency").prefetch_related("departments")
    return list(found.order_by("user__sort_key", "role"))


def departments_by_key(agency: Agency) -> dict[str, Department]:
    return {department.key: department for department in Department.objects.filter(agency=agency)}


def membership_at(agency: Agency, pk: int) -> Membership | None:
    return Membership.objects.filter(agency=agency, pk=pk).select_related("user", "agency").first()


def memberships_of(user: User) -> list[Membership]:
    """The person's roles with their agencies and departments, for reading."""
    found = Membership.objects.filter(user=user).select_related("agency").prefetch_related("departments")
    return list(found.order_by("agency__slug", "role"))


def demo_people() -> list[User]:
    """The people of the demonstration: their log-in names end in @demo or .demo, which no real address does."""
    found = User.objects.filter(email__regex=r"(@|\.)demo$", is_active=True).order_by("email")
    return list(found.prefetch_related("memberships__agency"))


def members_of(agency_id: int, *roles: Role) -> set[int]:
    """The active people who have one of the roles in the agency."""
    found = Membership.objects.filter(agency=agency_id, role__in=roles, user__is_active=True)
    return set(found.values_list("user_id", flat=True))


def owner_of_calendar(key: UUID) -> User | None:
    """The active person whose calendar this address opens."""
    return User.objects.filter(calendar_key=key, is_active=True).first()


def coordinators_beside(user: User) -> list[User]:
    """The ITA coordinators of this person's own agencies: whom to ask first."""
    own = Membership.objects.filter(user=user, role__in=OWN_ROLES).values("agency")
    found = User.objects.filter(is_active=True, memberships__role=Role.COORDINATOR, memberships__agency__in=own)
    return list(found.exclude(pk=user.pk).distinct().order_by("sort_key")[:ASKED])


def administrators() -> list[User]:
    return list(User.objects.filter(is_active=True, is_admin=True).order_by("sort_key")[:ASKED])


ASKED = 5  # names enough to ask

"""Who a person is, read once per request."""

from dataclasses import dataclass, field

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
    """Two queries, kept on the user for the length of the request."""
    kept = getattr(user, "_standing", None)
    if kept is None:
        memberships = list(Membership.objects.filter(user=user))
        roles: dict[int, set[str]] = {}
        for membership in memberships:
            roles.setdefault(membership.agency_id, set()).add(membership.role)
        works_in = Membership.departments.through.objects.filter(membership__in=[m.pk for m in memberships])
        kept = Standing(
            user_id=user.pk,
            is_admin=user.is_admin,
            roles={agency: frozenset(names) for agency, names in roles.items()},
            departments=frozenset(works_in.values_list("department_id", flat=True)) if memberships else frozenset(),
        )
        user._standing = kept  # type: ignore[attr-defined] -- lives as long as the request's user
    return kept


def agency_by_slug(slug: str) -> Agency | None:
    return Agency.objects.filter(slug=slug).first()


def departments_of(agency: Agency) -> list[Department]:
    """The agency's departments in Thai order, without sub-units."""
    return list(Department.objects.filter(agency=agency, parent=None).order_by("sort_key"))


def departments_by_key(agency: Agency) -> dict[str, Department]:
    return {department.key: department for department in Department.objects.filter(agency=agency)}

"""Who may run an agency's departments and people. The answers carry the sentence that says why not."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Agency, Membership, User
from accounts.queries import members_of, standing_of
from ita_portal.lib.verdict import ALLOWED, Verdict

GIVEN_BY_COORDINATORS = (Role.STAFF, Role.COORDINATOR, Role.EXECUTIVE)
# Asked before somebody becomes a member, by the apps that know what speaks against it: function(person, agency) -> Verdict
BEFORE_JOINING: list[Callable[[User, Agency], Verdict]] = []


def sees_organisation(person: User, agency: Agency) -> bool:
    """The agency's own people see who works where; strangers do not learn that the page exists."""
    standing = standing_of(person)
    return standing.is_admin or standing.belongs_to(agency.pk)


def may_organise(person: User, agency: Agency) -> Verdict:
    """Change departments and their spellings."""
    standing = standing_of(person)
    if standing.is_admin or standing.has(Role.COORDINATOR, agency.pk):
        return ALLOWED
    return Verdict(_("Only the agency's ITA coordinator or the administrator changes departments and people."))


def may_give(person: User, agency: Agency, role: Role) -> Verdict:
    """Give somebody this role in the agency, or change where they work."""
    if role not in GIVEN_BY_COORDINATORS and not standing_of(person).is_admin:
        return Verdict(_("Only the administrator names observers: they read several agencies."))
    return may_organise(person, agency)


def may_become_member(person: User, agency: Agency) -> Verdict:
    """Whether this person can belong to the agency at all."""
    if not person.is_active:
        return Verdict(_("This account is switched off. Ask the administrator to switch it on again."))
    if person.is_admin:
        return Verdict(_("Administrators of the portal belong to no agency. Use another e-mail address for this role."))
    return next((verdict for rule in BEFORE_JOINING if not (verdict := rule(person, agency))), ALLOWED)


def may_end(person: User, membership: Membership) -> Verdict:
    """End a role: never that of the last coordinator, or nobody could give it to anybody."""
    last = membership.role == Role.COORDINATOR and members_of(membership.agency_id, Role.COORDINATOR) == {membership.user_id}
    if last and not standing_of(person).is_admin:
        return Verdict(_("This is the agency's only ITA coordinator. Hand the role over to somebody first."))
    return may_give(person, membership.agency, Role(membership.role))

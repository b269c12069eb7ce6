"""Making people, agencies and departments."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Agency, Department, Membership, User
from ita_portal.lib.thai import search_key
from records.actions import record


@transaction.atomic
def save_agency(slug: str, *, name_th: str, name_en: str, kind: str, main_host: str = "", by: User | None) -> Agency:
    """Create the agency, or bring its names up to date."""
    agency, _created = Agency.objects.update_or_create(
        slug=slug, defaults={"name_th": name_th, "name_en": name_en, "kind": kind, "main_host": main_host}
    )
    record("save_agency", target=agency, by=by, scope=slug)
    return agency


def save_department(agency: Agency, key: str, *, name_th: str, name_en: str = "", parent: Department | None = None) -> Department:
    department, _created = Department.objects.update_or_create(
        agency=agency, key=key, defaults={"name_th": name_th, "name_en": name_en, "parent": parent}
    )
    return department


def add_aliases(department: Department, texts: Iterable[str]) -> None:
    """Remember other spellings; a spelling that is known already is left alone."""
    known = set(department.aliases.values_list("search_key", flat=True))
    for text in texts:
        if search_key(text) not in known:
            known.add(department.aliases.create(text=text).search_key)


@transaction.atomic
def join(user: User, agency: Agency, role: Role, departments: Iterable[Department] = (), *, by: User | None) -> Membership:
    """Give a person a role in an agency; repeating it adds departments."""
    membership, _created = Membership.objects.get_or_create(user=user, agency=agency, role=role)
    membership.departments.add(*departments)
    record("join", target=membership, by=by, scope=agency.slug, role=role, person=user.pk)
    return membership


def put_welcome_away(*, by: User) -> None:
    """Newcomers see a card on their start page until they say that they know the way. Nothing that an audit asks for."""
    User.objects.filter(pk=by.pk, welcomed_at=None).update(welcomed_at=timezone.now())

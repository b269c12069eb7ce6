"""Making people, agencies and departments; what a person chooses for themselves."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Agency, Department, Membership, User
from ita_portal.lib.thai import search_key
from ita_portal.lib.verdict import Verdict
from records.actions import record

# Where the portal's own addresses begin: an agency of such a name could never be opened. A test compares.
RESERVED_SLUGS = frozenset(
    [
        "api",
        "calendar",
        "compare",
        "criteria",
        "evidence",
        "healthz",
        "help",
        "i18n",
        "jobs",
        "log-in",
        "log-out",
        "me",
        "notices",
        "public",
        "readyz",
        "reports",
        "review",
        "search",
        "static",
        "style",
        "verify",
        "years",
    ]
)


@transaction.atomic
def save_agency(slug: str, *, name_th: str, name_en: str, kind: str, main_host: str = "", by: User | None) -> Agency:
    """Create the agency, or bring its names up to date."""
    if slug in RESERVED_SLUGS:
        Verdict(
            _("“%(slug)s” is an address of the portal itself. Choose another short name for the agency.") % {"slug": slug}
        ).require()
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


def save_settings(person: User, *, language: str, digits: str, mails: str) -> None:
    person.language, person.digits, person.mails = language, digits, mails
    person.save(update_fields=["language", "digits", "mails"])


def choose_language(person: User, language: str) -> None:
    person.language = language
    person.save(update_fields=["language"])


@transaction.atomic
def change_password(person: User, password: str) -> None:
    """The caller has asked for the present one."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record("change_password", target=person, by=person)


def renew_calendar(person: User) -> None:
    """A new, unguessable address for the person's calendar; the one before ends."""
    person.calendar_key = uuid.uuid4()
    person.save(update_fields=["calendar_key"])


def close_calendar(person: User) -> None:
    person.calendar_key = None
    person.save(update_fields=["calendar_key"])


def put_welcome_away(*, by: User) -> None:
    """Newcomers see a card on their start page until they say that they know the way. Nothing that an audit asks for."""
    User.objects.filter(pk=by.pk, welcomed_at=None).update(welcomed_at=timezone.now())

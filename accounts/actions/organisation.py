"""Agencies, their departments and their people. What a merger does to assignments stands in the app that has those."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policy
from accounts.enums import Role
from accounts.models import Agency, Department, DepartmentAlias, Membership, User
from ita_portal.lib.hosts import in_letters
from ita_portal.lib.thai import search_key, tidy
from ita_portal.lib.verdict import Verdict
from records.actions import ask, record

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
        "set-password",
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
        slug=slug, defaults={"name_th": name_th, "name_en": name_en, "kind": kind, "main_host": in_letters(main_host)}
    )
    record("save_agency", target=agency, by=by, scope=slug)
    return agency


@transaction.atomic
def set_website(agency: Agency, *, host: str, by: User) -> None:
    """Name the agency's main website, by its host; links and files that lie elsewhere are pointed out. Empty: not known."""
    policy.may_organise(by, agency).require()
    Agency.objects.filter(pk=agency.pk).update(main_host=host)
    record("set_website", target=agency, by=by, scope=agency.slug, host=host, before=agency.main_host)
    agency.main_host = host


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


# --- departments, by the agency's own coordinator


@transaction.atomic
def add_department(
    agency: Agency,
    *,
    name_th: str,
    name_en: str = "",
    parent: Department | None = None,
    aliases: Iterable[str] = (),
    by: User | None,
) -> Department:
    """A new department, or with `parent` a sub-unit of one. Its key is made up: people never see it.

    `by` None is the portal itself (an import by the command line).
    """
    if by is not None:
        policy.may_organise(by, agency).require()
    _refuse_taken(agency, name_th)
    department = save_department(agency, _free_key(agency), name_th=tidy(name_th), name_en=tidy(name_en), parent=parent)
    add_aliases(department, aliases)
    record("add_department", target=department, by=by, scope=agency.slug, name=department.name_th)
    return department


def _free_key(agency: Agency) -> str:
    taken = set(Department.objects.filter(agency=agency).values_list("key", flat=True))
    number = len(taken) + 1
    while f"d{number}" in taken:
        number += 1
    return f"d{number}"


@transaction.atomic
def rename_department(department: Department, *, name_th: str, name_en: str = "", by: User) -> None:
    """The same department under a new name. The old one stays known as another spelling, so older documents still find it."""
    policy.may_organise(by, department.agency).require()
    before = department.name_th
    if search_key(name_th) != search_key(before):
        _refuse_taken(department.agency, name_th)
        add_aliases(department, [before])
    department.name_th, department.name_en = tidy(name_th), tidy(name_en)
    department.save()
    record("rename_department", target=department, by=by, scope=department.agency.slug, before=before, name=department.name_th)


@transaction.atomic
def save_aliases(department: Department, texts: Iterable[str], *, by: User) -> None:
    """These are all its other spellings from now on. One that another department has is refused: it would mean two."""
    policy.may_organise(by, department.agency).require()
    wanted = {search_key(text): tidy(text) for text in texts if search_key(text)}
    wanted.pop(search_key(department.name_th), None)
    for text in wanted.values():
        _refuse_taken(department.agency, text, but=department)
    department.aliases.exclude(search_key__in=wanted).delete()
    add_aliases(department, wanted.values())
    record("save_aliases", target=department, by=by, scope=department.agency.slug, aliases=sorted(wanted.values()))


def _refuse_taken(agency: Agency, name: str, but: Department | None = None) -> None:
    key = search_key(name)
    others = Department.objects.filter(agency=agency, retired_on=None)
    if but:
        others = others.exclude(pk=but.pk)
    taken = next((one for one in others if search_key(one.name_th) == key), None)
    alias = DepartmentAlias.objects.filter(department__in=others, search_key=key).select_related("department").first()
    taken = taken or (alias.department if alias else None)
    if taken:
        Verdict(
            _("“%(name)s” already names %(department)s. Choose another name, or merge the two.")
            % {"name": tidy(name), "department": taken}
        ).require()


def retire(department: Department, *, into: Department | None = None, by: User) -> None:
    """It no longer exists; years that are over keep naming it. With `into`, its spellings, sub-units and people go there.

    Called by the app that knows the assignments, after it has moved those; in its transaction.
    """
    policy.may_organise(by, department.agency).require()
    if into:
        for alias in department.aliases.all():
            add_aliases(into, [alias.text])
        add_aliases(into, [department.name_th])
        department.aliases.all().delete()
        department.units.update(parent=into)
    for membership in department.memberships.all():
        membership.departments.remove(department)
        if into:
            membership.departments.add(into)
    department.retired_on, department.merged_into = timezone.localdate(), into
    department.save()
    record("retire", target=department, by=by, scope=department.agency.slug, into=into.key if into else "")


# --- people


@transaction.atomic
def invite(
    agency: Agency,
    *,
    email: str,
    display_name: str,
    post_title: str = "",
    role: Role,
    departments: Iterable[Department] = (),
    by: User,
) -> Membership:
    """Give somebody a role in the agency. Who is new to the portal gets a letter with a link to choose a password."""
    policy.may_give(by, agency, role).require()
    person, created = User.objects.get_or_create(
        email=email.strip().lower(), defaults={"display_name": tidy(display_name), "post_title": tidy(post_title)}
    )
    if created:
        person.set_unusable_password()
        person.save()
        ask("accounts.invitation", by=by, person=person.pk)
    policy.may_become_member(person, agency).require()
    return join(person, agency, role, departments, by=by)


@transaction.atomic
def place(membership: Membership, departments: Iterable[Department], *, by: User) -> None:
    """The departments in which a member of staff works, instead of those before."""
    policy.may_give(by, membership.agency, Role(membership.role)).require()
    chosen = list(departments)
    membership.departments.set(chosen)
    keys = sorted(department.key for department in chosen)
    record("place", target=membership, by=by, scope=membership.agency.slug, person=membership.user_id, departments=keys)


@transaction.atomic
def leave(membership: Membership, *, by: User) -> None:
    """End a role. What the person wrote and did stays under their name."""
    policy.may_end(by, membership).require()
    agency, person, role = membership.agency, membership.user_id, membership.role
    record("leave", target=membership, by=by, scope=agency.slug, person=person, role=role)
    membership.delete()


@transaction.atomic
def hand_over(membership: Membership, successor: User, *, by: User) -> Membership:
    """The successor takes the role and its departments; whoever had it leaves it. Answers belong to departments, so none moves."""
    policy.may_give(by, membership.agency, Role(membership.role)).require()
    policy.may_become_member(successor, membership.agency).require()
    if successor == membership.user:
        Verdict(_("Choose somebody else: this is the same person.")).require()
    role, agency = Role(membership.role), membership.agency
    theirs = join(successor, agency, role, membership.departments.all(), by=by)
    record("hand_over", target=membership, by=by, scope=agency.slug, person=membership.user_id, to=successor.pk, role=role)
    membership.delete()
    return theirs


def ask_for_password_link(email: str) -> None:
    """A letter with a link to choose a new password; nobody learns whether the address is known. One at a time."""
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person:
        ask("accounts.password_link", by=None, person=person.pk)


@transaction.atomic
def choose_password(person: User, password: str) -> None:
    """By whoever came with the link from a letter."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record("choose_password", target=person, by=person)

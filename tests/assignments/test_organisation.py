"""Departments and people of an agency: named, merged, closed, invited, handed over, without losing what was."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import actions
from accounts.enums import Role
from accounts.models import Department, DepartmentAlias, Membership, User
from accounts.queries import departments_of
from assignments import handover
from assignments.actions import assign
from assignments.enums import Part
from assignments.models import Assignment
from assignments.queries import departments_of_year
from criteria.models import Item
from records.actions import perform
from records.models import AuditEvent, Job
from tests.factories import World, make_department, make_person

pytestmark = pytest.mark.django_db


def rows_of(world: World, department: Department) -> dict[str, str]:
    """Item code → part."""
    found = Assignment.objects.filter(assessment=world.year, department=department).select_related("item")
    return {row.item.code: row.part for row in found.order_by("item__number")}


def client_of(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


@pytest.fixture
def world() -> World:
    return World()


# --- names


def test_a_renamed_department_is_still_found_by_its_old_name(world):
    actions.rename_department(world.office, name_th="กองใหม่", by=world.coordinator)
    spellings = list(DepartmentAlias.objects.filter(department=world.office).values_list("text", flat=True))
    assert (world.office.name_th, spellings) == ("กองใหม่", ["กอง office"])


def test_a_name_that_another_department_has_is_refused(world):
    with pytest.raises(PermissionDenied, match="กอง finance"):
        actions.rename_department(world.office, name_th="กอง  finance", by=world.coordinator)
    actions.save_aliases(world.finance, ["กค."], by=world.coordinator)
    with pytest.raises(PermissionDenied, match="กค"):
        actions.add_department(world.agency, name_th="กค.", by=world.coordinator)


def test_spellings_replace_those_before_and_never_repeat_the_name(world):
    actions.save_aliases(world.office, ["สนง.", "กอง office", "สนง"], by=world.coordinator)
    actions.save_aliases(world.office, ["สำนัก"], by=world.coordinator)
    assert [alias.text for alias in world.office.aliases.all()] == ["สำนัก"]


# --- merging


def test_a_merger_takes_items_people_units_and_spellings_along(world):
    unit = actions.add_department(world.agency, name_th="งานพัสดุ", parent=world.finance, by=world.coordinator)
    actions.save_aliases(world.finance, ["กค."], by=world.coordinator)
    third = make_department(world.agency, "third")
    codes = sorted(rows_of(world, world.finance), key=lambda code: int(code[1:]))
    moved = handover.merge(world.finance, third, by=world.coordinator)
    world.finance.refresh_from_db()
    unit.refresh_from_db()
    assert moved == len(codes)
    assert rows_of(world, third) == dict.fromkeys(codes, Part.SUPPORT)
    assert (world.finance.merged_into, world.finance.retired_on is not None, unit.parent) == (third, True, third)
    assert sorted(alias.text for alias in third.aliases.all()) == ["กค.", "กอง finance"]
    membership = Membership.objects.get(user=world.finance_staff)
    assert list(membership.departments.all()) == [third]
    assert departments_of(world.agency) == [world.office, third]


def test_where_both_answer_for_an_item_one_row_stays_and_leads(world):
    item = Item.objects.get(edition=world.edition, number=1)
    handover.merge(world.office, world.finance, by=world.coordinator)
    rows = list(Assignment.objects.filter(assessment=world.year, item=item))
    assert [(row.department, row.part) for row in rows] == [(world.finance, Part.LEAD)]


def test_a_year_that_is_over_keeps_naming_the_department(world):
    world.publish()
    handover.merge(world.finance, world.office, by=world.coordinator)
    assert set(rows_of(world, world.finance).values()) == {Part.SUPPORT}
    assert departments_of_year(world.year) == [world.finance, world.office]


def test_a_merger_into_itself_a_closed_or_a_foreign_department_is_refused(world):
    other = World("beta")
    gone = make_department(world.agency, "gone")
    handover.close(gone, by=world.coordinator)
    for into in (world.office, gone, other.office):
        with pytest.raises(PermissionDenied):
            handover.merge(world.office, into, by=world.coordinator)


def test_a_department_that_answers_for_something_is_not_closed(world):
    count = len(rows_of(world, world.office))
    with pytest.raises(PermissionDenied, match=str(count)):
        handover.close(world.office, by=world.coordinator)


def test_items_of_one_year_are_handed_over_and_the_department_stays(world):
    third = make_department(world.agency, "third")
    before = rows_of(world, world.office)
    moved = handover.hand_over_items(world.year, world.office, third, by=world.coordinator)
    assert (moved, rows_of(world, third), rows_of(world, world.office)) == (len(before), before, {})
    event = AuditEvent.objects.filter(verb="hand_over_items").get()
    assert event.details["moved"] == {"items": list(before), "giver": "office", "taker": "third"}


def test_a_closed_department_cannot_be_given_an_item_by_the_form(world):
    third = make_department(world.agency, "third")
    handover.close(third, by=world.coordinator)
    page = client_of(world.coordinator).get("/alpha/2590-small/O1/assign/").content.decode()
    assert "กอง third" not in page


# --- people


def test_an_invitation_makes_the_account_and_sends_a_link_that_works_once(world, client):
    words = {"email": "New@alpha.go.th ", "display_name": "คนใหม่", "role": Role.STAFF, "departments": [world.office]}
    membership = actions.invite(world.agency, **words, by=world.coordinator)
    perform(Job.objects.get(kind="accounts.invitation").pk)
    link = next(line for line in mail.outbox[0].body.splitlines() if "/set-password/" in line)
    path = link.removeprefix("http://localhost:8000")
    first = client.post(path, {"new_password1": "รหัสผ่านที่ยาวพอ", "new_password2": "รหัสผ่านที่ยาวพอ"})
    again = client.get(path)
    assert (mail.outbox[0].to, membership.user.email) == (["new@alpha.go.th"], "new@alpha.go.th")
    assert (first.status_code, first["Location"], again.status_code) == (302, "/log-in/", 410)
    assert client.login(username="new@alpha.go.th", password="รหัสผ่านที่ยาวพอ")


def test_a_short_password_is_refused_with_a_sentence(world, client):
    actions.invite(world.agency, email="new@a.th", display_name="น", role=Role.EXECUTIVE, by=world.coordinator)
    perform(Job.objects.get(kind="accounts.invitation").pk)
    path = next(line for line in mail.outbox[0].body.splitlines() if "/set-password/" in line).removeprefix(
        "http://localhost:8000"
    )
    response = client.post(path, {"new_password1": "short", "new_password2": "short"})
    assert (response.status_code, User.objects.get(email="new@a.th").has_usable_password()) == (422, False)


@pytest.mark.parametrize("path", ["/set-password/MQ/made-up/", "/set-password/!!/x/", "/set-password/_w/x/"])
def test_a_made_up_link_is_gone(client, path):
    assert client.get(path).status_code == 410


def test_a_forgotten_password_says_the_same_to_everybody_and_writes_to_those_who_exist(world, client):
    def answer(email: str) -> str:
        page = client.post("/log-in/forgotten/", {"email": email}).content.decode()
        return page.partition("<main")[2].replace(email, "x")

    unknown = answer("nobody@alpha.th")
    world.staff.email = "staff@alpha.th"
    world.staff.save()
    known = [answer("STAFF@alpha.th"), answer("staff@alpha.th")]
    asked = Job.objects.filter(kind="accounts.password_link")
    assert (known, unknown.count("x") > 0) == ([unknown, unknown], True)
    assert [job.payload for job in asked] == [{"person": world.staff.pk}]


def test_an_assessor_of_the_agency_cannot_be_made_a_member_and_so_be_pushed_out(world):
    with pytest.raises(PermissionDenied, match="assess"):
        actions.invite(world.agency, email=world.assessor.email, display_name="", role=Role.STAFF, by=world.coordinator)
    assert not Membership.objects.filter(user=world.assessor).exists()


def test_a_refused_invitation_leaves_no_account_behind(world):
    with pytest.raises(PermissionDenied):
        actions.invite(world.agency, email="new@a.th", display_name="น", role=Role.OBSERVER, by=world.coordinator)
    assert not User.objects.filter(email="new@a.th").exists()


def test_the_successor_takes_role_and_departments_and_the_leaver_keeps_what_they_wrote(world):
    answered = world.answer("O1")
    membership = Membership.objects.get(user=world.staff)
    theirs = actions.hand_over(membership, world.finance_staff, by=world.coordinator)
    assert set(theirs.departments.all()) == {world.office, world.finance}
    assert not Membership.objects.filter(user=world.staff).exists()
    answered.refresh_from_db()
    assert answered.answered_by == world.staff


def test_the_last_coordinator_cannot_leave_but_can_be_followed(world):
    membership = Membership.objects.get(user=world.coordinator)
    with pytest.raises(PermissionDenied, match="only ITA coordinator"):
        actions.leave(membership, by=world.coordinator)
    actions.hand_over(membership, world.staff, by=world.coordinator)
    assert [row.user for row in Membership.objects.filter(agency=world.agency, role=Role.COORDINATOR)] == [world.staff]


# --- who may

PAGES = ("/alpha/departments/", "/alpha/departments/office/", "/alpha/people/")


def test_the_agencys_own_people_read_and_strangers_find_nothing(world):
    other = World("beta")
    people = {**world.people(), "stranger": other.coordinator}
    seen = {name: {client_of(person).get(page).status_code for page in PAGES} for name, person in people.items()}
    assert seen == {
        "staff": {200},
        "coordinator": {200},
        "executive": {200},
        "admin": {200},
        "observer": {404},
        "assessor": {404},
        "lead": {404},
        "stranger": {404},
    }


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("departments/", {"name_th": "กองที่สาม"}),
        ("departments/office/rename/", {"name_th": "กองใหม่"}),
        ("departments/office/aliases/", {"aliases": "สนง."}),
        ("departments/office/units/", {"name_th": "งานใหม่"}),
        ("departments/office/close/", {}),
        ("people/", {"email": "n@a.th", "display_name": "น", "role": "executive"}),
    ],
)
def test_only_coordinator_and_administrator_change_anything(world, path, data):
    refused = {client_of(person).post(f"/alpha/{path}", data).status_code for person in (world.staff, world.executive)}
    assert refused == {403}


def test_what_was_typed_comes_back_with_the_sentence(world):
    response = client_of(world.coordinator).post("/alpha/departments/office/rename/", {"name_th": "กอง finance"})
    page = response.content.decode()
    assert (response.status_code, "already names" in page, 'value="กอง finance"' in page) == (403, True, True)


def test_a_merger_shows_first_what_will_happen(world):
    client = client_of(world.coordinator)
    shown = client.post("/alpha/departments/finance/merge/", {"into": world.office.pk})
    world.finance.refresh_from_db()
    still = world.finance.retired_on
    done = client.post("/alpha/departments/finance/merge/", {"into": world.office.pk, "confirm": "1"})
    world.finance.refresh_from_db()
    assert (shown.status_code, still, done.status_code, done["Location"]) == (200, None, 302, "/alpha/departments/office/")
    assert world.finance.merged_into == world.office


def test_the_same_queries_for_one_department_and_for_many(world, django_assert_num_queries):
    client = client_of(world.coordinator)
    actions.add_department(world.agency, name_th="งานพัสดุ", parent=world.office, by=world.coordinator)
    with django_assert_num_queries(12):
        client.get("/alpha/departments/")
    for number in range(20):
        department = make_department(world.agency, f"more-{number}")
        actions.add_department(world.agency, name_th=f"งาน {number}", parent=department, by=world.coordinator)
        person = make_person(f"more{number}@alpha")
        actions.join(person, world.agency, Role.STAFF, [department], by=world.admin)
        assign(world.year, Item.objects.get(edition=world.edition, number=1), lead=department, by=world.coordinator)
    with django_assert_num_queries(12):
        client.get("/alpha/departments/")
    with django_assert_num_queries(8):
        client.get("/alpha/people/")


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://www.Alpha.go.th/index.php?x=1", "alpha.go.th"),
        ("alpha.go.th", "alpha.go.th"),
        (" www.alpha.go.th/ ", "alpha.go.th"),
        ("เทศบาล.ไทย", "เทศบาล.ไทย"),
        ("https://www.xn--o3cg7ak5c9d.xn--o3cw4h./", "เทศบาล.ไทย"),
        ("", ""),
    ],
)
def test_the_website_is_kept_by_its_host(client, typed, host):
    world = World()
    client.force_login(world.coordinator)
    assert client.post("/alpha/website/", {"host": typed}).status_code == 302
    world.agency.refresh_from_db()
    assert world.agency.main_host == host


@pytest.mark.parametrize("typed", ["no website", "https://", "http://[", "a..b", "x" * 301])
def test_what_is_no_website_comes_back_with_a_sentence(client, typed):
    world = World()
    client.force_login(world.coordinator)
    answer = client.post("/alpha/website/", {"host": typed})
    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)


def test_staff_read_which_website_it_is(client):
    world = World()
    client.force_login(world.staff)
    assert client.get("/alpha/website/").status_code == 200
    assert client.post("/alpha/website/", {"host": "alpha.go.th"}).status_code == 403

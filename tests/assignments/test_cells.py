"""The matrix is saved cell by cell: what changed, what somebody else changed, and nothing else."""

import datetime

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import join
from accounts.enums import Role
from assignments.cells import Change, save_cells
from assignments.models import Assignment
from assignments.queries import seat_of
from criteria.importers import import_edition, import_requirements
from criteria.models import Item
from records.models import AuditEvent
from submissions.models import Notice
from tests.factories import World, make_department, make_person

pytestmark = pytest.mark.django_db
FIXTURES = settings.BASE_DIR / "fixtures"


@pytest.fixture
def world() -> World:
    return World()


def number(world: World, code: str) -> int:
    return Item.objects.get(edition=world.edition, number=int(code[1:])).pk


def change(world: World, code: str, department, seen: str, wanted: str) -> Change:
    return Change(number(world, code), department.pk, seen, wanted)


def stands(world: World, code: str) -> dict[str, str]:
    rows = Assignment.objects.filter(assessment=world.year, item=number(world, code)).select_related("department")
    return {row.department.key: row.part for row in rows}


def test_a_new_lead_makes_the_one_before_a_supporter(world):
    third = make_department(world.agency, "third")
    saved = save_cells(world.year, [change(world, "O1", third, "", "lead")], by=world.coordinator)
    assert stands(world, "O1") == {"office": "support", "finance": "support", "third": "lead"}
    assert saved.demoted == [(number(world, "O1"), world.office.pk)]


def test_two_departments_change_places_and_keep_their_rows(world):
    due = datetime.date(2047, 3, 31)
    Assignment.objects.filter(assessment=world.year).update(due_on=due, source_text="ตามเอกสาร")
    before = set(Assignment.objects.values_list("pk", flat=True))
    changes = [change(world, "O1", world.office, "lead", "support"), change(world, "O1", world.finance, "support", "lead")]
    save_cells(world.year, changes, by=world.coordinator)
    rows = Assignment.objects.filter(assessment=world.year, item=number(world, "O1"))
    assert stands(world, "O1") == {"office": "support", "finance": "lead"}
    assert {(row.due_on, row.source_text) for row in rows} == {(due, "ตามเอกสาร")}
    assert set(Assignment.objects.values_list("pk", flat=True)) == before


def test_what_somebody_else_changed_is_left_alone_and_named_and_the_rest_is_saved(world):
    save_cells(world.year, [change(world, "O1", world.finance, "support", "")], by=world.coordinator)
    late = [change(world, "O1", world.finance, "support", "lead"), change(world, "O2", world.finance, "support", "")]
    saved = save_cells(world.year, late, by=world.coordinator)
    assert [(one.change, one.now) for one in saved.conflicts] == [(late[0], "")]
    assert (stands(world, "O1"), stands(world, "O2")) == ({"office": "lead"}, {"office": "lead"})


def test_both_wanting_the_same_is_no_conflict(world):
    wanted = [change(world, "O1", world.finance, "support", "")]
    save_cells(world.year, wanted, by=world.coordinator)
    saved = save_cells(world.year, wanted, by=world.coordinator)
    assert (saved.changed, saved.conflicts) == ([], [])


def test_two_leads_of_one_item_are_refused_with_its_code_and_nothing_is_saved(world):
    third, fourth = make_department(world.agency, "third"), make_department(world.agency, "fourth")
    wanted = [change(world, "O1", third, "", "lead"), change(world, "O1", fourth, "", "lead")]
    with pytest.raises(PermissionDenied, match="O1"):
        save_cells(world.year, wanted, by=world.coordinator)
    assert stands(world, "O1") == {"office": "lead", "finance": "support"}


def test_a_foreign_department_an_unknown_part_and_a_closed_year_are_refused(world):
    other = World("beta")
    for wrong in (change(world, "O1", other.office, "", "lead"), change(world, "O1", world.office, "lead", "boss")):
        with pytest.raises(PermissionDenied):
            save_cells(world.year, [wrong], by=world.coordinator)
    world.endorse()
    with pytest.raises(PermissionDenied, match="endorsed"):
        save_cells(world.year, [change(world, "O1", world.finance, "support", "")], by=world.coordinator)


def test_one_event_holds_all_cells_and_who_is_new_is_told(world):
    third = make_department(world.agency, "third")
    wanted = [change(world, "O1", third, "", "support"), change(world, "O2", world.finance, "support", "")]
    Notice.objects.all().delete()
    person = make_person("third@alpha")
    join(person, world.agency, Role.STAFF, [third], by=world.admin)
    save_cells(world.year, wanted, by=world.coordinator)
    event = AuditEvent.objects.get(verb="save_cells")
    assert event.details["cells"] == [["O1", "third", "", "support"], ["O2", "finance", "support", ""]]
    assert [(one.person, one.submission.item.code) for one in Notice.objects.all()] == [(person, "O1")]


@pytest.mark.django_db(transaction=True)
def test_assigning_every_item_to_ten_departments_takes_twelve_queries():
    import_requirements(FIXTURES / "requirements.yaml")
    world = World(edition=import_edition(FIXTURES / "catalogue" / "2566-national.yaml", by=None, publish=True))
    departments = [make_department(world.agency, f"more-{n}") for n in range(10)]
    join(make_person("more@alpha"), world.agency, Role.STAFF, departments, by=world.admin)
    items = list(Item.objects.filter(edition=world.edition))
    everything = [
        Change(item.pk, one.pk, "", "support" if place % 10 else "lead")
        for place, (item, one) in enumerate((item, one) for item in items for one in departments)
    ]
    Assignment.objects.filter(assessment=world.year).delete()
    seat_of(world.coordinator, world.year)  # read once in a request, by whoever loads the year
    Notice.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        save_cells(world.year, everything, by=world.coordinator)
    asked = [query["sql"].split()[0] for query in queries.captured_queries]
    assert (asked[0], asked[-1], len(asked[1:-1])) == ("BEGIN", "COMMIT", 12)
    assert (len(items), Assignment.objects.filter(assessment=world.year).count(), Notice.objects.count()) == (43, 430, 430)


# --- the page


def sent(world: World, **cells: str) -> dict:
    rows = Assignment.objects.filter(assessment=world.year)
    seen = "\n".join(f"cell.{row.item_id}.{row.department_id}={row.part}" for row in rows)
    return {"seen": seen, **cells}


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_the_form_saves_what_changed_and_comes_back(world):
    name = f"cell.{number(world, 'O1')}.{world.finance.pk}"
    response = client_of(world.coordinator).post("/alpha/2590-small/matrix/edit/", sent(world, **{name: ""}))
    assert (response.status_code, stands(world, "O1")) == (302, {"office": "lead"})


def test_the_slower_of_two_sees_both_and_decides(world):
    name = f"cell.{number(world, 'O1')}.{world.finance.pk}"
    slow = sent(world, **{name: "lead"})
    save_cells(world.year, [change(world, "O1", world.finance, "support", "")], by=world.coordinator)
    client = client_of(world.coordinator)
    response = client.post("/alpha/2590-small/matrix/edit/", slow)
    page = response.content.decode()
    assert (response.status_code, "theirs: —, yours: lead" in page) == (409, True)
    again = client.post("/alpha/2590-small/matrix/edit/", sent(world, **{name: "lead"}))
    assert (again.status_code, stands(world, "O1")) == (302, {"office": "support", "finance": "lead"})


def test_a_refused_form_keeps_what_was_chosen(world):
    third, fourth = make_department(world.agency, "third"), make_department(world.agency, "fourth")
    pk = number(world, "O1")
    data = sent(world, **{f"cell.{pk}.{third.pk}": "lead", f"cell.{pk}.{fourth.pk}": "lead"})
    response = client_of(world.coordinator).post("/alpha/2590-small/matrix/edit/", data)
    page = response.content.decode()
    assert (response.status_code, page.count('<option value="lead" selected>')) == (403, len(world.items()) + 2)


def test_who_may_look_and_who_may_write(world):
    client = {name: client_of(person) for name, person in world.people().items()}
    seen = {name: one.get("/alpha/2590-small/matrix/edit/").status_code for name, one in client.items()}
    wrote = {name: one.post("/alpha/2590-small/matrix/edit/", sent(world)).status_code for name, one in client.items()}
    assert {name for name, status in seen.items() if status == 404} == {"assessor", "lead"}  # not theirs to know yet
    assert {name for name, status in wrote.items() if status == 302} == {"coordinator"}
    assert client_of(World("beta").coordinator).get("/alpha/2590-small/matrix/edit/").status_code == 404


@pytest.mark.parametrize("page", ["matrix/edit/", "workload/"])
def test_the_same_queries_for_two_departments_and_for_many(world, page, django_assert_num_queries):
    client, count = client_of(world.coordinator), {"matrix/edit/": 13, "workload/": 10}[page]
    with django_assert_num_queries(count):
        client.get(f"/alpha/2590-small/{page}")
    for n in range(12):
        one = make_department(world.agency, f"more-{n}")
        save_cells(world.year, [change(world, "O1", one, "", "support")], by=world.coordinator)
    with django_assert_num_queries(count):
        client.get(f"/alpha/2590-small/{page}")


def test_a_rule_leads_to_the_preview_of_its_items(world):
    response = client_of(world.coordinator).post(
        "/alpha/2590-small/bulk/assign/", {"rule": f"sub:{world.item('O1').item.sub.number}", "lead": world.finance.pk}
    )
    codes = [s.item.code for s in world.items() if s.item.sub_id == world.item("O1").item.sub_id]
    assert [choice.code for choice in response.context["page"].choices] == codes
    assert f'<option value="{world.finance.pk}" selected' in response.content.decode()

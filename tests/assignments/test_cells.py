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
from assignments.actions import extend
from assignments.cells import Change, Conflict, NewDay, NewLead, save_cells
from assignments.models import Assignment
from assignments.queries import seat_of
from criteria.importers import import_edition, import_requirements
from criteria.models import Item
from records.models import AuditEvent
from submissions.models import Notice
from tests.factories import World, make_department, make_person

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = (datetime.date(2047, month, 15) for month in (3, 4, 5))
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
    assert statements(world, everything) == 12
    assert (len(items), Assignment.objects.filter(assessment=world.year).count(), Notice.objects.count()) == (43, 430, 430)
    lead, other, third, *_rest = departments
    moves = [(lead, "lead", "support"), (other, "support", "lead"), (third, "support", "")]
    some = [Change(item.pk, one.pk, seen, wanted) for item in items for one, seen, wanted in moves]
    seen = {one.pk: None for one in departments[3:]}
    days = [NewDay(item.pk, seen, MARCH + datetime.timedelta(item.number)) for item in items]
    assert statements(world, some, days) <= 12


def statements(world: World, changes: list[Change], days: list[NewDay] = ()) -> int:
    """How many stand between BEGIN and COMMIT."""
    with CaptureQueriesContext(connection) as queries:
        assert save_cells(world.year, changes, days=days, by=world.coordinator).conflicts == []
    asked = [query["sql"].split()[0] for query in queries.captured_queries]
    assert (asked[0], asked[-1]) == ("BEGIN", "COMMIT")
    return len(asked[1:-1])


# --- the page


def sent(world: World, **cells: str) -> dict:
    rows = Assignment.objects.filter(assessment=world.year)
    seen = "\n".join(f"cell.{row.item_id}.{row.department_id}={row.part}" for row in rows)
    seen += "".join(f"\ndue.{row.item_id}.{row.department_id}={row.due_on}" for row in rows if row.due_on)
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


# --- a lead moves as one decision


def leads(world: World) -> dict[int, int]:
    rows = Assignment.objects.filter(assessment=world.year, part="lead")
    return dict(rows.values_list("item_id", "department_id"))


def test_a_lead_that_somebody_else_gave_away_is_one_decision_and_nothing_of_mine_is_saved(world):
    third, fourth = make_department(world.agency, "third"), make_department(world.agency, "fourth")
    seen = leads(world)
    save_cells(world.year, [change(world, "O1", third, "", "lead")], by=world.coordinator)
    mine = (change(world, "O1", world.office, "lead", "support"), change(world, "O1", fourth, "", "lead"))
    saved = save_cells(world.year, mine, leads=seen, by=world.coordinator)
    assert saved.conflicts == [Conflict(NewLead(number(world, "O1"), mine), third.pk)]
    assert stands(world, "O1") == {"office": "support", "finance": "support", "third": "lead"}


def test_without_a_word_on_the_lead_before_it_is_a_conflict_all_the_same(world):
    third, fourth = make_department(world.agency, "third"), make_department(world.agency, "fourth")
    seen = leads(world)
    save_cells(world.year, [change(world, "O1", third, "", "lead")], by=world.coordinator)
    mine = (change(world, "O1", fourth, "", "lead"),)
    saved = save_cells(world.year, mine, leads=seen, by=world.coordinator)
    assert saved.conflicts == [Conflict(NewLead(number(world, "O1"), mine), third.pk)]
    assert stands(world, "O1")["third"] == "lead"


def test_where_the_cell_of_the_new_lead_was_changed_the_old_one_keeps_the_lead(world):
    third = make_department(world.agency, "third")
    seen = leads(world)
    save_cells(world.year, [change(world, "O1", third, "", "support")], by=world.coordinator)
    off, on = change(world, "O1", world.office, "lead", "support"), change(world, "O1", third, "", "lead")
    saved = save_cells(world.year, [off, on], leads=seen, by=world.coordinator)
    assert (saved.changed, saved.conflicts) == ([], [Conflict(on, "support", (off,))])
    assert stands(world, "O1") == {"office": "lead", "finance": "support", "third": "support"}


def test_both_giving_the_lead_to_the_same_is_no_conflict(world):
    mine = [change(world, "O1", world.office, "lead", "support"), change(world, "O1", world.finance, "support", "lead")]
    seen = leads(world)
    save_cells(world.year, mine, leads=seen, by=world.coordinator)
    saved = save_cells(world.year, mine, leads=seen, by=world.coordinator)
    assert (saved.changed, saved.conflicts) == ([], [])


def test_the_page_shows_a_moved_lead_once_with_both_departments_and_one_lead_in_the_row(world):
    third, fourth = make_department(world.agency, "third"), make_department(world.agency, "fourth")
    pk = number(world, "O1")
    slow = sent(world, **{f"cell.{pk}.{world.office.pk}": "support", f"cell.{pk}.{fourth.pk}": "lead"})
    save_cells(world.year, [change(world, "O1", third, "", "lead")], by=world.coordinator)
    response = client_of(world.coordinator).post("/alpha/2590-small/matrix/edit/", slow)
    shown = response.context["page"].conflicts
    assert (response.status_code, [(one.code, one.about, one.now, one.yours) for one in shown]) == (
        409,
        [("O1", "lead", "third", "fourth")],
    )
    assert response.content.decode().count('<option value="lead" selected>') == len(world.items())


# --- due days


def days_of(world: World, code: str) -> dict[str, datetime.date | None]:
    rows = Assignment.objects.filter(assessment=world.year, item=number(world, code))
    return dict(rows.values_list("department__key", "due_on"))


def new_day(world: World, code: str, wanted: datetime.date | None, **seen: datetime.date | None) -> NewDay:
    departments = {one.key: one.pk for one in (world.office, world.finance)}
    return NewDay(number(world, code), {departments[key]: day for key, day in seen.items()}, wanted)


def test_a_day_is_set_for_an_item_and_for_one_department_of_it(world):
    save_cells(world.year, [], days=[new_day(world, "O1", MARCH, office=None, finance=None)], by=world.coordinator)
    save_cells(world.year, [], days=[new_day(world, "O1", APRIL, finance=MARCH)], by=world.coordinator)
    assert (days_of(world, "O1"), days_of(world, "O2")) == (
        {"office": MARCH, "finance": APRIL},
        {"office": None, "finance": None},
    )
    event = AuditEvent.objects.filter(verb="save_cells").latest("pk")
    assert event.details == {"cells": [], "days": [["O1", "finance", "2047-03-15", "2047-04-15"]]}


def test_a_day_that_somebody_else_set_is_left_alone_and_both_are_named(world):
    mine = new_day(world, "O1", APRIL, office=None, finance=None)
    save_cells(world.year, [], days=[new_day(world, "O1", MARCH, office=None, finance=None)], by=world.coordinator)
    saved = save_cells(world.year, [], days=[mine], by=world.coordinator)
    assert (saved.days, saved.conflicts) == ([], [Conflict(mine, (MARCH, MARCH))])
    assert days_of(world, "O1") == {"office": MARCH, "finance": MARCH}


def test_a_department_that_is_new_gets_the_day_of_its_item(world):
    third = make_department(world.agency, "third")
    save_cells(world.year, [], days=[new_day(world, "O1", MARCH, office=None, finance=None)], by=world.coordinator)
    save_cells(world.year, [change(world, "O1", third, "", "support")], by=world.coordinator)
    assert days_of(world, "O1")["third"] == MARCH
    both = new_day(world, "O2", APRIL, office=None, finance=None)
    save_cells(world.year, [change(world, "O2", third, "", "support")], days=[both], by=world.coordinator)
    assert days_of(world, "O2") == {"office": APRIL, "finance": APRIL, "third": APRIL}


def test_an_item_that_nobody_answers_for_cannot_have_a_day(world):
    Assignment.objects.filter(assessment=world.year, item=number(world, "O1")).delete()
    with pytest.raises(PermissionDenied, match="O1"):
        save_cells(world.year, [], days=[new_day(world, "O1", MARCH)], by=world.coordinator)


def typed_day(world: World, code: str, day: str, month: str, year: str) -> dict[str, str]:
    name = f"due.{number(world, code)}"
    return {f"{name}_0": day, f"{name}_1": month, f"{name}_2": year}


def test_the_form_saves_a_day_of_the_buddhist_era_and_warns_of_one_outside_the_time_for_answers(world):
    client = client_of(world.coordinator)
    data = sent(world, **typed_day(world, "O1", "๑๕", "3", "2590"), **typed_day(world, "O2", "", "", ""))
    page = client.post("/alpha/2590-small/matrix/edit/", data, follow=True)
    assert (days_of(world, "O1"), days_of(world, "O2")["office"]) == ({"office": MARCH, "finance": MARCH}, None)
    assert [str(message) for message in page.context["messages"]][0] == "The due day of 1 item is saved."
    extend(world.year, until=APRIL, reason="น้ำท่วม", by=world.admin)
    late = sent(world, **typed_day(world, "O1", "15", "5", "2590"))
    page = client.post("/alpha/2590-small/matrix/edit/", late, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["success", "warning"]
    assert days_of(world, "O1") == {"office": MAY, "finance": MAY}


def test_a_day_that_is_none_comes_back_as_it_was_typed_and_nothing_is_saved(world):
    cell = {f"cell.{number(world, 'O1')}.{world.finance.pk}": ""}
    data = sent(world, **typed_day(world, "O1", "31", "2", "2590"), **cell)
    response = client_of(world.coordinator).post("/alpha/2590-small/matrix/edit/", data)
    page = response.content.decode()
    assert (response.status_code, response.context["page"].faults, stands(world, "O1")["finance"]) == (422, ["O1"], "support")
    assert ('value="31"' in page, "has 28 days" in page, page.count('<option value="" selected>—</option>')) == (True, True, 1)


def test_the_slower_of_two_sees_both_days(world):
    slow = sent(world, **typed_day(world, "O1", "15", "4", "2590"))
    save_cells(world.year, [], days=[new_day(world, "O1", MARCH, office=None, finance=None)], by=world.coordinator)
    client = client_of(world.coordinator)
    response = client.post("/alpha/2590-small/matrix/edit/", slow)
    (one,) = response.context["page"].conflicts
    assert (response.status_code, one.code, one.about, one.now, one.yours) == (
        409,
        "O1",
        "due day",
        "15 Mar 2590 BE (2047)",
        "15 Apr 2590 BE (2047)",
    )
    assert 'value="15"' in response.content.decode()
    again = {"seen": response.context["page"].seen, **typed_day(world, "O1", "15", "4", "2590")}
    assert (client.post("/alpha/2590-small/matrix/edit/", again).status_code, days_of(world, "O1")["office"]) == (302, APRIL)


def test_a_rule_sets_the_day_of_what_one_department_answers_for(world):
    client, address = client_of(world.coordinator), "/alpha/2590-small/bulk/due/"
    save_cells(world.year, [change(world, "O2", world.finance, "support", "")], by=world.coordinator)
    preview = client.post(address, {"rule": "given", "department": world.finance.pk})
    choices = preview.context["page"].choices
    codes = [s.item.code for s in world.items() if s.item.code != "O2"]
    assert [choice.code for choice in choices] == codes
    typed = {"due_on_0": "15", "due_on_1": "4", "due_on_2": "2590", "confirm": "1", "department": world.finance.pk}
    save_cells(world.year, [], days=[new_day(world, "O3", MAY, finance=None)], by=world.coordinator)
    done = client.post(address, {"items": codes, "seen": [choice.seen for choice in choices], **typed})
    refused = {one.submission.item.code: one.refusal for one in done.context["page"].refused}
    assert (done.status_code, refused) == (
        200,
        {"O3": "Somebody else set another day in the meantime: 15 May 2590 BE (2047). It was left so."},
    )
    assert (days_of(world, "O1"), days_of(world, "O3")) == ({"office": None, "finance": APRIL}, {"office": None, "finance": MAY})


def test_a_day_by_rule_says_where_nobody_answers(world):
    Assignment.objects.filter(assessment=world.year, item=number(world, "O1")).delete()
    page = (
        client_of(world.coordinator)
        .post("/alpha/2590-small/bulk/due/", {"items": ["O1", "O2"], "department": "7"})
        .context["page"]
    )
    assert [choice.verdict.reason for choice in page.choices] == [
        "Nobody answers for it yet. Give it to a department first.",
        "The chosen department has no part in it.",
    ]

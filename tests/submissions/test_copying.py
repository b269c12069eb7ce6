"""Copying answers into the official system: what is typed there, what was entered, and what was changed since."""

from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from assignments.actions import assign
from records.models import AuditEvent
from submissions import actions
from submissions.copying import CopyRow, copy_row, copy_rows
from submissions.enums import Status
from submissions.models import Entered, Submission
from tests.factories import World, make_person, pdf_upload
from tests.submissions.test_views import client_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """O1 and O2 are accepted, O3 is handed in, the rest untouched."""
    world = World()
    world.accept("O1")
    world.accept("O2")
    world.submit("O3")
    return world


def row(world: World, code: str) -> CopyRow:
    return copy_row(world.item(code))


def typed(world: World, code: str) -> tuple[str, list[str], str]:
    here = row(world, code)
    return here.answer, here.addresses, here.explanation


def enter(world: World, code: str, by: User | None = None) -> Entered:
    return actions.enter(world.item(code), seen=row(world, code).digest, by=by or world.coordinator)


def reworked(world: World, code: str, explanation: str) -> None:
    """Returned, written anew, accepted again."""
    actions.return_for_changes(world.item(code), comment="แก้ไข", by=world.coordinator)
    here = world.item(code)
    words = {"answer": "yes", "explanation": explanation, "reason_none": "", "version": here.version}
    actions.save_answer(here, **words, by=world.staff)
    actions.submit(world.item(code), by=world.staff)
    actions.accept(world.item(code), by=world.coordinator)


def test_an_answer_is_typed_as_the_official_form_asks(world):
    assert typed(world, "O1") == ("มี", ["https://www.alpha.example/o1"], "หน้าแรก\nหน้าแรก > ITA")
    assert typed(world, "O4") == ("", [], "")


def test_of_several_addresses_each_way_is_named_and_what_is_said_already_is_not_said_again(world):
    about = actions.About(title="ฉบับเต็ม", click_path="หน้าแรก > ดาวน์โหลด")
    actions.return_for_changes(world.item("O1"), comment="เพิ่ม", by=world.coordinator)
    actions.add_url(world.item("O1"), "https://www.alpha.example/full", about, by=world.staff)
    expected = "หน้าแรก\nหลักฐาน: หน้าแรก > ITA\nฉบับเต็ม: หน้าแรก > ดาวน์โหลด"
    assert typed(world, "O1")[1:] == (["https://www.alpha.example/o1", "https://www.alpha.example/full"], expected)
    here = world.item("O1")
    words = {"answer": "yes", "explanation": expected, "reason_none": "", "version": here.version}
    actions.save_answer(here, **words, by=world.staff)
    assert typed(world, "O1")[2] == expected


def test_we_do_not_have_it_is_typed_with_its_reason_and_without_addresses():
    world = World()
    world.answer("O1")
    here = world.item("O1")
    actions.save_answer(here, answer="no", explanation="", reason_none="ไม่มีภารกิจนี้", version=here.version, by=world.staff)
    assert typed(world, "O1") == ("ไม่มี", [], "ไม่มีภารกิจนี้")


def test_a_file_needs_an_address_until_the_year_is_published(settings):
    settings.PORTAL_URL = "https://ita.example"
    world = World()
    file = actions.add_file(world.item("O1"), pdf_upload(), actions.About(title="รายงาน"), by=world.staff)
    assert [one.title for one in row(world, "O1").unpublished] == ["รายงาน"]
    assert "Put them on the agency" in client_of(world.coordinator).get(url(world, "copy_sheet")).content.decode()
    world.publish()
    assert (f"https://ita.example/public/file/{file.key}/" in row(world, "O1").addresses, row(world, "O1").unpublished) == (
        True,
        [],
    )


def test_what_was_entered_is_remembered_with_who_and_when(world):
    enter(world, "O1")
    here = row(world, "O1")
    assert (here.is_entered, here.is_changed, here.entered.by) == (True, False, world.coordinator)
    assert [one.code for one in copy_rows(world.year) if one.is_entered] == ["O1"]
    event = AuditEvent.objects.get(verb="enter")
    assert (event.details, event.actor_id) == ({"item": "O1"}, world.coordinator.pk)


def test_the_first_word_stands_and_can_be_taken_back(world):
    first = enter(world, "O1")
    assert enter(world, "O1").at == first.at
    for _twice in range(2):
        actions.take_back_entered(world.item("O1"), by=world.coordinator)
    assert (row(world, "O1").entered, AuditEvent.objects.filter(verb="take_back_entered").count()) == (None, 1)


def test_an_answer_changed_after_it_was_entered_is_pointed_out_until_it_is_entered_again(world):
    enter(world, "O1")
    reworked(world, "O1", "ย้ายไปหน้าใหม่")
    here = row(world, "O1")
    assert (here.is_entered, here.is_changed) == (False, True)
    page = client_of(world.coordinator).get(url(world, "copy_sheet"), {"show": "changed"})
    assert ([line.row.code for line in page.context["page"].lines], page.context["page"].done) == (["O1"], 0)
    assert "the answer was changed after that" in page.content.decode()
    enter(world, "O1")
    assert row(world, "O1").is_entered


def test_returned_and_accepted_as_it_was_is_still_entered(world):
    enter(world, "O1")
    reworked(world, "O1", "หน้าแรก")
    assert row(world, "O1").is_entered


def test_what_changed_since_it_was_copied_is_not_marked(world):
    seen = row(world, "O1").digest
    reworked(world, "O1", "อื่น")
    with pytest.raises(actions.StaleSubmission):
        actions.enter(world.item("O1"), seen=seen, by=world.coordinator)
    client = client_of(world.coordinator)
    page = client.post(f"{url(world, 'copy_sheet')}O1/enter/", {"seen": seen}, follow=True).content.decode()
    assert ("was changed after you opened the page" in page, Entered.objects.count()) == (True, 0)


@pytest.mark.parametrize("code", ["O3", "O4"])
def test_only_what_is_accepted_can_be_entered(world, code):
    with pytest.raises(PermissionDenied, match="Accept it first"):
        enter(world, code)


@pytest.mark.parametrize("who", ["staff", "executive", "admin", "observer", "assessor"])
def test_only_the_coordinator_marks(world, who):
    enter(world, "O2")
    person = world.people()[who]
    with pytest.raises(PermissionDenied, match="Only the agency's ITA coordinator"):
        enter(world, "O1", by=person)
    with pytest.raises(PermissionDenied, match="Only the agency's ITA coordinator"):
        actions.take_back_entered(world.item("O2"), by=person)
    assert list(Entered.objects.values_list("submission__item__number", flat=True)) == [2]


def test_nothing_is_marked_in_a_published_year():
    world = World()
    world.publish()
    with pytest.raises(PermissionDenied, match="The year is published"):
        enter(world, "O1")


def test_who_sees_the_sheet_and_its_workbook(world):
    people = world.people() | {"stranger": make_person("stranger@elsewhere")}
    expected = {"staff": 200, "coordinator": 200, "executive": 200, "admin": 200, "observer": 403} | dict.fromkeys(
        ("assessor", "lead", "stranger"), 404
    )
    for name in ("copy_sheet", "copy_sheet_xlsx"):
        assert {who: client_of(person).get(url(world, name)).status_code for who, person in people.items()} == expected


def test_staff_see_the_items_of_their_department_and_no_buttons(world):
    assign(world.year, world.item("O1").item, lead=world.finance, by=world.coordinator)
    response = client_of(world.staff).get(url(world, "copy_sheet"))
    codes = [one.code for one in response.context["page"].rows]
    assert ("O1" in codes, "O2" in codes, "It is entered" in response.content.decode()) == (False, True, False)
    names = [cell.value for cell in sheet_of(client_of(world.staff), world)["A"]]
    assert names == ["Item", *codes]


def test_the_tick_comes_back_to_the_same_list(world):
    client = client_of(world.coordinator)
    page = client.get(url(world, "copy_sheet"), {"show": "left"}).content.decode()
    digest = row(world, "O1").digest
    assert f'value="{digest}"' in page
    response = client.post(f"{url(world, 'copy_sheet')}O1/enter/", {"seen": digest, "show": "left"})
    assert response.headers["Location"] == f"{url(world, 'copy_sheet')}?show=left#O1"
    shown = client.get(url(world, "copy_sheet"), {"show": "left"}).context["page"]
    assert ([line.row.code for line in shown.lines][:2], shown.done) == (["O2", "O3"], 1)
    response = client.post(f"{url(world, 'copy_sheet')}O1/take-back/", {"show": "/elsewhere"})
    assert response.headers["Location"] == f"{url(world, 'copy_sheet')}#O1"
    assert not row(world, "O1").is_entered


def test_the_filters_count(world):
    enter(world, "O1")
    total = len(world.items())
    tabs = {tab["show"]: tab["n"] for tab in client_of(world.coordinator).get(url(world, "copy_sheet")).context["page"].tabs}
    assert tabs == {"": total, "left": total - 1, "ready": 1, "changed": 0, "entered": 1}


def sheet_of(client, world: World):
    return openpyxl.load_workbook(BytesIO(client.get(url(world, "copy_sheet_xlsx")).content)).worksheets[0]


def test_the_workbook_holds_the_same_and_no_formula(world):
    reworked(world, "O1", '=HYPERLINK("https://evil.example")')
    enter(world, "O1")
    rows = list(sheet_of(client_of(world.coordinator), world).iter_rows())
    first = rows[1]
    assert [cell.value for cell in first[2:6]] == [
        "มี",
        "https://www.alpha.example/o1",
        '=HYPERLINK("https://evil.example")\nหน้าแรก > ITA',
        "accepted",
    ]
    assert ({cell.data_type for cell in first if cell.value}, first[7].value) == ({"s"}, "coordinator")
    assert len(rows) == len(world.items()) + 1


def test_the_same_queries_for_one_item_and_for_all(world, django_assert_max_num_queries):
    client = client_of(world.coordinator)
    with django_assert_max_num_queries(9) as few:
        client.get(url(world, "copy_sheet"))
    for submission in world.items():
        if submission.status in (Status.DRAFT, Status.SUBMITTED):
            Submission.objects.filter(pk=submission.pk).update(status=Status.ACCEPTED, answer="no", reason_none="ไม่มี")
        enter(world, submission.item.code)
    with django_assert_max_num_queries(9) as many:
        page = client.get(url(world, "copy_sheet")).context["page"]
    assert (page.done, len(few)) == (len(world.items()), len(many))


def test_statuses_that_count_as_passed_are_those_after_acceptance():
    passed = {Status.ACCEPTED, Status.SCORED, Status.CONTESTED}
    assert {status for status in Status if CopyRow(Submission(status=status), [], None).is_ready} == passed

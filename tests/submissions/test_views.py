"""Pages: who gets which answer, what they show, what they cost; and that nothing typed is lost."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from assignments.actions import assign
from submissions import actions
from submissions.enums import Status
from submissions.models import Evidence
from tests.factories import World, buddhist, make_person, pdf_upload

pytestmark = pytest.mark.django_db


def client_of(person: User | AnonymousUser) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(world: World, name: str, *more: str) -> str:
    return reverse(f"submissions:{name}", args=[world.agency.slug, world.edition.code, *more])


def statuses(world: World, address: str) -> dict[str, int]:
    return {name: client_of(person).get(address).status_code for name, person in world.people().items()}


def test_an_agencys_year_while_it_is_written():
    """Assessors come only when the year is opened to them; another agency's people never."""
    alpha, beta = World("alpha"), World("beta")
    expected = {"staff": 200, "coordinator": 200, "executive": 200, "observer": 200, "assessor": 404, "lead": 404, "admin": 200}
    for address in (url(alpha, "year"), url(alpha, "matrix"), url(alpha, "item", "O1")):
        assert statuses(alpha, address) == expected
        foreign = {name: code for name, code in statuses(beta, address).items() if name != "admin"}
        assert foreign == dict.fromkeys(foreign, 404)


def test_assessors_enter_when_the_assessment_opens():
    world = World()
    world.open_assessment()
    assert set(statuses(world, url(world, "item", "O1")).values()) == {200}


def test_an_item_answers_to_every_spelling_of_its_code():
    world = World()
    client = client_of(world.staff)
    base = url(world, "year")
    assert [client.get(f"{base}{code}/").status_code for code in ("O1", "o1", "01", "๐๑", "O9")] == [200, 200, 200, 200, 404]


def test_staff_answer_an_item_in_the_browser():
    world = World()
    client = client_of(world.staff)
    answer = {"answer": "yes", "explanation": "หน้าแรก > เกี่ยวกับ", "reason_none": "", "version": 0}
    assert client.post(url(world, "save_answer", "O1"), answer).status_code == 302
    component = world.item("O1").item.components.first()
    form = {
        "urls": "https://a.example/1\nhttps://a.example/2",
        "title": "",
        "click_path": "หน้าแรก > 1",
        "components": [component.pk],
    }
    assert client.post(url(world, "add_evidence", "O1"), {**form, "files": [pdf_upload()]}).status_code == 302
    assert [(e.kind, e.title) for e in Evidence.objects.all()] == [
        ("url", "https://a.example/1"),
        ("url", "https://a.example/2"),
        ("file", "รายงานผล ปี ๒๕๙๐ (ฉบับแก้ไข).pdf"),
    ]
    assert client.post(url(world, "step", "O1", "submit")).status_code == 302
    assert world.item("O1").status == Status.SUBMITTED


def test_a_wrong_address_keeps_what_was_typed():
    world = World()
    form = {"urls": "https://a.example/1\nไม่ใช่ที่อยู่", "title": "ชื่อเรื่อง", "click_path": "หน้าแรก > ก"}
    response = client_of(world.staff).post(url(world, "add_evidence", "O1"), form)
    page = response.content.decode()
    assert response.status_code == 422
    assert ("ไม่ใช่ที่อยู่" in page, "ชื่อเรื่อง" in page, "หน้าแรก &gt; ก" in page) == (True, True, True)
    assert Evidence.objects.count() == 0


def test_two_people_writing_see_both_texts():
    world = World()
    mine = {"answer": "yes", "explanation": "ของฉัน", "reason_none": "", "version": 0}
    client_of(world.coordinator).post(url(world, "save_answer", "O1"), mine | {"explanation": "ของเขา"})
    response = client_of(world.staff).post(url(world, "save_answer", "O1"), mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert ("ของฉัน" in page, "ของเขา" in page, 'name="version" value="1"' in page) == (True, True, True)
    assert world.item("O1").explanation == "ของเขา"


def test_the_grey_button_shows_the_sentence_that_the_refusal_would_be():
    world = World()
    client = client_of(world.staff)
    page = client.get(url(world, "item", "O1")).content.decode()
    refused = client.post(url(world, "step", "O1", "submit"))
    sentence = "Say first whether the agency has it or not, and save the answer."
    assert (sentence in page, refused.status_code, sentence in refused.content.decode()) == (True, 403, True)


@pytest.mark.parametrize("verb", ["submit", "recall", "return", "accept", "contest", "settle"])
def test_every_step_asks_for_post_and_refuses_strangers(verb):
    alpha, beta = World("alpha"), World("beta")
    address = url(alpha, "step", "O1", verb)
    assert client_of(alpha.staff).get(address).status_code == 405
    assert client_of(beta.coordinator).post(address, {"comment": "x"}).status_code == 404
    assert alpha.item("O1").status == Status.DRAFT


def test_a_double_click_is_told_and_changes_nothing():
    world = World()
    world.answer("O1")
    client = client_of(world.staff)
    codes = [client.post(url(world, "step", "O1", "submit")).status_code for _click in range(2)]
    assert (codes, world.item("O1").status) == ([302, 403], Status.SUBMITTED)


def test_an_assessor_scores_in_the_browser_and_goes_to_the_next():
    world = World()
    world.open_assessment()
    client = client_of(world.assessor)
    leaves = [c.pk for c in world.item("O1").item.components.all() if c.text != "อย่างน้อยประกอบด้วย"]
    half = {f"verdict_{leaves[0]}": "met", f"verdict_{leaves[1]}": "not_met", "comment": "ดูข้อ 2"}
    response = client.post(url(world, "save_review", "O1"), half | {"record": "1"})
    assert (response.status_code, "ดูข้อ 2" in response.content.decode()) == (422, True)
    full = half | {f"reason_{leaves[1]}": "R3", f"verdict_{leaves[2]}": "met", "record": "1"}
    assert client.post(url(world, "save_review", "O1"), full).headers["Location"] == url(world, "item", "O2") + "#title"
    assert (world.item("O1").status, world.item("O1").score) == (Status.SCORED, 0)


def test_the_agency_learns_its_scores_when_clarification_opens():
    world = World()
    world.score_all(failing=("O2",))
    before = client_of(world.coordinator).get(url(world, "item", "O2")).content.decode()
    actions.open_clarification_round(world.year, by=world.admin)
    after = client_of(world.coordinator).get(url(world, "item", "O2")).content.decode()
    assert ("score 0.00" in before, "score 0.00" in after) == (False, True)


def test_a_file_is_handed_out_as_an_attachment_to_those_who_may_see_it():
    alpha, beta = World("alpha"), World("beta")
    evidence = actions.add_file(alpha.item("O1"), pdf_upload(), actions.About(), by=alpha.staff)
    address = reverse("submissions:download", args=[evidence.key])
    response = client_of(alpha.coordinator).get(address)
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%B8%A3")
    assert (response.headers["X-Content-Type-Options"], response.headers["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    assert client_of(beta.coordinator).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def fill(world: World, count: int) -> None:
    """Bring `count` items to "submitted", so that lists have that many rows with evidence."""
    for submission in world.items()[:count]:
        world.submit(submission.item.code)


LISTS = {"home": 14, "submissions:year": 14, "submissions:matrix": 14}


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("role", ["staff", "coordinator", "executive", "observer", "admin"])
def test_lists_cost_the_same_for_one_row_and_for_all(role, count):
    world = World()
    client = client_of(world.people()[role])
    addresses = {name: reverse(name) if name == "home" else url(world, name.split(":")[1]) for name in LISTS}
    empty = {name: _queries(client, address) for name, address in addresses.items()}
    fill(world, count)
    filled = {name: _queries(client, address) for name, address in addresses.items()}
    assert filled == empty
    assert all(filled[name] <= limit for name, limit in LISTS.items())


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", ["staff", "coordinator", "executive", "observer", "assessor", "lead", "admin"])
def test_an_item_page_costs_at_most_20_queries(role):
    world = World()
    world.open_clarification(failing=("O2",))
    client = client_of(world.people()[role])
    one = _queries(client, url(world, "item", "O2"))
    for n in range(5):
        actions.add_comment(world.item("O2"), text=f"ความเห็น {n}", by=world.coordinator)
    assert (_queries(client, url(world, "item", "O2")), one <= 20) == (one, True)


def test_the_queue_costs_the_same_for_any_number_of_items():
    world = World()
    world.open_assessment()
    client = client_of(world.assessor)
    before = _queries(client, reverse("submissions:review"))
    world.judge("O1")
    assert (_queries(client, reverse("submissions:review")), before <= 12) == (before, True)


def test_the_coordinator_gives_an_item_to_departments():
    world = World()
    address = url(world, "assign", "O1")
    client = client_of(world.coordinator)
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 200  # nobody chosen: the form again, with the sentence
    assert client.post(address, {"lead": world.finance.pk, **buddhist("due_on", 31, 1, 2599)}).status_code == 302
    rows = world.year.assignments.filter(item__number=1).values_list("department", "part", "everyone")
    assert list(rows) == [(world.finance.pk, "lead", False)]
    assert client.post(address, {"everyone": "on"}).status_code == 302
    rows = world.year.assignments.filter(item__number=1).order_by("department").values_list("department", "part", "everyone")
    assert list(rows) == [(world.office.pk, "support", True), (world.finance.pk, "support", True)]
    assert client_of(world.staff).post(address, {"everyone": "on"}).status_code == 403


def test_another_agencys_department_cannot_be_named():
    alpha, beta = World("alpha"), World("beta")
    response = client_of(alpha.coordinator).post(url(alpha, "assign", "O1"), {"lead": beta.office.pk})
    assert response.status_code == 200
    assert alpha.year.assignments.filter(item__number=1, department=beta.office).count() == 0


def test_too_many_files_at_once_are_refused_with_the_number(settings):
    settings.UPLOAD_MAX_FILES = 2
    world = World()
    files = {"files": [pdf_upload(name=f"{n}.pdf") for n in range(3)]}
    response = client_of(world.staff).post(url(world, "add_evidence", "O1"), files)
    assert (response.status_code, "At most 2 files at once." in response.content.decode()) == (422, True)


def test_the_administrator_names_assessors_and_extends_the_time():
    world, stranger = World("alpha"), make_person("new@assessors")
    address, client = url(world, "run"), client_of(world.admin)
    offered = set(client.get(address).context["assessor_form"].fields["person"].queryset)
    assert (stranger in offered, world.coordinator in offered, world.admin in offered) == (True, False, False)
    assert client.post(address, {"person": stranger.pk, "assessor": "1"}).status_code == 302
    assert client.post(address, {"person": world.coordinator.pk, "assessor": "1"}).status_code == 422
    assert world.year.assessors.filter(user=stranger, lead=False).count() == 1
    until = buddhist("until", "๓๑", 12, "๒๕๙๙")
    assert client.post(address, {**until, "reason": "", "extension": "1"}).status_code == 422
    assert client.post(address, {**until, "reason": "น้ำท่วม", "extension": "1"}).status_code == 302
    world.year.refresh_from_db()
    assert (str(world.year.extended_until), world.year.extension_reason) == ("2056-12-31", "น้ำท่วม")
    assert client_of(world.coordinator).get(address).status_code == 403


def test_the_start_page_says_how_far_my_departments_items_are():
    """Due dates are those of the own agency, whatever another has set for the same item."""
    beta = World("beta")
    due = datetime.date(2047, 3, 5)
    actions_of_others = {"lead": beta.office, "support": [], "everyone": False, "due_on": datetime.date(2047, 1, 1)}
    assign(beta.year, beta.item("O1").item, **actions_of_others, by=beta.coordinator)
    world = World("alpha")
    assign(world.year, world.item("O1").item, lead=world.office, support=[], everyone=False, due_on=due, by=world.coordinator)
    world.submit("O2")
    work = client_of(world.staff).get("/").context["work"]
    assert (work.mine.handed_in, work.mine.total, [(s, n) for s, _label, n in work.mine.counts]) == (
        1,
        4,
        [("draft", 3), ("submitted", 1)],
    )
    assert [(s.folded, [(t.code, t.due_on) for t in s.tasks]) for s in work.sections] == [
        (False, [("O1", due), ("O3", None), ("O4", None)]),
        (True, [("O2", None)]),
    ]


def test_an_observer_is_led_to_the_comparison():
    world = World()
    found = {name: client_of(person).get("/").context["work"].only_reads for name, person in world.people().items()}
    assert found == dict.fromkeys(found, False) | {"observer": True}

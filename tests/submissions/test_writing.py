"""Writing an answer: saved while somebody types, never lost, never doubled."""

import pytest
from django.test import Client

from records.models import AuditEvent
from submissions import actions
from submissions.forms import EvidenceForm
from submissions.models import Evidence
from tests.factories import World, pdf_upload
from tests.submissions.test_views import client_of, url

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def words(text: str, version: int = 0, answer: str = "") -> dict:
    return {"answer": answer, "explanation": text, "reason_none": "", "version": version}


def saved(world: World) -> tuple[str, int]:
    submission = world.item("O1")
    return submission.explanation, submission.version


def type_in(client: Client, world: World, text: str, version: int):
    return client.post(url(world, "save_answer", "O1"), words(text, version), headers=HTMX)


def test_a_text_is_saved_while_it_is_written():
    """One line comes back, with the number of the version that the next saving builds on. Nobody needs to have answered yet."""
    world = World()
    client = client_of(world.staff)
    answer = type_in(client, world, "หน้าแรก", 0)
    page = answer.content.decode()
    assert (answer.status_code, "Saved at" in page, 'name="version" value="1"' in page, "<html" in page) == (
        200,
        True,
        True,
        False,
    )
    assert type_in(client, world, "หน้าแรก > เกี่ยวกับ", 1).status_code == 200
    assert saved(world) == ("หน้าแรก > เกี่ยวกับ", 2)


def test_a_sitting_stands_in_the_audit_trail_once_and_the_words_when_handed_in():
    world = World()
    client = client_of(world.staff)
    for version in range(3):
        type_in(client, world, f"หน้าแรก {version}", version)
    world.submit("O1")
    events = AuditEvent.objects.filter(target_type="submission", target_id=str(world.item("O1").pk)).order_by("id")
    assert [event.verb for event in events] == ["save_answer", "save_answer", "add_evidence", "submit"]
    assert (events.last().details["version"], len(events.last().details["sha256"])) == (4, 64)


def test_the_same_words_sent_twice_are_saved_once():
    """The button while the saving is under way, or a second click."""
    world = World()
    client = client_of(world.staff)
    type_in(client, world, "หน้าแรก", 0)
    again = client.post(url(world, "save_answer", "O1"), words("หน้าแรก", 0))
    assert (again.status_code, saved(world)) == (302, ("หน้าแรก", 1))


def test_while_writing_one_is_told_that_somebody_else_saved():
    world = World()
    type_in(client_of(world.coordinator), world, "ของผู้ประสานงาน", 0)
    late = type_in(client_of(world.staff), world, "ของเจ้าหน้าที่", 0)
    assert (late.status_code, "Press the button to see both texts." in late.content.decode()) == (409, True)
    assert saved(world) == ("ของผู้ประสานงาน", 1)


def test_a_conflict_shows_both_texts_and_either_can_be_kept():
    world = World()
    client = client_of(world.staff)
    actions.save_answer(world.item("O1"), **words("ของผู้ประสานงาน", 0, "yes"), by=world.coordinator)
    page = client.post(url(world, "save_answer", "O1"), words("ของเจ้าหน้าที่", 0, "yes"))
    text = page.content.decode()
    assert (page.status_code, "ของผู้ประสานงาน" in text, "ของเจ้าหน้าที่" in text) == (409, True, True)
    assert 'name="version" value="1"' in text
    assert client.post(url(world, "save_answer", "O1"), words("ของเจ้าหน้าที่", 1, "yes")).status_code == 302
    assert saved(world) == ("ของเจ้าหน้าที่", 2)


def test_the_button_with_script_shows_both_texts_in_place():
    world = World()
    actions.save_answer(world.item("O1"), **words("ของผู้ประสานงาน", 0, "yes"), by=world.coordinator)
    late = client_of(world.staff).post(url(world, "save_answer", "O1"), words("ของเจ้าหน้าที่", 0) | {"save": "1"}, headers=HTMX)
    assert (late.status_code, late["HX-Retarget"], 'id="theirs"' in late.content.decode()) == (409, "#answer", True)


def test_one_file_sent_by_script_gets_one_line():
    world = World()
    client = client_of(world.staff)
    headers = {**HTMX, "HX-Target": "uploads"}
    first = client.post(url(world, "add_evidence", "O1"), {"files": [pdf_upload()]}, headers=headers)
    second = client.post(url(world, "add_evidence", "O1"), {"files": [pdf_upload()]}, headers=headers)
    third = client.post(url(world, "add_evidence", "O1"), {"files": [pdf_upload(content=b"MZ")]}, headers=headers)
    assert [one.status_code for one in (first, second, third)] == [200, 422, 422]
    assert "is-done" in first.content.decode()
    assert "is among the evidence already" in second.content.decode()
    assert "is not really a PDF file" in third.content.decode()
    assert Evidence.objects.count() == 1


def test_a_page_sent_again_adds_nothing_twice_and_keeps_the_rest():
    world = World()
    client = client_of(world.staff)
    client.post(url(world, "add_evidence", "O1"), {"urls": "https://a.example/1"}, follow=True)
    page = client.post(url(world, "add_evidence", "O1"), {"urls": "https://a.example/1\nhttps://a.example/2"}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Added. This item has 2 pieces of evidence now.",
        "“https://a.example/1” is among the evidence already.",
    ]
    assert list(Evidence.objects.values_list("url", flat=True)) == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize(
    ("pasted", "links"),
    [
        ("https://a.example/1", [("https://a.example/1", "")]),
        ("๑. แผนปฏิบัติการ https://a.example/1", [("https://a.example/1", "แผนปฏิบัติการ")]),
        ("- แผน ปี ๒๕๖๖: https://a.example/แผน", [("https://a.example/แผน", "แผน ปี ๒๕๖๖")]),
        ("https://a.example/1 https://a.example/2", [("https://a.example/1", ""), ("https://a.example/2", "")]),
        ("\n\n• https://a.example/1 (รายงาน)\n\nhttps://a.example/1", [("https://a.example/1", "")]),
    ],
)
def test_a_pasted_list_of_addresses(pasted, links):
    form = EvidenceForm({"urls": pasted}, item=World().item("O1").item, departments=[], leaves=[])
    assert form.is_valid()
    assert [(link.url, link.title) for link in form.cleaned_data["urls"]] == links

"""Large files in parts: a broken connection at half, going on afterwards, and what is refused on the way."""

import datetime
import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import User
from assignments.actions import extend
from criteria.models import Window
from records.models import AuditEvent
from submissions import actions
from submissions.models import Evidence, PartialUpload
from tests.factories import World, small_pdf

pytestmark = pytest.mark.django_db
PART = actions.PART_BYTES
LARGE = small_pdf("x" * (2 * PART + 1000))  # three parts
HX = {"HX-Request": "true", "HX-Target": "uploads"}


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def begin(client: Client, world: World, **about: object):
    sent = {"name": "แผนใหญ่.pdf", "size": len(LARGE), "modified": 1_700_000_000_000} | about
    return client.post(f"/{world.year.scope}/O1/uploads/", sent)


def put(client: Client, address: str, offset: int, content: bytes):
    return client.put(address, content, "application/octet-stream", headers={"Upload-Offset": str(offset)})


def finish(client: Client, world: World, address: str):
    key = address.rstrip("/").rsplit("/", 1)[-1]
    return client.post(f"/{world.year.scope}/O1/evidence/", {"upload": key}, headers=HX)


def test_a_connection_that_breaks_at_half_costs_one_part():
    world = World()
    client = client_of(world.staff)
    address = begin(client, world)["Location"]
    assert put(client, address, 0, LARGE[:PART]).status_code == 204
    broken = client.generic(
        "PUT",
        address,
        b"",
        "application/octet-stream",
        headers={"Upload-Offset": str(PART)},
        CONTENT_LENGTH=str(PART),
        **{"wsgi.input": io.BytesIO(LARGE[PART : PART + 500])},
    )
    assert (broken.status_code, broken["Upload-Offset"]) == (400, str(PART))
    again = begin(client_of(world.staff), world)  # the page was loaded anew: the same file goes on where it stood
    assert (again["Location"], again["Upload-Offset"]) == (address, str(PART))
    assert client.head(address)["Upload-Offset"] == str(PART)
    assert put(client, address, PART, LARGE[PART : 2 * PART]).status_code == 204
    assert put(client, address, 2 * PART, LARGE[2 * PART :])["Upload-Offset"] == str(len(LARGE))
    assert finish(client, world, address).status_code == 200
    evidence = Evidence.objects.get()
    assert (evidence.file_name, evidence.file_id) == ("แผนใหญ่.pdf", hashlib.sha256(LARGE).hexdigest())
    assert default_storage.open(evidence.file.path).read() == LARGE
    assert (PartialUpload.objects.count(), client.head(address).status_code) == (0, 404)


def test_a_part_that_was_kept_but_not_confirmed_is_not_kept_twice():
    world = World()
    client = client_of(world.staff)
    address = begin(client, world)["Location"]
    put(client, address, 0, LARGE[:PART])
    twice = put(client, address, 0, LARGE[:PART])
    assert (twice.status_code, twice["Upload-Offset"]) == (409, str(PART))


@pytest.mark.parametrize(
    ("offset", "content", "status"),
    [
        (PART, b"x", 409),  # a hole
        (0, b"", 400),
        (0, b"x" * (PART + 1), 400),  # more than a part
    ],
)
def test_parts_that_do_not_fit_are_not_kept(offset, content, status):
    world = World()
    client = client_of(world.staff)
    address = begin(client, world)["Location"]
    answer = put(client, address, offset, content)
    assert (answer.status_code, PartialUpload.objects.get().received) == (status, 0)


def test_a_part_for_which_there_is_no_room_is_refused_with_a_sentence_and_can_come_again(settings, tmp_path):
    world = World()
    client = client_of(world.staff)
    address = begin(client, world)["Location"]
    room, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "file"
    settings.MEDIA_ROOT.write_bytes(b"a file where the folder should be")
    full = put(client, address, 0, LARGE[:PART])
    sentence = "“แผนใหญ่.pdf” was not saved: the portal's file store took nothing. Try again later, or tell the administrator."
    assert (full.status_code, full.content.decode(), PartialUpload.objects.get().received) == (507, sentence, 0)
    settings.MEDIA_ROOT = room
    assert put(client, address, 0, LARGE[:PART]).status_code == 204


def test_more_than_was_announced_is_not_kept():
    world = World()
    client = client_of(world.staff)
    address = begin(client, world, size=1000)["Location"]
    assert put(client, address, 0, LARGE[:1001]).status_code == 409
    assert PartialUpload.objects.get().received == 0


def test_what_is_not_whole_is_no_evidence():
    world = World()
    client = client_of(world.staff)
    address = begin(client, world)["Location"]
    put(client, address, 0, LARGE[:PART])
    assert (finish(client, world, address).status_code, Evidence.objects.count()) == (422, 0)


def test_a_hostile_file_in_parts_is_examined_like_any_other():
    world, content = World(), b"MZ" + bytes(PART)
    client = client_of(world.staff)
    address = begin(client, world, size=len(content))["Location"]
    put(client, address, 0, content[:PART])
    put(client, address, PART, content[PART:])
    answer = finish(client, world, address)
    assert (answer.status_code, "is not really a PDF file" in answer.content.decode(), Evidence.objects.count()) == (422, True, 0)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"name": "a.exe"}, "is of a kind that cannot be kept"),
        ({"size": 0}, "is empty"),
        ({"size": 51 * 1024 * 1024}, "is larger than 50 MB"),
    ],
)
def test_what_could_not_be_kept_is_refused_before_it_is_sent(about, words):
    world = World()
    answer = begin(client_of(world.staff), world, **about)
    assert (answer.status_code, words in answer.content.decode(), PartialUpload.objects.count()) == (403, True, 0)


@pytest.mark.parametrize("about", [{"size": "x"}, {"size": "-1"}, {"modified": ""}, {"size": "9" * 30}])
def test_nonsense_is_no_fault_of_the_portal(about):
    world = World()
    assert begin(client_of(world.staff), world, **about).status_code == 400


TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
CLOSED = "Answers closed on"


def close_answers(world: World, on: datetime.date) -> None:
    Window.objects.create(edition=world.edition, stage="preparing", opens_on=on - 30 * DAY, closes_on=on)


def page_of(person: User, world: World) -> str:
    return client_of(person).get(f"/{world.year.scope}/O1/").content.decode()


def test_a_file_whose_last_part_comes_after_the_close_is_kept_and_handed_in_with_an_extension():
    world = World()
    client = client_of(world.staff)
    address = begin(client, world)["Location"]
    put(client, address, 0, LARGE[:PART])
    close_answers(world, TODAY - DAY)
    again = begin(client, world)  # chosen again after the close: what was begun goes on
    assert (again.status_code, again["Location"]) == (201, address)
    for offset in (PART, 2 * PART):
        assert put(client, address, offset, LARGE[offset : offset + PART]).status_code == 204
    late = finish(client, world, address)
    assert (late.status_code, Evidence.objects.count(), PartialUpload.objects.count()) == (422, 0, 1)
    pages = [late.content.decode(), page_of(world.staff, world), page_of(world.coordinator, world)]
    assert ["The file is kept here" in one for one in pages] == [True, True, False]
    assert CLOSED in pages[0]
    assert "Add it as evidence" not in pages[1]
    extend(world.year, until=TODAY + DAY, reason="น้ำท่วม", by=world.admin)
    assert "Add it as evidence" not in page_of(world.coordinator, world)
    assert "Add it as evidence" in page_of(world.staff, world)
    key = address.split("/")[-2]
    assert client.post(f"/{world.year.scope}/O1/evidence/", {"upload": key}).status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.file_name, evidence.file_id) == ("แผนใหญ่.pdf", hashlib.sha256(LARGE).hexdigest())
    assert PartialUpload.objects.count() == 0


def test_what_came_in_full_before_the_close_is_in_time():
    """Its last byte came yesterday; the button is pressed today, after the close."""
    world, content = World(), small_pdf("in time")
    client = client_of(world.staff)
    address = begin(client, world, size=len(content))["Location"]
    put(client, address, 0, content)
    PartialUpload.objects.update(touched_at=timezone.now() - DAY)
    close_answers(world, TODAY - DAY)
    assert "Add it as evidence" in page_of(world.staff, world)
    refused = client.post(f"/{world.year.scope}/O1/evidence/", {"urls": "https://a.example/", "title": ""})
    assert (refused.status_code, CLOSED in refused.content.decode()) == (403, True)
    assert finish(client, world, address).status_code == 200
    came_on = AuditEvent.objects.get(verb="add_evidence").details["came_on"]
    assert (Evidence.objects.count(), came_on) == (1, (TODAY - DAY).isoformat())


def test_a_new_file_is_not_begun_after_the_close():
    world = World()
    close_answers(world, TODAY - DAY)
    refused = begin(client_of(world.staff), world)
    assert (refused.status_code, CLOSED in refused.content.decode(), PartialUpload.objects.count()) == (403, True, 0)


def test_what_waits_can_be_thrown_away_by_its_owner():
    world, content = World(), small_pdf("wrong file")
    client = client_of(world.staff)
    address = begin(client, world, size=len(content))["Location"]
    put(client, address, 0, content)
    path = PartialUpload.objects.get().path(0)
    assert client_of(world.coordinator).post(f"{address}forget/").status_code == 404
    assert (client.get(f"{address}forget/").status_code, default_storage.exists(path)) == (405, True)
    assert client.post(f"{address}forget/").status_code == 302
    assert (PartialUpload.objects.count(), default_storage.exists(path)) == (0, False)


def test_a_whole_file_is_kept_while_its_year_can_be_answered():
    world, content = World(), small_pdf("kept")
    client = client_of(world.staff)
    put(client, begin(client, world, size=len(content))["Location"], 0, content)
    assert actions.forget_old_uploads(timezone.now() + 200 * DAY) == 0
    world.endorse()
    assert actions.forget_old_uploads(timezone.now() + 80 * DAY) == 0
    assert actions.forget_old_uploads(timezone.now() + 91 * DAY) == 1


def test_it_is_its_owners_alone():
    world, other = World(), World("beta")
    address = begin(client_of(world.staff), world)["Location"]
    answers = [client_of(one).head(address).status_code for one in (world.coordinator, world.admin, other.staff)]
    assert answers == [404, 404, 404]
    assert begin(client_of(world.observer), world).status_code == 403


def test_one_person_begins_only_so_many(settings):
    settings.UPLOAD_MAX_FILES = 2
    world = World()
    client = client_of(world.staff)
    assert [begin(client, world, modified=n).status_code for n in (1, 2, 3, 1)] == [201, 201, 403, 201]


def test_what_nobody_goes_on_with_is_forgotten_after_two_days():
    world = World()
    client = client_of(world.staff)
    address = begin(client, world)["Location"]
    put(client, address, 0, LARGE[:PART])
    path = PartialUpload.objects.get().path(0)
    assert (actions.forget_old_uploads(timezone.now()), default_storage.exists(path)) == (0, True)
    assert actions.forget_old_uploads(timezone.now() + datetime.timedelta(days=3)) == 1
    assert (PartialUpload.objects.count(), default_storage.exists(path)) == (0, False)

"""Large files in parts: a broken connection at half, going on afterwards, and what is refused on the way."""

import datetime
import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from accounts.models import User
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

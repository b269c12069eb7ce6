"""Whatever is typed into any address gives a page with a sentence, never a fault of the server."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World, pdf_upload

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    " ",
    "\x00",
    "ก" * 6000,
    "=1+1",
    "<script>alert(1)</script>",
    "๙๙๙",
    "-1",
    "1e400",
    "NaN",
    "' OR 1=1 --",
    "\ud7ff",
    "../../etc/passwd",
]
FIELDS = [
    "answer",
    "explanation",
    "reason_none",
    "version",
    "urls",
    "title",
    "click_path",
    "department",
    "components",
    "text",
    "comment",
    "reason",
]
FIELDS += [
    "decision",
    "value",
    "lead",
    "support",
    "everyone",
    "due_on",
    "items",
    "record",
    "username",
    "password",
    "q",
    "kind",
    "year",
    "agency",
    "page",
    "code",
    "language",
    "next",
    "name_th",
    "name_en",
    "aliases",
    "into",
    "email",
    "display_name",
    "role",
    "departments",
    "seen",
    "rule",
    "cell.1.1",
]
VERBS = ["submit", "recall", "return", "accept", "contest", "settle"]


def addresses(world: World) -> list[str]:
    year = [world.agency.slug, world.edition.code]
    item = [*year, "O1"]
    key = "00000000-0000-4000-8000-000000000000"
    found = [
        reverse(f"submissions:{name}", args=item)
        for name in ("save_answer", "add_evidence", "comment", "save_review", "assign", "item")
    ]
    found += [reverse("submissions:step", args=[*item, verb]) for verb in VERBS]
    found += [
        reverse("submissions:move", args=[*year, verb]) for verb in ("endorse", "reopen", "open_assessment", "confirm", "publish")
    ]
    found += [reverse("submissions:run", args=year)]
    found += [reverse("submissions:bulk", args=[*year, verb]) for verb in ("accept", "score_as_met")]
    found += [reverse(f"submissions:{name}", args=[*item, key]) for name in ("describe_evidence", "withdraw_evidence")]
    found += [reverse("reports:make", args=[*year, "summary"]), reverse("reports:make", args=[*year, "nothing"])]
    office = [world.agency.slug, "office"]
    found += [reverse(f"assignments:{name}", args=office[:1]) for name in ("departments", "people")]
    found += [
        reverse(f"assignments:{name}", args=office) for name in ("rename_department", "aliases", "merge", "close_department")
    ]
    return [
        *found,
        reverse("submissions:cells", args=year),
        reverse("accounts:forgotten"),
        reverse("submissions:search"),
        reverse("reports:verify"),
        reverse("accounts:log_in"),
        reverse("set_language"),
        reverse("home"),
    ]


def answers(client: Client, world: World) -> dict[int, int]:
    """Status code → how often, over every address and every nasty value."""
    counts: dict[int, int] = {}
    leaves = list(world.item("O1").item.components.values_list("pk", flat=True))
    more = [f"{what}_{leaf}" for what, leaf in itertools.product(("verdict", "reason", "note"), leaves)]
    for address, value in itertools.product(addresses(world), NASTY):
        for response in (
            client.post(address, dict.fromkeys([*FIELDS, *more], value)),
            client.get(address, dict.fromkeys(FIELDS, value)),
        ):
            counts[response.status_code] = counts.get(response.status_code, 0) + 1
    return counts


@pytest.mark.parametrize("role", ["staff", "coordinator", "executive", "assessor", "lead", "admin"])
def test_no_value_breaks_any_form(role):
    world = World()
    world.answer("O1")
    if role in ("assessor", "lead"):
        world.open_assessment()
    client = Client(raise_request_exception=False)
    client.force_login(world.people()[role])
    counts = answers(client, world)
    assert sum(counts.values()) > 500
    assert set(counts) <= {200, 302, 403, 404, 405, 409, 422, 400}


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

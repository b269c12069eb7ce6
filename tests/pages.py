"""Every page of every role, and the worlds that they show. A new page is a line in WALKS.

`tests/test_pages.py` says which address of the URLconf is missing here; the gates of `tests/e2e/` open them all.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from inspect import getclosurevars
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import Membership, User
from accounts.password_links import parts_of
from criteria import actions as catalogue
from criteria import opening
from reports.actions import ask_for_paper
from reports.models import ReportKind
from submissions import actions
from submissions.copying import copy_row
from submissions.models import Check, Entered, Evidence, Look
from submissions.notices import reminders
from tests.factories import DATA, World, make_catalogue_files, make_documents, make_edition, make_recurring, pdf_upload

NOWHERE = "00000000-0000-4000-8000-000000000000"
ANY = {
    "evidence": NOWHERE,
    "link": NOWHERE,
    "job": NOWHERE,
    "member": "1",
    "password": "MQ/token",
    "sheet": "1",
    "row": "1",
    "applied": "2",
    **dict.fromkeys(("indicator", "heading", "item", "component"), "1"),
    "wording": "item-1-title_th",
    **dict.fromkeys(("catalogue", "listed", "spoiled"), "1"),
}  # what `settle` will fill in, to resolve an address without it
EVERYBODY = [
    *("/", "/criteria/", "/criteria/2590-small/", "/reports/", "/notices/", "/calendar/", "/me/", "/help/"),
    *("/search/", "/search/?q=แผน", "/search/?q=ไม่มีคำนี้"),
    "/criteria/compare/?from=2589-small&to=2590-small",
]


def year_pages(slug: str) -> list[str]:
    year = f"/{slug}/2590-small/"
    return [year, f"{year}matrix/", f"{year}O1/", f"{year}O2/", f"/reports{year}"]


def workshop_pages(code: str) -> list[str]:
    """The workshop of a draft, and what of it is shown of an edition that years are open with."""
    parts = ["", "about/", "corrections/", "scoring/", "history/", "publish/", "indicators/new/", "indicators/{indicator}/"]
    parts += ["headings/new/?in={indicator}", "headings/{heading}/", "items/new/?in={heading}", "items/{item}/"]
    parts += ["items/{item}/move/", "items/{item}/remove/", "items/{item}/components/new/", "components/{component}/"]
    fixed = ["", "about/", "corrections/", "scoring/?total=84.995", "wording/{wording}/"]
    return [f"/criteria/{code}/edit/{part}" for part in parts] + [f"/criteria/2590-small/edit/{part}" for part in fixed]


# Who → the pages that they open. alpha is published, beta is being written, gamma is being scored, delta is being clarified, epsilon reports by month.
# {evidence} and {job} are keys that only `settle` knows.
WALKS: dict[str, list[str]] = {
    "": [
        "/log-in/",
        "/log-in/forgotten/",
        "/set-password/{password}/",
        "/public/",
        "/help/public/",
        "/public/alpha/2590-small/",
        "/verify/",
        "/verify/?code=NOTKNOWN",
    ],
    "staff@alpha": [
        *EVERYBODY,
        *year_pages("alpha"),
        "/alpha/2590-small/overview/",
        "/alpha/2590-small/missing/",
        "/alpha/2590-small/copy-sheet/",
        "/help/staff/",
        "/me/password/",
    ],
    "observer@alpha": [*year_pages("alpha"), "/alpha/2590-small/overview/", "/compare/2590-small/", "/help/observer/"],
    "staff@beta": [
        *EVERYBODY,
        *year_pages("beta"),
        "/beta/2590-small/overview/",
        "/beta/2590-small/missing/",
        "/beta/2590-small/O1/evidence/{evidence}/",
    ],
    "coordinator@beta": [
        *EVERYBODY,
        *year_pages("beta"),
        "/beta/2590-small/overview/?iit=80&eit=90",
        "/beta/2590-small/?status=draft&hints=on",
        "/beta/2590-small/?q=ไม่มี",
        "/beta/2590-small/O1/assign/",
        "/beta/2590-small/matrix/edit/",
        "/beta/2590-small/workload/",
        "/beta/2590-small/months/",
        "/beta/2590-small/links/",
        "/beta/2590-small/links/?show=broken",
        "/beta/2590-small/links/{link}/",
        "/beta/2590-small/missing/",
        "/beta/2590-small/missing/?days=30",
        "/beta/2590-small/copy-sheet/",
        "/beta/2590-small/copy-sheet/?show=changed",
        "/beta/2590-small/assignment-sheet/",
        "/beta/departments/",
        "/beta/website/",
        "/beta/departments/office/",
        "/beta/people/",
        "/beta/people/{member}/",
        "/beta/2590-small/import/",
        "/beta/2590-small/import/{sheet}/",
        "/beta/2590-small/import/{sheet}/?show=open",
        "/beta/2590-small/import/{sheet}/rows/{row}/",
        "/beta/2590-small/import/{sheet}/apply/",
        "/beta/2590-small/import/{applied}/result/",
        "/help/coordinator/",
        "/beta/2592-small/",
        "/beta/2592-small/O1/",
        "/beta/2592-small/evidence-again/",
        "/beta/2592-small/changes/",
        "/beta/2592-small/changes/?all=yes",
        "/beta/2590-small/changes/",
        "/jobs/{job}/",
    ],
    "coordinator@alpha": ["/", "/alpha/2592-small/begin/"],
    "staff@epsilon": [
        *("/", "/calendar/", "/notices/"),
        *("/epsilon/2566-small/months/", "/epsilon/2566-small/O2/?period=2565-12", "/epsilon/2566-small/O3/"),
    ],
    "coordinator@epsilon": ["/", "/epsilon/2566-small/", "/epsilon/2566-small/months/"],
    "executive@beta": [
        "/",
        *year_pages("beta"),
        "/beta/2590-small/overview/",
        "/beta/2590-small/missing/",
        "/beta/2590-small/copy-sheet/",
    ],
    "assessor@gamma": ["/", "/review/", *year_pages("gamma")],
    "coordinator@delta": ["/", *year_pages("delta"), "/delta/2590-small/overview/", "/delta/2590-small/copy-sheet/"],
    "lead@delta": ["/", "/review/", "/help/lead-assessor/", *year_pages("delta")],
    "admin@test": [
        *EVERYBODY,
        *year_pages("delta"),
        "/delta/2590-small/overview/",
        "/delta/2590-small/run/",
        "/beta/2590-small/run/",
        "/compare/2590-small/",
        "/criteria/compare/?from=2589-small&to=2590-small&all=yes",
        "/criteria/compare/?from=2590-small&to=2590-small",
        "/criteria/compare/?from=2590-small&to=2589-small&work=drop&q=ไม่มีคำนี้",
        "/years/2590-small/",
        "/criteria/2590-small/windows/",
        "/criteria/new/",
        "/criteria/import/",
        "/criteria/import/{catalogue}/apply/",
        "/criteria/import/{listed}/",
        "/criteria/import/{spoiled}/",
        *workshop_pages("2591-small"),
        "/years/",
        "/criteria/2590-small/next/",
        "/criteria/2591-small/",
        "/criteria/2591-small/years/",
        "/years/2592-small/begin/",
        "/alpha/2592-small/begin/",
        "/beta/2592-small/begin/",
        "/help/admin/",
        "/style/",
    ],
}

# Addresses that answer to GET and are no page, each with its reason. What is only posted to is known by itself.
NOT_PAGES = {
    "criteria:compare_csv": "a file",
    "criteria:edition_xlsx": "a file",
    "criteria:edition_yaml": "a file",
    "criteria:import_file": "a file",
    "criteria:compare_xlsx": "a file",
    "healthz": "one word for the load balancer",
    "readyz": "JSON for the load balancer",
    "reports:api_assessment": "JSON",
    "reports:api_assessments": "JSON",
    "reports:api_edition": "JSON",
    "reports:api_editions": "JSON",
    "reports:compare": "the same choice as /years/; with one edition a redirect",
    "reports:comparison_csv": "a file",
    "reports:comparison_xlsx": "a file",
    "reports:download": "a file",
    "reports:public_csv": "a file",
    "reports:public_file": "a file",
    "reports:public_json": "JSON",
    "reports:public_xlsx": "a file",
    "set_language": "answers with a redirect",
    "submissions:copy": "a file",
    "submissions:screenshot": "a picture",
    "submissions:chase": "answers to what is posted; asked for by hand it leads back",
    "submissions:bulk": "answers to what is posted; asked for by hand it leads back",
    "submissions:copy_sheet_xlsx": "a file",
    "submissions:download": "a file",
    "submissions:feed": "a calendar file",
    "submissions:help_mine": "answers with a redirect",
    "submissions:links_csv": "a file",
    "submissions:next": "answers with a redirect",
    "submissions:worth": "a part of the item's page",
    "submissions:notice": "answers with a redirect",
}


@dataclass(frozen=True)
class Sent:
    """A form as somebody sends it, and the status of the page that comes back; with `htmx`, of the part of a page."""

    email: str
    path: str
    data: dict = field(default_factory=dict)
    status: int = 422
    htmx: bool = False

    def __str__(self) -> str:
        return f"{self.email or 'nobody'} POST {self.path}"


# Pages that only a refusal shows.
SENT = [
    Sent("", "/log-in/", {"username": "staff@alpha", "password": "wrong"}, 200),
    Sent("", "/beta/2590-small/O1/comment/", {"text": "เขียนไว้แล้ว"}, 401),
    Sent("", "/beta/2590-small/O1/comment/", {"text": "เขียนไว้แล้ว"}, 401, htmx=True),
    Sent("", "/verify/", {}, 200),
    Sent("staff@beta", "/beta/2590-small/O3/answer/", {"answer": "perhaps", "version": "1"}),
    Sent("staff@beta", "/beta/2590-small/O3/answer/", {"answer": "yes", "explanation": "ก", "version": "99"}, 409),
    Sent("staff@beta", "/beta/2590-small/O3/answer/", {"answer": "yes", "explanation": "ก", "version": "99"}, 409, htmx=True),
    Sent("staff@beta", "/beta/2590-small/O3/answer/", {"answer": "perhaps", "version": "1"}, htmx=True),
    Sent("staff@beta", "/beta/2590-small/O3/evidence/", {"urls": "no address"}),
    Sent("staff@beta", "/beta/2590-small/O3/comment/", {}),
    Sent("staff@beta", "/beta/2590-small/O4/submit/", {}, 403),
    Sent("staff@beta", "/beta/2590-small/O2/answer/", {"answer": "yes", "explanation": "ก", "version": "1"}, 403),
    Sent("staff@epsilon", "/epsilon/2566-small/O2/months/2565-12/nothing/", {"sentence": ""}),
    Sent("staff@epsilon", "/epsilon/2566-small/O2/months/2565-10/nothing/", {"sentence": "ไม่มีข่าว"}, 403),
    Sent("staff@epsilon", "/epsilon/2566-small/O2/months/2565-12/nothing/withdraw/", {}, 409),
    Sent("coordinator@beta", "/beta/2590-small/O2/return/", {}),
    Sent("coordinator@beta", "/beta/2590-small/O1/assign/", {"lead": "99"}, 200),
    Sent("coordinator@beta", "/beta/2590-small/matrix/edit/", {"cell.1.1": "boss"}, 403),
    Sent("coordinator@beta", "/beta/2590-small/assignment-sheet/", {"digits": "roman", "post_1": "ปลัด"}),
    Sent("coordinator@beta", "/beta/departments/", {"name_th": "กอง office"}, 403),
    Sent("coordinator@beta", "/beta/departments/office/rename/", {}),
    Sent("coordinator@beta", "/beta/website/", {"host": "no website"}),
    Sent("coordinator@beta", "/beta/people/", {"email": "no address", "role": "staff"}),
    Sent("", "/set-password/MQ/made-up/", {}, 410),
    Sent("", "/log-in/forgotten/", {"email": "somebody@example.th"}, 200),
    Sent("coordinator@beta", "/beta/2590-small/import/", {}),
    Sent("coordinator@beta", "/beta/2590-small/bulk/accept/", {"items": ["O1", "O2"]}, 200),
    Sent("coordinator@beta", "/beta/2590-small/bulk/return/", {"items": ["O1", "O2"]}, 200),
    Sent("coordinator@beta", "/beta/2590-small/bulk/assign/", {"items": ["O1", "O2"]}, 200),
    Sent("coordinator@beta", "/beta/2590-small/bulk/due/", {"rule": "given"}, 200),
    Sent("coordinator@beta", "/beta/2590-small/bulk/due/", {"items": ["O1"], "due_on_0": "31", "due_on_1": "2", "confirm": "1"}),
    Sent("coordinator@beta", "/beta/2590-small/missing/chase/", {"all": "1"}, 200),
    Sent("coordinator@beta", "/beta/2590-small/missing/chase/", {"all": "1", "confirm": "1", "text": "ก" * 301}),
    Sent("admin@test", "/criteria/2590-small/windows/", {"opens_preparing_0": "1"}),
    Sent("admin@test", "/years/2590-small/move/", {"agencies": ["beta", "delta"], "verb": "confirm"}, 200),
    Sent("admin@test", "/years/2590-small/extend/", {"agencies": ["beta", "delta"]}, 200),
    Sent("admin@test", "/years/2590-small/extend/", {"agencies": ["beta"], "reason": ""}),
    Sent("admin@test", "/beta/2590-small/run/", {"extension": "1", "reason": ""}),
    Sent("coordinator@beta", "/beta/2592-small/evidence-again/", {"all": "use"}),
    Sent("coordinator@alpha", "/alpha/2592-small/begin/", {"take": ["O1"], "lead-O1": "nobody"}),
    Sent("admin@test", "/criteria/import/", {}),
    Sent("admin@test", "/criteria/import/{listed}/", {"fiscal_year": "twelve"}),
    Sent("admin@test", "/criteria/2590-small/next/", {"year": "2590", "programme": "small"}),
    Sent("admin@test", "/criteria/2590-small/next/", {"year": "2593", "programme": "small", "open": "1"}, 409),
    Sent("coordinator@delta", "/delta/2590-small/O2/contest/", {}),
    Sent("assessor@gamma", "/gamma/2590-small/O1/review/", {"record": ""}, 403),
    Sent("lead@delta", "/delta/2590-small/O1/settle/", {}),
    Sent("staff@alpha", "/alpha/2590-small/O1/submit/", {}, 403),
]


def sent_with(keys: dict[str, str]) -> list[Sent]:
    """SENT, with the keys that only `settle` knows in their addresses."""
    return [replace(one, path=one.path.format(**keys)) for one in SENT]


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URLconf with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry


def is_only_posted_to(entry: URLPattern) -> bool:
    methods = getattr(entry.callback, "view_class", None) and entry.callback.view_class.http_method_names
    methods = methods or getclosurevars(entry.callback).nonlocals.get("request_method_list")
    return bool(methods) and "GET" not in {name.upper() for name in methods}


def settle() -> dict[str, str]:
    """The worlds, walked there by real actions; answers with the keys that stand in WALKS."""
    make_edition(DATA / "2589-small.yaml")
    World("alpha").publish(failing=("O2",))
    writing = World("beta")
    writing.answer("O1")
    writing.answer("O3")
    file = actions.add_file(writing.item("O1"), pdf_upload(), actions.About(), by=writing.staff)
    writing.submit("O2")
    job = ask_for_paper(writing.year, ReportKind.SUMMARY, by=writing.coordinator)
    sheet, applied = make_documents(writing)
    World("gamma").open_assessment()
    clarifying = World("delta")
    clarifying.open_clarification(failing=("O1", "O2"))
    actions.enter(clarifying.item("O1"), seen=copy_row(clarifying.item("O1")).digest, by=clarifying.coordinator)
    Entered.objects.create(submission=clarifying.item("O2"), digest="changed since", at=timezone.now(), by=clarifying.coordinator)
    actions.contest(clarifying.item("O1"), explanation="ดูคำอธิบาย", by=clarifying.coordinator)
    bench = opening.open_next(opening.plan_of(clarifying.edition, 2591, "small"), by=clarifying.admin)
    after = opening.open_next(opening.plan_of(clarifying.edition, 2592, "small"), by=clarifying.admin)
    catalogue.step(after, "publish", by=clarifying.admin)
    actions.begin_as_before(writing.agency, after, by=writing.coordinator)
    _monthly(World("epsilon", make_recurring()))
    item = bench.items.get(number=1)
    catalogue_file, listed, spoiled = make_catalogue_files(bench, by=clarifying.admin)
    return {
        "evidence": str(file.key),
        "link": str(_looked_at(writing)),
        "job": str(job.key),
        "member": str(Membership.objects.get(user=writing.staff).pk),
        "password": "/".join(parts_of(writing.staff)),
        "indicator": str(item.sub_id),
        "heading": str(item.heading_id),
        "item": str(item.pk),
        "component": str(item.components.order_by("position")[0].pk),
        "wording": f"item-{writing.item('O1').item.pk}-title_th",
        "sheet": str(sheet.pk),
        "row": str(sheet.rows.all()[0].pk),
        "applied": str(applied.pk),
        "catalogue": str(catalogue_file.pk),
        "listed": str(listed.pk),
        "spoiled": str(spoiled.pk),
    }


def _looked_at(world: World) -> UUID:
    """The year's links as if the worker had looked: the first worked once and is broken since."""
    now = timezone.now()
    first, second, *_others = Evidence.objects.filter(submission__assessment=world.year, kind="url").order_by("pk")
    month = datetime.timedelta(days=30)
    Look.objects.create(evidence=first, first_at=now - 2 * month, last_at=now - month, times=30, status=200, failed=False)
    Look.objects.create(evidence=first, first_at=now - month, last_at=now, times=34, status=404, failed=True)
    Look.objects.create(evidence=second, first_at=now, last_at=now, status=200, failed=False)
    facts = {"status": 404, "trouble": "", "failures": 34, "since": (now - month).isoformat()}
    about = {"facts": facts, "version": 1, "checked_at": now}
    Check.objects.create(evidence=first, name="reach.answers", outcome="found", **about)
    return first.key


def _monthly(world: World) -> None:
    """A year with recurring items: of the first month something is there, the second had nothing, the others are empty."""
    first, second = world.item("O2").item.periods[:2]
    about = actions.About(title="ข่าวเดือนแรก", components=tuple(world.item("O2").item.components.all()), covers=first)
    actions.add_url(world.item("O2"), "https://www.epsilon.example/news", about, by=world.staff)
    actions.state_nothing(world.item("O2"), second, sentence="ไม่มีข่าวในเดือนนี้", by=world.staff)
    reminders.remind(world.year, second.due_on())


def client_of(email: str) -> Client:
    """Somebody's browser without a screen; reads Thai."""
    client = Client(raise_request_exception=False, headers={"accept-language": "th"})
    if email:
        client.force_login(User.objects.get(email=email))
    return client


def session_of(email: str) -> str:
    """What a browser with a screen carries to be this person."""
    return client_of(email).cookies["sessionid"].value

"""Every page of every role, from a phone to a desk, light and dark: nothing is lost, cut off, too small, or against axe's rules."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.pages import WALKS, Sent, client_of, sent_with, settle

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PROBES = Path(__file__).with_name("probes.js").read_text(encoding="utf-8")
LAYOUT = ["wide", "clipped", "small"]
# 640 is a desk's 1280 at a zoom of 200 %, 320 the same at 400 %.
WIDTHS = {1280: [*LAYOUT, "tight", "typeface"], 768: LAYOUT, 640: LAYOUT, 390: [*LAYOUT, "tight"], 320: LAYOUT}
AXE_AT = (1280, 768, 390)
RULES = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}
IN_THE_DARK = {"resultTypes": ["violations"], "preload": False, "runOnly": ["color-contrast"]}


class Inspector:
    """Looks at one page after another in one window; keeps what is wrong, and where."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.faults: dict[str, list[str]] = {}  # the same fault stands on many pages: it is told once, with the places
        self.seen: set[tuple[int, str]] = set()  # skeletons that axe has looked at
        self.where = ""
        self.page.on("console", self.complaint)
        self.page.on("pageerror", lambda error: self.note(f"script: {error}"))
        self.page.on("request", lambda request: self.foreign(request.url))

    def note(self, fault: str, how: str = "") -> None:
        self.faults.setdefault(fault, []).append(f"{self.where} {how}".strip())

    def report(self) -> str:
        return "\n".join(f"{fault}\n    {len(places)} times, as at {places[0]}" for fault, places in self.faults.items())

    def complaint(self, message: ConsoleMessage) -> None:
        """Whatever the browser says is wrong, but for the status of the page itself, which `open` compares."""
        if message.type == "error" and message.location["url"] != self.page.url:
            self.note(f"console: {message.text}")

    def foreign(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self.site).netloc:
            self.note(f"asks {url}")

    def become(self, email: str) -> None:
        self.context.clear_cookies()
        if email:
            session = client_of(email).cookies["sessionid"].value
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.site}])

    def receive(self, one: Sent) -> None:
        """The page that comes back for a form, under its own address and policy."""
        answer = client_of(one.email).post(one.path, one.data)
        address = f"{self.site}{one.path}"
        body = {"status": answer.status_code, "headers": dict(answer.headers), "body": answer.text}
        self.page.route(address, lambda route: route.fulfill(**body))
        self.open(one.email, one.path, one.status)
        self.page.unroute(address)

    def open(self, email: str, path: str, status: int = 200) -> None:
        self.where = f"{email or 'nobody'} {path}"
        response = self.page.goto(path)
        assert response is not None
        if response.status != status:
            self.note(f"status {response.status}")
        self.policy(response)
        self.look()

    def policy(self, response: Response) -> None:
        policy = response.headers.get("content-security-policy", "")
        if "unsafe" in policy or "default-src 'none'" not in policy:
            self.note(f"policy {policy!r}")

    def look(self) -> None:
        self.page.evaluate(PROBES)
        self.page.evaluate("portal.unfold()")
        skeleton = self.page.evaluate("portal.skeleton()")
        for width, probes in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": 900})
            self.probe(probes, width)
            if width in AXE_AT and (width, skeleton) not in self.seen:
                self.seen.add((width, skeleton))
                self.axe(RULES, f"axe {width}")
                if width == 1280:
                    self.page.emulate_media(color_scheme="dark")
                    self.axe(IN_THE_DARK, "axe dark")
                    self.page.emulate_media(color_scheme="light")

    def look_closer(self) -> None:
        """With the menus open, with the text spaced as a reader may space it, and with letters twice as large."""
        for way, widths in (("openMenus", (1280, 390, 320)), ("space", (1280, 390, 320)), ("double", (1280, 768))):
            self.page.evaluate(f"portal.{way}()")
            for width in widths:
                self.page.set_viewport_size({"width": width, "height": 900})
                self.probe(LAYOUT, f"{width} {way}")

    def probe(self, probes: list[str], what: object) -> None:
        for name, elements in self.page.evaluate("names => portal.probe(names)", probes).items():
            for element in elements:
                self.note(f"{name}: {element}", str(what))

    def axe(self, options: dict, what: str) -> None:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(Axe().axe_script)
        for violation in self.page.evaluate("options => axe.run(options)", options)["violations"]:
            self.note(f"{violation['id']}: {[node['html'][:160] for node in violation['nodes'][:3]]}", what)


@pytest.fixture
def inspector(browser: Browser, live_server, settings) -> Iterator[Inspector]:
    settings.DEMO = True  # the style page shows every component
    context = browser.new_context(base_url=live_server.url, locale="th-TH", reduced_motion="reduce")
    yield Inspector(context, live_server.url)
    context.close()


def test_every_page_serves_everybody(inspector):
    keys, closer = settle(), set()
    for email, paths in WALKS.items():
        inspector.become(email)
        for path in (path.format(**keys) for path in paths):
            inspector.open(email, path)
            name = resolve(path.split("?")[0]).view_name
            if name not in closer:
                closer.add(name)
                inspector.look_closer()
        inspector.open(email, "/nothing/", 404)
    assert not inspector.faults, inspector.report()


def test_every_refusal_serves_everybody(inspector):
    for one in sent_with(settle()):
        if not one.htmx:
            inspector.become(one.email)
            inspector.receive(one)
    assert not inspector.faults, inspector.report()


FAULTS = """<!DOCTYPE html><title>x</title>
<style>* { font-family: Sarabun } .wide { width: 2000px } .cut { width: 40px; overflow: hidden; white-space: nowrap } .low { line-height: 1.2 }
  .arial { font-family: Arial; line-height: 2 } button { width: 20px; height: 20px; padding: 0 }</style>
<p class=wide>a</p><p class=cut>a long word</p><p class=low>ปี่</p><p class=arial>ปี่</p><button>x</button>"""


def test_the_probes_find_faults(browser):
    page = browser.new_page()
    page.set_content(FAULTS)
    page.evaluate(PROBES)
    found = page.evaluate("names => portal.probe(names)", ["wide", "clipped", "tight", "typeface", "small"])
    page.close()
    assert {name: elements[0].split(" ")[0] for name, elements in found.items()} == {
        "wide": "p.wide",
        "clipped": "p.cut",
        "tight": "p.low",
        "typeface": "p.arial",
        "small": "button",
    }

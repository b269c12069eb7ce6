"""Takes the pictures of docs/guide and holds the guide against the pages: no picture missing or left over, no word that is not there.

`make guide` writes the pictures; the test alone only compares.
"""

import io
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.db import connection
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.e2e.guide_world import HOSTS, Agency, link_page, look_at_websites, make_agencies, website
from tests.pages import session_of
from tests.sites import Site

GUIDE = settings.BASE_DIR / "docs" / "guide"
PICTURE = re.compile(r"!\[[^\]]+\]\(images/([a-z-]+)\.png\)")
WORD = re.compile(r"\*\*([^*]+)\*\*")
QUOTED = re.compile("“([^”]+)”")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)#]+)(?:#[^)]*)?\)")
WHOLE_FOLDER = 2_000_000  # bytes
COLOURS = 96

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}


class Walk:
    """Goes from page to page as different people, takes pictures, remembers what stood there."""

    def __init__(self, browser: Browser, site: str, folder: Path) -> None:
        self.browser, self.site, self.folder = browser, site, folder
        self.texts: dict[str, str] = {}

    def see(
        self,
        name: str,
        path: str,
        *,
        who: str = "",
        at: str = "",
        screen: dict | None = None,
        first: Callable[[Page], object] | None = None,
    ) -> None:
        """One picture: of `path`, as `who`, after `first` was done there, with the element `at` at the top."""
        context = self.browser.new_context(
            base_url=self.site, locale="th-TH", timezone_id="Asia/Bangkok", viewport=screen or DESK, reduced_motion="reduce"
        )
        if who:
            context.add_cookies([{"name": "sessionid", "value": session_of(who), "url": self.site}])
        page = context.new_page()
        page.goto(path)
        if first:
            first(page)
            page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        if at:
            page.locator(at).first.evaluate("part => window.scrollTo(0, part.getBoundingClientRect().top + scrollY - 12)")
        self._keep(name, page.screenshot(animations="disabled"))
        self.texts[name] = plain(page.locator("body").text_content() or "")
        context.close()

    def _keep(self, name: str, png: bytes) -> None:
        """With few colours a page looks the same and weighs a quarter."""
        image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        image.save(self.folder / f"{name}.png", optimize=True)


def plain(text: str) -> str:
    return " ".join(text.split())


def walk(browser: Browser, site: str, folder: Path, agencies: dict[str, Agency]) -> Walk:
    """Every picture that the guide shows, in the order of a year."""
    found = Walk(browser, site, folder)
    year = "/example/2566-national/"
    found.see("log-in", "/log-in/")
    found.see("newcomer", "/", who="finance@example")
    found.see("help", "/help/staff/", who="staff@example")
    _staff(found, year)
    _coordinator(found, year, link_page(agencies["clarifying"], "O3"))
    found.see("executive-work", "/", who="executive@ready")
    found.see("executive-endorse", "/ready/2563-department/", who="executive@ready")
    found.see("assessor-queue", "/review/", who="assessor@assessed")
    found.see("assessor-judge", "/assessed/2563-department/O4/", who="assessor@assessed", at="#review")
    found.see("lead-decide", "/clarifying/2563-department/O2/", who="lead@clarifying", at="#settle")
    found.see("observer-year", year, who="observer@example")
    _admin(found, year)
    found.see("public-year", "/public/open-office/2563-department/")
    found.see("public-phone", "/public/open-office/2563-department/", screen=PHONE)
    found.see("public-verify", "/verify/")
    return found


def _staff(found: Walk, year: str) -> None:
    found.see("staff-work", "/", who="staff@example")
    found.see("staff-phone", "/", who="staff@example", screen=PHONE)
    found.see("staff-item", f"{year}O2/", who="staff@example")
    found.see("staff-before", f"{year}O2/", who="staff@example", at="#help")
    found.see("staff-answer", f"{year}O2/", who="staff@example", at="#answer", first=_write)
    found.see("staff-evidence", f"{year}O2/", who="staff@example", at="#evidence", first=_prove)
    found.see("staff-hand-in", f"{year}O2/", who="staff@example", at="#evidence", first=_prove_and_add)
    found.see("staff-checks", f"{year}O4/", who="staff@example", at="#evidence-list article:nth-of-type(2)")
    found.see("staff-slots", f"{year}O21/", who="coordinator@example", at="#evidence")
    found.see("staff-months", f"{year}months/", who="coordinator@example")
    found.see("staff-returned", f"{year}O3/", who="staff@example")


def _write(page: Page) -> None:
    page.locator("input[name=answer][value=yes]").check()
    page.locator("textarea[name=explanation]").fill("หน้าแรกของเว็บไซต์ เลือกเมนู เกี่ยวกับจังหวัด แล้วเลือก ข้อมูลผู้บริหาร")
    page.locator("form[action$='/answer/'] button[type=submit]").first.click()


def _prove(page: Page) -> None:
    page.locator("textarea[name=urls]").fill("https://www.example.example/about/executives")
    page.locator("input[name=title]").fill("ข้อมูลผู้บริหาร พ.ศ. 2566")
    page.locator("input[name=click_path]").fill("หน้าแรก > เกี่ยวกับจังหวัด > ข้อมูลผู้บริหาร")
    for box in page.locator("input[name=components]").all():
        box.check()


def _prove_and_add(page: Page) -> None:
    _prove(page)
    page.locator("form[action$='/evidence/'] button[type=submit]").first.click()


def _coordinator(found: Walk, year: str, link: str) -> None:
    found.see("coordinator-work", "/", who="coordinator@example")
    found.see("coordinator-year", year, who="coordinator@example")
    found.see("coordinator-matrix", f"{year}matrix/", who="coordinator@example")
    found.see("coordinator-cells", f"{year}matrix/edit/", who="coordinator@example")
    found.see("coordinator-missing", f"{year}missing/", who="coordinator@example")
    found.see("coordinator-copy-sheet", f"{year}copy-sheet/", who="coordinator@example")
    found.see("coordinator-overview", f"{year}overview/", who="coordinator@example", at="#noticed")
    found.see("coordinator-links", f"{year}links/?show=broken", who="coordinator@example")
    found.see("coordinator-copies", link, who="coordinator@clarifying", at="#copies")
    found.see("coordinator-assign", f"{year}O18/assign/", who="coordinator@example")
    found.see("coordinator-accept", f"{year}O16/", who="coordinator@example")
    found.see("coordinator-contest", "/clarifying/2563-department/O3/", who="coordinator@clarifying", at="#contest")
    found.see("coordinator-papers", "/reports/open-office/2563-department/", who="coordinator@open-office")


def _admin(found: Walk, year: str) -> None:
    found.see("admin-work", "/", who="admin@test")
    found.see("admin-year", "/clarifying/2563-department/", who="admin@test")
    found.see("admin-run", f"{year}run/", who="admin@test")
    found.see("admin-years", "/years/2563-department/", who="admin@test")
    found.see("admin-criteria", "/criteria/2566-national/", who="admin@test")


def pages() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(GUIDE.glob("*.md"))}


def sections(text: str) -> list[str]:
    return re.split(r"^(?=## )", text, flags=re.M)


def absent_words(name: str, text: str, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Bold words that stand on none of the pages pictured in their section; without a picture there, in their file."""
    found = []
    for section in sections(text):
        pictured = PICTURE.findall(section) or PICTURE.findall(text)
        shown = [texts.get(picture, "") for picture in pictured]
        found += [(name, word) for word in WORD.findall(section) if not any(plain(word) in one for one in shown)]
    return found


def _apart(do: Callable[..., None], *about: object) -> None:
    """In a thread of its own: the browser's event loop runs in this one, and looking at websites needs another."""

    def done() -> None:
        try:
            do(*about)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(done).result()


@pytest.fixture
def folder(tmp_path) -> Path:
    """Where pictures go: into the guide by `make guide`, else to a place that is thrown away."""
    wanted = Path(os.environ["GUIDE_IMAGES"]) if "GUIDE_IMAGES" in os.environ else tmp_path
    wanted.mkdir(exist_ok=True)
    for old in wanted.glob("*.png"):
        old.unlink()
    return wanted


@pytest.mark.e2e
@pytest.mark.django_db(transaction=True)
def test_the_guide_shows_the_pages_as_they_are(browser: Browser, live_server, folder, settings):
    agencies = make_agencies()
    with Site(website(), hosts=HOSTS) as site:
        settings.FETCH_SITES = site.where
        _apart(look_at_websites, agencies)
        found = walk(browser, live_server.url, folder, agencies)
    named = {picture for text in pages().values() for picture in PICTURE.findall(text)}
    assert named == set(found.texts)
    assert [word for name, text in pages().items() for word in absent_words(name, text, found.texts)] == []
    assert sum(path.stat().st_size for path in folder.glob("*.png")) < WHOLE_FOLDER


def test_the_guides_pictures_are_there_and_none_is_left_over():
    named = {picture for text in pages().values() for picture in PICTURE.findall(text)}
    assert named == {path.stem for path in (GUIDE / "images").glob("*.png")}
    assert sum(path.stat().st_size for path in (GUIDE / "images").glob("*.png")) < WHOLE_FOLDER


def test_every_page_of_the_guide_is_reached_and_no_link_leads_nowhere():
    written = pages()
    leads = {name: {link for link in LINK.findall(text) if "://" not in link} for name, text in written.items()}
    assert leads["README.md"] >= set(written) - {"README.md"}
    assert [(name, link) for name, links in leads.items() for link in links if not (GUIDE / link).exists()] == []


def test_names_in_quotes_are_names_of_the_portal():
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale" / "th" / "LC_MESSAGES" / "django.po"))
    names = {text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())}
    assert [(page, name) for page, text in pages().items() for name in QUOTED.findall(text) if name not in names] == []


def test_a_word_that_is_not_on_its_page_is_found():
    text = "# A\n\n![x](images/one.png)\n\n**ส่งคำตอบ** **ไม่มีปุ่มนี้**\n\n## B\n\n![y](images/two.png)\n\n**รับรอง**\n"
    assert absent_words("a.md", text, {"one": "ปุ่ม ส่งคำตอบ", "two": "ส่งคำตอบ"}) == [("a.md", "ไม่มีปุ่มนี้"), ("a.md", "รับรอง")]

"""An agency's year in a real browser, with the real worker: staff → coordinator → executive → assessor → administrator → public."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import World, small_pdf

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


class Visitor:
    """Somebody at a browser, logged in through the page."""

    def __init__(self, browser: Browser, site: str, email: str = "") -> None:
        self.context = browser.new_context(
            base_url=site, locale="th-TH", timezone_id="Asia/Bangkok", viewport={"width": 1280, "height": 900}
        )
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        if email:
            self.page.goto("/log-in/")
            self.page.get_by_label(re.compile("E-mail|อีเมล")).fill(email)
            self.page.get_by_label(re.compile("^(Password|รหัสผ่าน)")).fill("a long password")
            self.page.locator("main form button").first.click()
            self.page.wait_for_url("**/")

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def press(self, verb: str) -> None:
        """The button of a step, found by the address that it posts to."""
        self.page.locator(f"form[action$='/{verb}/'] button").first.click()

    def confirm(self, verb: str) -> None:
        self.press(verb)
        self.page.locator("#confirm button[value=yes]").click()

    def done(self) -> None:
        assert self.problems == []
        self.context.close()


@pytest.fixture
def visit(browser: Browser, live_server):
    visitors: list[Visitor] = []

    def come(email: str = "") -> Visitor:
        visitors.append(Visitor(browser, live_server.url, email))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.done()


def test_a_year_from_the_first_answer_to_the_public_page(visit, worker, live_server, settings):
    settings.PORTAL_URL = live_server.url
    world = World()
    for code in ("O2", "O3", "O4"):
        world.accept(code)
    year = "/alpha/2590-small/"

    staff = visit("staff@alpha")
    staff.page.locator("a", has_text="โครงสร้าง").first.click()
    staff.page.locator("input[name=answer][value=yes]").check()
    staff.page.locator("textarea[name=explanation]").fill("หน้าแรก เลือก เกี่ยวกับเรา")
    staff.press("answer")
    staff.page.locator("textarea[name=urls]").fill("https://www.alpha.example/โครงสร้าง")
    staff.page.locator("input[name=files]").set_input_files(
        {"name": "แผนผัง ปี ๒๕๙๐.pdf", "mimeType": "application/pdf", "buffer": small_pdf()}
    )
    staff.page.locator("input[name=click_path]").fill("หน้าแรก > เกี่ยวกับเรา > โครงสร้าง")
    for box in staff.page.locator("input[name=components]").all():
        box.check()
    staff.press("evidence")
    expect(staff.page.locator(".evidence-title")).to_have_count(2)
    staff.press("submit")
    expect(staff.page.locator(".pill-submitted").first).to_be_visible()

    coordinator = visit("coordinator@alpha")
    coordinator.page.locator("a", has_text="โครงสร้าง").first.click()
    coordinator.press("accept")
    expect(coordinator.page.locator(".pill-accepted").first).to_be_visible()

    executive = visit("executive@alpha")
    executive.open(year)
    executive.confirm("endorse")
    expect(executive.page.locator(".pill-endorsed").first).to_be_visible()

    admin = visit("admin@test")
    admin.open(year)
    admin.confirm("open_assessment")

    assessor = visit("assessor@alpha")
    assessor.open("/review/")
    assessor.page.locator("a", has_text="โครงสร้าง").click()
    for _item in range(4):
        for verdict in assessor.page.locator("input[type=radio][value=met]").all():
            verdict.check()
        here = assessor.page.url
        assessor.page.locator("button[name=record]").click()
        expect(assessor.page).not_to_have_url(here)
    expect(assessor.page.locator(".pill-scored")).to_have_count(4)

    admin.open(year)
    for verb in ("open_clarification", "confirm", "publish"):
        admin.confirm(verb)
        admin.page.wait_for_load_state()
    expect(admin.page.locator(".pill-published").first).to_be_visible()

    coordinator.open(f"/reports{year}")
    coordinator.press("make/summary")
    link = coordinator.page.locator("#job a.button")
    link.wait_for(timeout=90_000)
    with coordinator.page.expect_download() as download:
        link.click()
    paper = Path(download.value.path()).read_bytes()
    assert paper.startswith(b"%PDF-")

    citizen = visit()
    citizen.open(f"/public{year}")
    expect(citizen.page.locator("article.evidence")).to_have_count(4)
    expect(citizen.page.locator("a[href='https://www.alpha.example/โครงสร้าง']")).to_have_count(1)
    citizen.open("/verify/")
    citizen.page.locator("input[type=file]").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": paper})
    citizen.page.locator("form[method=post] button").last.click()
    expect(citizen.page.locator("#answer.card-success")).to_be_visible()
    broken = paper[:-200] + bytes([paper[-200] ^ 1]) + paper[-199:]
    citizen.open("/verify/")
    citizen.page.locator("input[type=file]").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": broken})
    citizen.page.locator("form[method=post] button").last.click()
    expect(citizen.page.locator("#answer.card-danger")).to_be_visible()

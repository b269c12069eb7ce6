"""Without script: log in, answer with an address and a file, hand in, accept, endorse, open, score, log out."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import World, pdf_upload

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
YEAR = "/alpha/2590-small/"


@pytest.fixture
def visit(browser: Browser, live_server):
    contexts = []

    def come(email: str) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="th-TH", java_script_enabled=False)
        contexts.append(context)
        page = context.new_page()
        page.goto("/log-in/")
        page.locator("input[name=username]").fill(email)
        page.locator("input[name=password]").fill("a long password")
        page.locator("main form button").first.click()
        expect(page).to_have_url(f"{live_server.url}/")
        return page

    yield come
    for context in contexts:
        context.close()


def press(page: Page, verb: str) -> None:
    page.locator(f"form[action$='/{verb}/'] button").first.click()


def test_a_year_without_script(visit):
    world = World()
    for code in ("O2", "O3", "O4"):
        world.accept(code)

    staff = visit("staff@alpha")
    staff.goto(f"{YEAR}O1/")
    staff.locator("input[name=answer][value=yes]").check()
    staff.locator("textarea[name=explanation]").fill("หน้าแรก > เกี่ยวกับเรา")
    press(staff, "answer")
    expect(staff.locator("#messages .notice-success")).to_be_visible()
    staff.locator("textarea[name=urls]").fill("https://www.alpha.example/1")
    file = {"name": "แผนผัง ปี ๒๕๙๐.pdf", "mimeType": "application/pdf", "buffer": pdf_upload().read()}
    staff.locator("input[name=files]").set_input_files(file)
    press(staff, "evidence")
    expect(staff.locator("#evidence-list article")).to_have_count(2)
    press(staff, "submit")
    expect(staff.locator(".pill-submitted").first).to_be_visible()

    coordinator = visit("coordinator@alpha")
    coordinator.goto(f"{YEAR}?status=submitted")
    coordinator.locator(f"a[href$='{YEAR}O1/'], a[href='O1/'], a[href='../O1/']").first.click()
    press(coordinator, "accept")
    expect(coordinator.locator(".pill-accepted").first).to_be_visible()

    executive = visit("executive@alpha")
    executive.goto(YEAR)
    press(executive, "endorse")
    expect(executive.locator(".pill-endorsed").first).to_be_visible()

    admin = visit("admin@test")
    admin.goto(YEAR)
    press(admin, "open_assessment")
    expect(admin.locator(".pill-assessing").first).to_be_visible()

    assessor = visit("assessor@alpha")
    assessor.goto(f"{YEAR}O1/")
    for verdict in assessor.locator("input[type=radio][value=met]").all():
        verdict.check()
    assessor.locator("button[name=record]").click()
    assert world.item("O1").score == 100
    assessor.locator("details[data-menu] summary").click()
    press(assessor, "log-out")
    assessor.goto("/")
    expect(assessor.locator("input[name=username]")).to_be_visible()

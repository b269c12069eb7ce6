"""The daily work without a mouse: an assessor scores three items, a coordinator accepts and returns. Keys work only where they are offered."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from submissions.enums import Status
from submissions.models import Review
from tests.factories import World

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def come(browser: Browser, live_server):
    contexts = []

    def as_person(email: str, **how) -> Page:
        client = Client()
        client.force_login(User.objects.get(email=email))
        contexts.append(browser.new_context(base_url=live_server.url, locale="th-TH", **how))
        session = client.cookies["sessionid"].value
        contexts[-1].add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return contexts[-1].new_page()

    yield as_person
    for context in contexts:
        context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reached {selector}")


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.name || document.activeElement.tagName")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_an_assessor_scores_three_items_by_keyboard_alone(come):
    world = World()
    world.open_assessment()
    page = come("assessor@alpha")
    page.goto("/alpha/2590-small/O1/")
    tab_to(page, "a[href='#review-title']")
    press(page, "Enter")
    expect(page.locator("#review-title")).to_be_focused()

    press(page, "j", "1", "j", "2")
    assert focused(page).startswith("id_reason_")
    page.keyboard.type("R3")
    press(page, "Escape")
    assert focused(page) == "part-2"
    press(page, "j", "m", "c")
    assert focused(page) == "id_comment"
    page.keyboard.type("1 2 j k")
    press(page, "Control+Enter")
    page.wait_for_url("**/O2/*")
    expect(page.locator("#review-title")).to_be_focused()

    press(page, "j", "1", "Control+Enter")
    page.wait_for_url("**/O3/*")
    expect(page.locator("#review-title")).to_be_focused()
    press(page, "k", "n")
    page.keyboard.type("R9")
    press(page, "Control+Enter")
    page.wait_for_url("**/O4/*")
    expect(page.locator("#review-title")).to_be_focused()

    scores = {code: world.item(code).score for code in ("O1", "O2", "O3", "O4")}
    assert scores == {"O1": 0, "O2": 100, "O3": 0, "O4": None}
    review = Review.objects.get(submission=world.item("O1"))
    assert (review.comment, [v.reason for v in review.verdicts.order_by("component__position")]) == ("1 2 j k", ["", "R3", ""])


def test_keys_do_nothing_outside_their_region(come):
    world = World()
    world.open_assessment()
    page = come("assessor@alpha")
    page.goto("/alpha/2590-small/O1/")
    page.locator("#title").focus()
    press(page, "1", "j", "m", "Control+Enter")
    assert page.locator("input[type=radio]:checked").count() == 0
    assert focused(page) == "title"


def test_a_draft_is_saved_by_itself_and_stands_there_again(come):
    world = World()
    world.open_assessment()
    page = come("assessor@alpha")
    page.goto("/alpha/2590-small/O1/")
    page.locator("#part-1").focus()
    press(page, "1")
    expect(page.locator("#review-saved .saved")).not_to_be_empty()
    page.goto("/alpha/2590-small/O1/")
    assert page.locator("#part-1 input[value=met]").is_checked()
    assert world.item("O1").status == Status.ACCEPTED


def test_a_coordinator_accepts_and_returns_by_keyboard_alone(come):
    world = World()
    for code in ("O1", "O2", "O3"):
        world.submit(code)
    page = come("coordinator@alpha")
    page.goto("/alpha/2590-small/O1/")
    tab_to(page, "a[href='#actions']")
    press(page, "Enter", "a")
    expect(page.locator(".notice-success")).to_be_visible()
    expect(page.locator("#actions")).to_be_focused()

    press(page, "n")
    page.wait_for_url("**/O2/")
    expect(page.locator("#actions")).to_be_focused()
    press(page, "r")
    assert focused(page) == "return_comment"
    page.keyboard.type("กรุณาแก้ a r j")
    press(page, "Tab", "Enter")
    expect(page.locator(".pill-returned").first).to_be_visible()
    tab_to(page, "#actions, a[href='#actions']")
    press(page, "Enter", "j")
    page.wait_for_url("**/O3/")
    assert {code: world.item(code).status for code in ("O1", "O2", "O3")} == {
        "O1": Status.ACCEPTED,
        "O2": Status.RETURNED,
        "O3": Status.SUBMITTED,
    }


def test_without_script_the_same_form_scores_an_item(come):
    world = World()
    world.open_assessment()
    page = come("assessor@alpha", java_script_enabled=False)
    page.goto("/alpha/2590-small/O2/")
    page.locator("#part-1 input[value=not_met]").check()
    page.locator("#part-1 select").select_option("R9")
    page.locator("button[name=record]").click()
    page.wait_for_url("**/O3/#title")
    assert world.item("O2").score == 0


def reach(page: Page, selector: str) -> None:
    """Like `tab_to`, and the focus can be seen there."""
    tab_to(page, selector)
    style = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{style}.outlineStyle !== 'none' || {style}.boxShadow !== 'none'"), f"no focus to be seen on {selector}"


def test_staff_answer_and_hand_in_by_keyboard_alone(come):
    """From the skip link on: choose, write, add an address, describe it, hand in."""
    world = World()
    page = come("staff@alpha")
    page.goto("/alpha/2590-small/O1/")
    press(page, "Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    press(page, "Enter")
    reach(page, "input[name=answer]")
    press(page, "Space")
    reach(page, "textarea[name=explanation]")
    page.keyboard.type("หน้าแรก > เกี่ยวกับเรา")
    expect(page.locator("#answer-saved .saved span")).to_be_visible()
    reach(page, "textarea[name=urls]")
    page.keyboard.type("https://www.alpha.example/1")
    reach(page, "input[name=click_path]")
    page.keyboard.type("หน้าแรก > ITA")
    reach(page, "input[name=components]")
    press(page, "Space")
    reach(page, "#add-evidence button[type=submit]")
    press(page, "Enter")
    expect(page.locator("#evidence-list article")).to_have_count(1)
    reach(page, "form[action$='/submit/'] button")
    press(page, "Enter")
    expect(page.locator(".pill-submitted").first).to_be_visible()
    submission = world.item("O1")
    assert (submission.answer, submission.explanation) == ("yes", "หน้าแรก > เกี่ยวกับเรา")
    assert submission.evidence.get().components.count() == 1


def test_the_administrator_moves_a_year_by_keyboard_alone(come):
    """With the question in between: Escape leaves everything as it is."""
    world = World()
    world.score_all()
    page = come("admin@test")
    page.goto("/alpha/2590-small/")
    for answer, stage in (("Escape", "assessing"), ("Enter", "clarifying")):
        reach(page, "form[action$='/open_clarification/'] button")
        press(page, "Enter")
        expect(page.locator("#confirm")).to_be_visible()
        if answer == "Enter":
            reach(page, "#confirm button[value=yes]")
        press(page, answer)
        expect(page.locator(f".pill-{stage}").first).to_be_visible()
        world.year.refresh_from_db()
        assert world.year.stage == stage

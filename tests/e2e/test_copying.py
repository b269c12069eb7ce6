"""Copying from the copy sheet with a real clipboard, and where the browser refuses it."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.factories import World

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet(browser: Browser, live_server):
    """The coordinator's copy sheet with one accepted answer."""
    world = World()
    world.accept("O1")
    client = Client()
    client.force_login(world.coordinator)
    context = browser.new_context(
        base_url=live_server.url,
        locale="th-TH",
        permissions=["clipboard-read", "clipboard-write"],
        viewport={"width": 1280, "height": 900},
    )
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/alpha/2590-small/copy-sheet/")
    yield page
    context.close()


def button(page: Page, source: str):
    return page.locator(f"[data-copy-from='{source}']")


def test_a_field_and_the_whole_item_are_copied_and_it_is_said_aloud(sheet):
    button(sheet, "O1-url-1").click()
    expect(sheet.locator("#live")).to_have_text("คัดลอกแล้ว")
    assert sheet.evaluate("navigator.clipboard.readText()") == "https://www.alpha.example/o1"
    button(sheet, "O1-answer O1-url-1 O1-explanation").click()
    expect(button(sheet, "O1-answer O1-url-1 O1-explanation").locator("span").first).to_have_text("คัดลอกแล้ว")
    expected = "มี\nhttps://www.alpha.example/o1\nหน้าแรก\nหน้าแรก > ITA"
    assert sheet.evaluate("navigator.clipboard.readText()") == expected


def test_where_the_browser_refuses_the_text_is_marked(sheet):
    sheet.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); 0")
    button(sheet, "O1-url-1").click()
    expect(sheet.locator("#live")).to_contain_text("คัดลอกไม่สำเร็จ")
    assert sheet.evaluate("getSelection().toString()") == "https://www.alpha.example/o1"


def test_ticking_off_comes_back_to_the_item(sheet):
    sheet.locator("#O1 button.button-primary").click()
    sheet.wait_for_url("**/copy-sheet/#O1")
    expect(sheet.locator("#O1 .pill-done")).to_be_visible()
    expect(sheet.locator("progress").first).to_have_attribute("value", "1")

"""What goes into a meeting on paper fits on it."""

import io

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.factories import World
from tests.pages import session_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_overview_is_one_sheet(browser: Browser, live_server):
    World().accept("O1")
    context = browser.new_context(base_url=live_server.url, locale="th-TH")
    context.add_cookies([{"name": "sessionid", "value": session_of("executive@alpha"), "url": live_server.url}])
    page = context.new_page()
    page.goto("/alpha/2590-small/overview/")
    pdf = page.pdf(format="A4", print_background=True)
    context.close()
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1

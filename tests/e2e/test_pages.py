"""Every page of every role, on a desk and on a phone: accessible by axe's rules, nothing wider than the screen, no complaint in the console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser

from submissions import actions
from tests.factories import World, pdf_upload

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PUBLIC = ["/log-in/", "/public/", "/public/alpha/2590-small/", "/verify/", "/verify/?code=NOTKNOWN", "/nothing/"]
INSIDE = ["/", "/criteria/", "/criteria/2590-small/", "/reports/"]


def year_pages(slug: str) -> list[str]:
    year = f"/{slug}/2590-small/"
    return [year, f"{year}matrix/", f"{year}O1/", f"{year}O2/", f"/reports{year}"]


@pytest.fixture
def world() -> World:
    """Four years: one published, one being written, one being scored, one being clarified."""
    published = World("alpha")
    published.publish(failing=("O2",))
    writing = World("beta")
    writing.answer("O1")
    actions.add_file(writing.item("O1"), pdf_upload(), actions.About(), by=writing.staff)
    writing.submit("O2")
    World("gamma").open_assessment()
    clarifying = World("delta")
    clarifying.open_clarification(failing=("O1",))
    actions.contest(clarifying.item("O1"), explanation="ดูคำอธิบาย", by=clarifying.coordinator)
    return published


def walks() -> list[tuple[str, list[str]]]:
    found = [("", PUBLIC)]
    found += [("", ["/help/public/"]), ("staff@beta", ["/help/", "/help/staff/"]), ("admin@test", ["/help/admin/"])]
    found += [(f"{role}@alpha", [*INSIDE, *year_pages("alpha")]) for role in ("staff", "observer")]
    found += [
        (f"{role}@beta", [*INSIDE, *year_pages("beta"), "/beta/2590-small/O1/assign/"])
        for role in ("staff", "coordinator", "executive")
    ]
    found += [("assessor@gamma", ["/", "/review/", *year_pages("gamma")]), ("lead@delta", ["/", *year_pages("delta")])]
    return [
        *found,
        ("coordinator@delta", year_pages("delta")),
        ("admin@test", [*INSIDE, *year_pages("delta"), "/delta/2590-small/run/"]),
    ]


def test_pages_are_accessible_and_fit(world, browser: Browser, live_server):
    axe, found, looked_at = Axe(), [], 0
    for (email, paths), width in ((walk, width) for walk in walks() for width in (1280, 390)):
        context = browser.new_context(base_url=live_server.url, locale="th-TH", viewport={"width": width, "height": 900})
        if email:
            context.add_cookies([{"name": "sessionid", "value": session_of(email), "url": live_server.url}])
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message, kept=complaints: kept.append(message.text) if message.type == "error" else None)
        for path in paths:
            page.goto(path)
            looked_at += 1
            wide = page.evaluate("document.documentElement.scrollWidth") > width
            faults = [violation["id"] for violation in axe.run(page).response["violations"]]
            if wide or faults:
                found.append((email, width, path, wide, faults))
        found += [(email, width, text) for text in complaints if "404" not in text]
        context.close()
    assert found == []
    assert looked_at == 2 * sum(len(paths) for _email, paths in walks())


def session_of(email: str) -> str:
    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    return client.cookies["sessionid"].value

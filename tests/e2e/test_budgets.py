"""A first visit is light, and nothing jumps when the typeface arrives: on the pages of a real year of 43 items."""

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Response, Route

from accounts.actions import join
from accounts.enums import Role
from accounts.models import Agency, Department
from criteria.importers import import_edition, import_requirements
from reports.importers import import_agency
from tests.factories import make_person
from tests.pages import session_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
MOST_BYTES = 150_000  # of a first visit, typefaces apart
MOST_SHIFT = 0.005
YEAR = "/rayong/2564-national/"
PAGES = {
    "/log-in/": "",
    "/": "staff@rayong",
    YEAR: "staff@rayong",
    f"{YEAR}O1/": "staff@rayong",
    "/public/rayong/2563-national/": "",
}


@pytest.fixture
def rayong() -> None:
    """The province's assignment sheet of one year, and its published result of the year before."""
    import_requirements(FIXTURES / "requirements.yaml")
    for code in ("2563-national", "2564-national"):
        import_edition(FIXTURES / f"catalogue/{code}.yaml", by=None, publish=True)
    import_agency(FIXTURES / "agencies/rayong.yaml", by=None)
    agency = Agency.objects.get(slug="rayong")
    join(make_person("staff@rayong"), agency, Role.STAFF, Department.objects.filter(agency=agency), by=None)


def visit(browser: Browser, site: str, path: str, email: str) -> Page:
    """A window that has never been here."""
    context = browser.new_context(base_url=site, locale="th-TH", viewport={"width": 1280, "height": 900})
    if email:
        context.add_cookies([{"name": "sessionid", "value": session_of(email), "url": site}])
    return context.new_page()


def _keep_in(kept: list):
    return lambda one: kept.append(one)


def size_of(response: Response) -> int:
    """Bytes over the line: a page as it is, a static file compressed as WhiteNoise serves it, a typeface not counted."""
    if response.request.resource_type == "font":
        return 0
    body = response.body()
    return len(gzip.compress(body, 9)) if urlsplit(response.url).path.startswith("/static/") else len(body)


def test_a_first_visit_is_light(rayong, browser: Browser, live_server):
    found = {}
    for path, email in PAGES.items():
        page = visit(browser, live_server.url, path, email)
        answers: list[Response] = []
        page.on("response", _keep_in(answers))
        page.goto(path, wait_until="networkidle")
        found[path] = sum(size_of(answer) for answer in answers)
        page.context.close()
    assert {path: size for path, size in found.items() if size > MOST_BYTES} == {}


SHIFTS = """() => { window.shift = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shift += entry.value; }).observe({type: "layout-shift", buffered: true}); }"""


def test_nothing_jumps_when_the_typeface_arrives(rayong, browser: Browser, live_server):
    """The page is drawn with what stands in; only then does the typeface come."""
    found = {}
    for path, email in PAGES.items():
        page = visit(browser, live_server.url, path, email)
        held: list[Route] = []
        page.route("**/*.ttf", _keep_in(held))
        page.goto(path, wait_until="commit")
        page.wait_for_function("document.readyState !== 'loading' && document.body.innerText.length > 0")
        page.evaluate(SHIFTS)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert held, "no typeface was asked for"
        for route in held:
            route.continue_()
        page.evaluate("() => document.fonts.ready.then(() => true)")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found[path] = page.evaluate("window.shift")
        page.context.close()
    assert {path: shift for path, shift in found.items() if shift > MOST_SHIFT} == {}

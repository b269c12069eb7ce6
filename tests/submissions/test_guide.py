"""Help as pages: who gets which, that it names every button of its role, and that names in it are names on the pages."""

import datetime
import re

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from accounts.enums import Role
from accounts.models import User
from assignments.queries import roles_of
from assignments.workflow import STEPS as YEAR_STEPS
from criteria.enums import Stage
from criteria.models import Window
from submissions.tours import COMMON_SNAGS, KEYS, TOURS
from submissions.workflow import STEPS
from tests.factories import World, make_person

pytestmark = pytest.mark.django_db
QUOTED = re.compile("“([^”]+)”")


def client_of(person: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def test_every_role_has_a_tour_that_names_all_its_steps():
    assert {tour.role for tour in TOURS.values()} == set(Role)
    for tour in TOURS.values():
        roles = {tour.role, Role.ASSESSOR} if tour.role == Role.LEAD_ASSESSOR else {tour.role}
        allowed = {verb for verb, step in {**STEPS, **YEAR_STEPS}.items() if roles & set(step.roles)}
        assert (tour.slug, tour.verbs) == (tour.slug, allowed)


def texts() -> list:
    found = [text for tour in TOURS.values() for stop in tour.stops for text in (stop.title, stop.text)]
    found += [text for tour in TOURS.values() for snag in tour.snags for text in (snag.what, snag.way_out)]
    return found + [text for snag in COMMON_SNAGS for text in (snag.what, snag.way_out)] + [what for _key, what in KEYS]


def test_names_in_the_texts_are_names_on_the_pages_in_both_languages():
    for text in texts():
        with override("en"):
            english = QUOTED.findall(str(text))
        with override("th"):
            named = [gettext(name) for name in english]
            assert QUOTED.findall(str(text)) == named
        assert [name for name, thai in zip(english, named, strict=True) if name == thai] == []


def test_one_role_goes_straight_to_its_tour_and_a_stranger_chooses():
    world = World()
    ways = {name: client_of(person).get("/help/mine/").headers["Location"] for name, person in world.people().items()}
    assert ways == {
        "staff": "/help/staff/",
        "coordinator": "/help/coordinator/",
        "executive": "/help/executive/",
        "observer": "/help/observer/",
        "assessor": "/help/assessor/",
        "lead": "/help/lead-assessor/",
        "admin": "/help/admin/",
    }
    assert client_of(make_person("nobody@test")).get("/help/mine/").headers["Location"] == "/help/"


def test_the_index_shows_ones_own_first():
    world = World()
    first = {name: client_of(person).get("/help/").context["tours"][0].role for name, person in world.people().items()}
    assert first == {
        "staff": Role.STAFF,
        "coordinator": Role.COORDINATOR,
        "executive": Role.EXECUTIVE,
        "observer": Role.OBSERVER,
        "assessor": Role.ASSESSOR,
        "lead": Role.LEAD_ASSESSOR,
        "admin": Role.ADMIN,
    }


def test_help_is_closed_but_for_the_public_part():
    client = Client()
    codes = {path: client.get(path).status_code for path in ("/help/", "/help/staff/", "/help/mine/", "/help/public/")}
    assert codes == {"/help/": 302, "/help/staff/": 302, "/help/mine/": 302, "/help/public/": 200}
    assert client_of(make_person("someone@test")).get("/help/nothing/").status_code == 404


@pytest.mark.parametrize("slug", TOURS)
def test_a_tour_shows_dates_and_people_of_ones_own(slug):
    alpha, beta = World("alpha"), World("beta")
    first, last = datetime.date(2047, 3, 1), datetime.date(2047, 4, 30)
    Window.objects.create(edition=alpha.edition, stage=Stage.PREPARING, opens_on=first, closes_on=last)
    beta.year.extended_until, beta.year.extension_reason = datetime.date(2047, 5, 15), "น้ำท่วม"
    beta.year.save()
    page = client_of(alpha.staff).get(f"/help/{slug}/").content.decode()
    shown = ("01 Mar 2590", "15 May 2590", "coordinator@alpha", "coordinator@beta", "admin@test")
    assert [text for text in shown if text in page] == ["01 Mar 2590", "coordinator@alpha"]
    assert "15 May 2590" in client_of(beta.staff).get(f"/help/{slug}/").content.decode()
    assert "admin@test" in client_of(alpha.coordinator).get(f"/help/{slug}/").content.decode()


def test_the_card_for_newcomers_goes_when_they_say_so_and_only_theirs():
    world = World()
    client, other = client_of(world.staff), client_of(world.coordinator)
    card = "Here for the first time?"
    assert card in client.get("/").content.decode()
    assert client.get("/help/known/").status_code == 405
    assert client.post("/help/known/").headers["Location"] == "/"
    assert (card in client.get("/").content.decode(), card in other.get("/").content.decode()) == (False, True)
    world.staff.refresh_from_db()
    since = world.staff.welcomed_at
    client.post("/help/known/")
    world.staff.refresh_from_db()
    assert (since is not None, world.staff.welcomed_at) == (True, since)


PAGES = {
    "/": "/help/mine/#home",
    "/alpha/2590-small/": "/help/mine/#year",
    "/alpha/2590-small/overview/": "/help/mine/#overview",
    "/alpha/2590-small/matrix/": "/help/mine/#matrix",
    "/alpha/2590-small/months/": "/help/mine/#months",
    "/alpha/2590-small/missing/": "/help/mine/#missing",
    "/alpha/2590-small/changes/": "/help/mine/#changes",
    "/alpha/2590-small/copy-sheet/": "/help/mine/#copy",
    "/alpha/2590-small/links/": "/help/mine/#links",
    "/alpha/2590-small/evidence-again/": "/help/mine/#again",
    "/alpha/2590-small/O1/": "/help/mine/#item",
    "/alpha/website/": "/help/mine/#website",
    "/reports/": "/help/mine/#papers",
    "/criteria/": "/help/mine/#criteria",
    "/criteria/compare/": "/help/mine/#changes",
    "/public/": "/help/public/",
    "/verify/": "/help/public/#verify",
    "/help/": "/help/",
    "/nothing/at/all/": "/help/",
}


def help_of(client: Client, path: str) -> str:
    """Where the link to the help leads that stands below every page."""
    return re.search(r'<footer.*?href="([^"]+)"', client.get(path).content.decode(), re.S)[1]


def test_every_page_leads_to_the_part_of_the_help_that_fits():
    world = World()
    client, admin = client_of(world.staff), client_of(world.admin)
    assert {path: help_of(client, path) for path in PAGES} == PAGES
    evidence = world.answer("O1").evidence.get()
    assert help_of(client, f"/alpha/2590-small/O1/evidence/{evidence.key}/") == "/help/mine/#evidence"
    assert help_of(client, f"/alpha/2590-small/links/{evidence.key}/") == "/help/mine/#copies"
    assert help_of(admin, "/criteria/import/") == "/help/mine/#file"
    assert help_of(admin, "/years/2590-small/") == "/help/mine/#years"
    assert 'href="/help/public/"' in Client().get("/log-in/").content.decode()


def test_every_page_that_a_role_opens_leads_to_a_place_in_its_own_help():
    """In the clarification, when everybody sees the year."""
    world = World()
    world.open_clarification()
    key = world.item("O1").evidence.get().key
    paths = [path for path, target in PAGES.items() if target.startswith("/help/mine/")]
    paths += [
        f"/alpha/2590-small/links/{key}/",
        f"/alpha/2590-small/O1/evidence/{key}/",
        "/criteria/import/",
        "/years/2590-small/",
    ]
    lost = []
    for person in world.people().values():
        client, roles = client_of(person), roles_of(person)
        places = set().union(*(tour.places for tour in TOURS.values() if tour.role in roles))
        anchors = {path: help_of(client, path).partition("/mine/#")[2] for path in paths}
        lost += [(person.email, path) for path, anchor in anchors.items() if anchor and anchor not in places]
    assert lost == []


@pytest.mark.parametrize("slug", TOURS)
def test_every_place_of_a_tour_is_an_anchor_of_its_page(slug):
    page = client_of(make_person("someone@test")).get(f"/help/{slug}/").content.decode()
    anchors = re.findall(r'id="([^"]+)"', page)
    assert [place for place in sorted(TOURS[slug].places) if anchors.count(place) != 1] == []

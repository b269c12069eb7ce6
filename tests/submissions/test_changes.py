"""What changed against the year before, told to one agency: its departments and scores beside each item; nobody else's affair."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Department
from assignments.actions import assign
from criteria import actions as catalogue
from criteria import opening
from submissions import actions
from submissions.pages import changes_page
from tests.factories import DATA, World, make_department, make_edition
from tests.submissions.test_views import client_of

pytestmark = pytest.mark.django_db
ADDRESS = "/alpha/2590-small/changes/"


@pytest.fixture
def world() -> World:
    """2589 is published: O3 of it failed. In 2590 its O2 and O3 are one item; only O1 is given out yet."""
    before = World(edition=make_edition(DATA / "2589-small.yaml"))
    assign(before.year, before.item("O3").item, lead=before.office, by=before.coordinator)
    before.publish(failing=("O3",))
    edition = make_edition()
    year = actions.open_year(before.agency, edition, by=before.admin)
    assign(year, edition.items.get(number=1), lead=before.finance, by=before.coordinator)
    before.before, before.year, before.edition = before.year, year, edition
    return before


def test_each_item_stands_beside_who_answered_and_its_score(world):
    with translation.override("en"):
        rows = [(row.old_code, row.new_code, row.departments, row.now) for row in changes_page(world.year).memo.rows]
    assert [row for row in rows if row[1] in ("O1", "O2")] == [
        ("O1", "O1", "office, finance, score 100 in 2589", "finance"),
        ("O2", "O2", "office, finance, score 100 in 2589", ""),
        ("O3", "O2", "office, score 0 in 2589", ""),
    ]
    assert {row[1]: row[2] for row in rows if not row[0]} == {"O4": ""}, "what is new was nobody's"


def test_the_agency_reads_it_others_do_not(world):
    people = {name: person for name, person in world.people().items() if name not in ("assessor", "lead")}
    found = {name: client_of(person).get(ADDRESS).status_code for name, person in people.items()}
    assert found == {"staff": 200, "coordinator": 200, "executive": 200, "observer": 403, "admin": 200}
    stranger = World("beta")
    assert client_of(stranger.coordinator).get(ADDRESS).status_code == 404
    folded, unfolded = (client_of(world.staff).get(f"{ADDRESS}{more}").content.decode() for more in ("", "?all=yes"))
    items = folded.count("memo-item")
    assert (folded.count('<details class="fold memo-item" '), unfolded.count('" open><summary>')) == (items, items)


def test_the_desk_leads_there(world):
    assert ADDRESS in client_of(world.executive).get("/alpha/2590-small/").content.decode()


def test_without_a_year_before_it_says_so():
    world = World()
    page = client_of(world.staff).get(ADDRESS)
    assert (page.status_code, page.context["memo"]) == (200, None)
    assert "/criteria/compare/" in page.content.decode()


def test_many_assignments_cost_as_many_queries_as_few(world):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            changes_page(world.year)
        return len(queries)

    few = count()
    for number in range(30):
        department = make_department(world.agency, f"d{number}")
        assert isinstance(department, Department)
    for item in world.edition.items.all():
        assign(world.year, item, lead=world.office, support=list(world.agency.departments.all()), by=world.coordinator)
    assert count() == few


def test_a_draft_of_next_year_changes_nothing_here(world):
    draft = opening.open_next(opening.plan_of(world.edition, 2591, "small"), by=world.admin)
    catalogue.step(draft, "publish", by=world.admin)
    assert changes_page(world.year).before == world.before

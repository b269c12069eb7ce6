"""The page on what changed between two editions: who sees it, what it costs, what leaves it as a file."""

import csv
import io

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from criteria.importers import import_edition, import_requirements
from tests.factories import DATA, make_edition, make_person

pytestmark = pytest.mark.django_db
FIXTURES = settings.BASE_DIR / "fixtures"
SMALL = {"from": "2589-small", "to": "2590-small"}


@pytest.fixture(autouse=True)
def _language():
    """Pages that are read in Thai leave nothing behind."""
    with translation.override("th"):
        yield


def client_of(person: User) -> Client:
    """Somebody's browser; reads Thai."""
    client = Client(headers={"accept-language": "th"})
    client.force_login(person)
    return client


@pytest.fixture
def person():
    make_edition()
    make_edition(DATA / "2589-small.yaml")
    return make_person("somebody@test")


def test_the_memo_names_what_is_new_gone_and_joined(person):
    page = client_of(person).get("/criteria/compare/", SMALL)
    memo = page.context["memo"]
    assert [(section.work.value, [entry.code for entry in section.entries]) for section in memo.sections] == [
        ("prepare", ["O4"]),
        ("combine", ["O2"]),
        ("adapt", ["O1", "O3"]),
        ("drop", ["O4"]),
    ]
    assert "O2 (เดิมคือ O2 และ O3)" in page.content.decode()


def test_without_choice_the_newest_is_compared_with_the_year_before(person):
    memo = client_of(person).get("/criteria/compare/").context["memo"]
    assert (memo.old.code, memo.new.code) == ("2589-small", "2590-small")


def test_the_edition_leads_to_its_memo(person):
    page = client_of(person).get("/criteria/2590-small/").content.decode()
    assert "/criteria/compare/?from=2589-small&amp;to=2590-small" in page
    assert "/criteria/compare/" not in client_of(person).get("/criteria/2589-small/").content.decode()


@pytest.mark.parametrize("asked", [{"from": "2599-none", "to": "2590-small"}, {"to": "<script>"}])
def test_an_edition_that_is_not_there_is_not_found(person, asked):
    assert client_of(person).get("/criteria/compare/", asked).status_code == 404
    assert client_of(person).get("/criteria/compare/table.csv", asked).status_code == 404


def test_drafts_are_compared_by_the_administrator_only(person):
    import_requirements(FIXTURES / "requirements.yaml")
    import_edition(FIXTURES / "catalogue/2563-national.yaml", by=None)
    asked = {"from": "2563-national", "to": "2590-small"}
    admin = make_person("admin@test", is_admin=True)
    assert [client_of(who).get("/criteria/compare/", asked).status_code for who in (person, admin)] == [404, 200]


def test_the_table_is_narrowed_by_work_and_words(person):
    rows = client_of(person).get("/criteria/compare/", {**SMALL, "work": "combine", "q": "o๓"}).context["rows"]
    assert [(row.old_code, row.new_code) for row in rows] == [("O3", "O2")]
    rows = client_of(person).get("/criteria/compare/", {**SMALL, "work": "combine", "q": "ข่าวเด่น"}).context["rows"]
    assert [(row.old_code, row.new_code) for row in rows] == [("O3", "O2")]
    assert client_of(person).get("/criteria/compare/", {**SMALL, "work": "dance"}).status_code == 200


def test_the_table_leaves_as_text_only(person):
    client = client_of(person)
    lines = list(csv.reader(io.StringIO(client.get("/criteria/compare/table.csv", SMALL).content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/criteria/compare/table.xlsx", SMALL).content)).active
    cells = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == lines
    assert [line[0:3:2] for line in lines[1:]] == [["O1", "O1"], ["O2", "O2"], ["O3", "O2"], ["O5", "O3"], ["", "O4"], ["O4", ""]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_a_large_memo_costs_as_many_queries_as_a_small_one(person):
    import_requirements(FIXTURES / "requirements.yaml")
    for code in ("2564-national", "2566-national"):
        import_edition(FIXTURES / f"catalogue/{code}.yaml", by=None, publish=True)
    client = client_of(person)
    costs = []
    for asked in (SMALL, {"from": "2564-national", "to": "2566-national"}):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/criteria/compare/", asked).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 24

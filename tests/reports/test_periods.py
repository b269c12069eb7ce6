"""What a year shows outside of its periods: public page, workbook, CSV, JSON and the summary."""

import csv
import io
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from reports import papers
from reports.exporters.tables import year_csv, year_json
from reports.publishing import shown_year
from submissions import actions, freezing
from submissions.actions import About
from tests.factories import World, make_recurring


@pytest.fixture
def published(db) -> SimpleNamespace:
    """Of O2 November, then October, was handed in; December had nothing."""
    with override("th"):
        world = World(edition=make_recurring())
        october, november, december = world.item("O2").item.periods[:3]
        parts = tuple(world.item("O2").item.components.all())
        for title, period in (("ข่าวที่สอง", november), ("ข่าวแรก", october)):
            about = About(title=title, components=parts, covers=period)
            actions.add_url(world.item("O2"), f"https://www.alpha.example/{period.key}", about, by=world.staff)
        actions.state_nothing(world.item("O2"), december, sentence="ไม่มีข่าวในเดือนธันวาคม 2565", by=world.staff)
        world.publish()
        yield SimpleNamespace(world=world, year=shown_year(world.year))


def test_the_public_page_shows_months_in_their_order_and_what_had_nothing(published):
    page = Client(headers={"accept-language": "th"}).get("/public/alpha/2566-small/").content.decode()
    wanted = ["ข่าวแรก", "ตุลาคม 2565", "ข่าวที่สอง", "พฤศจิกายน 2565", "ไม่มีข่าวในเดือนธันวาคม 2565"]
    places = [page.index(text) for text in wanted]
    assert places == sorted(places)


def test_tables_and_json_name_the_periods(published):
    rows = list(csv.DictReader(io.StringIO(year_csv(published.year).removeprefix("\ufeff"))))
    periods = {row["ข้อ"]: row["งวดของข้อมูล"].split("\n") for row in rows}
    assert periods["O2"] == ["—", "ตุลาคม 2565", "พฤศจิกายน 2565", "ไม่มีข่าวในเดือนธันวาคม 2565"]
    assert periods["O1"] == [""]
    item = next(item for item in year_json(published.year)["items"] if item["code"] == "O2")
    assert [one["covers"] for one in item["evidence"]] == [None, ["2022-10-01", "2022-10-31"], ["2022-11-01", "2022-11-30"]]
    assert item["nothing"] == [{"sentence": "ไม่มีข่าวในเดือนธันวาคม 2565", "covers": ["2022-12-01", "2022-12-31"]}]


def test_the_summary_names_them_and_is_another_paper_when_they_are_others(published):
    content = papers.summary_content(published.world.year)
    html = papers.summary_html(content, "CODE", published.world.year.published_at)
    assert "[ตุลาคม 2565]" in html
    assert "ไม่มีข่าวในเดือนธันวาคม 2565" in html
    evidence = published.world.item("O2").evidence.get(title="ข่าวแรก")
    freezing.take_down("default")  # so that a published year can be another one
    type(evidence).objects.filter(pk=evidence.pk).update(covers_from="2023-01-01", covers_until="2023-01-31")
    assert papers.summary_content(published.world.year).content_hash != content.content_hash


def test_a_shown_year_asks_as_often_for_many_statements_as_for_one(published):
    freezing.take_down("default")  # so that more can be stated in a published year

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            shown_year(published.world.year)
        return len(found)

    few = queries()
    said = published.world.item("O2").nothing.get()
    for period in published.world.item("O2").item.periods[3:]:
        said.pk, said.covers_from, said.covers_until = None, period.first_day, period.last_day
        said.save()
    assert queries() == few

"""The workshop as a browser meets it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria import actions
from criteria.content import edition_data
from criteria.exporters import edition_yaml
from criteria.importers import import_edition
from criteria.models import Component, Edition, Heading, Indicator, Item
from tests.criteria.workshop import Bench
from tests.factories import World, make_person
from tests.submissions.test_views import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench() -> Bench:
    return Bench()


def rows(name: str, *filled: dict) -> dict:
    data = {f"{name}-TOTAL_FORMS": str(len(filled)), f"{name}-INITIAL_FORMS": "0"}
    return data | {f"{name}-{n}-{key}": value for n, row in enumerate(filled) for key, value in row.items()}


ITEM = {"title_th": "โครงสร้าง", "period_rule": "none", "scope": "whole_agency", "weight": "1", **rows("notes")}


def address(edition: Edition, name: str, *args: object) -> str:
    return reverse(f"criteria:{name}", args=[edition.code, *args])


def test_an_edition_is_built_in_the_browser_exported_and_loaded_elsewhere(bench, tmp_path):
    client = client_of(bench.admin)
    new = {"fiscal_year": "๒๕๙๑", "programme": "made", "title_th": "หลักเกณฑ์", "model": str(bench.edition.pk)}
    assert client.post("/criteria/new/", new).status_code == 302
    edition = Edition.objects.get(code="2591-made")
    client.post(address(edition, "add_indicator"), {"number": "9", "instrument": "OIT", "title_th": "การเปิดเผยข้อมูล"})
    top = Indicator.objects.get(edition=edition, number="9")
    client.post(f"{address(edition, 'add_indicator')}?in={top.pk}", {"number": "๙.๑", "title_th": "ข้อมูลพื้นฐาน"})
    sub = Indicator.objects.get(edition=edition, number="9.1")
    heading_data = {"title_th": "ข้อมูลพื้นฐาน", "indicator": str(sub.pk), **rows("notes", {"kind": "advice", "text": "ดูด้วย"})}
    client.post(f"{address(edition, 'add_heading')}?in={sub.pk}", heading_data)
    heading = Heading.objects.get(indicator=sub)
    item_data = ITEM | {"place": f"h{heading.pk}"} | rows("requirements", {"requirement": "structure", "certain": "on"})
    assert client.post(f"{address(edition, 'add_item')}?in={heading.pk}", item_data).status_code == 302
    item = Item.objects.get(edition=edition)
    component = {"text": "เป็นข้อมูลของปี พ.ศ. ๒๕๙๐", "required": "yes", "target": "2590|ของปี พ.ศ. ๒๕๙๐"}
    client.post(address(edition, "add_component", item.pk), component)
    part = Component.objects.get(item=item)
    assert (part.target_offset, part.target_wording) == (-1, "ของปี พ.ศ. ๒๕๙๐")
    assert client.post(address(edition, "edition_step", "publish")).status_code == 302
    edition.refresh_from_db()
    before = edition_data(edition)
    path = tmp_path / "made.yaml"
    path.write_text(edition_yaml(edition), encoding="utf-8")
    actions.step(edition, "withdraw", by=bench.admin)
    actions.delete_edition(edition, by=bench.admin)
    assert edition_data(import_edition(path, by=None)) == before


def test_what_is_typed_is_checked_while_it_is_typed_and_nothing_is_saved(bench):
    client = client_of(bench.admin)
    bad = ITEM | rows("requirements") | {"depends_on": "O9"}
    page = client.post(address(bench.edition, "edit_item", bench.item("O1").pk), bad, headers={"HX-Request": "true"})
    assert (page.status_code, "O9" in page.content.decode()) == (200, True)
    assert client.post(address(bench.edition, "edit_item", bench.item("O1").pk), bad).status_code == 422
    assert bench.verbs() == ["import_edition"]


def test_two_editors_see_both_texts(bench):
    client, url = client_of(bench.admin), address(bench.edition, "edit_item", bench.item("O1").pk)
    actions.save_item(bench.item("O1"), {"title_th": "ของเขา"}, version=1, by=bench.admin)
    mine = ITEM | rows("requirements") | {"title_th": "ของเรา", "version": "1"}
    page = client.post(url, mine)
    text = page.content.decode()
    assert (page.status_code, "ของเขา" in text, "ของเรา" in text) == (409, True, True)
    assert client.post(url, mine | {"version": "2"}).status_code == 302
    assert bench.item("O1").title_th == "ของเรา"


def test_a_total_just_below_a_level_is_not_that_level(bench):
    page = client_of(bench.admin).get(address(bench.edition, "edit_scoring"), {"total": "84.995"})
    assert "ต้องปรับปรุง" in page.context["form"].what_if()
    assert "85.00" in page.context["form"].what_if()


def test_the_workshop_asks_as_often_for_many_items_as_for_few(bench):
    client, url = client_of(bench.admin), address(bench.edition, "workshop")
    counts = []
    for _times in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
        for number in range(26):
            values = {"title_th": f"ข้อ {number}", "requirements": [("news", True)], "depends_on": ["O1"]}
            actions.add_item(bench.heading("มาตรการภายใน"), values, by=bench.admin)
    assert counts[0] == counts[1]


def test_a_correction_and_who_made_it_stand_on_the_page_of_the_criteria():
    world = World()
    key = f"item-{world.item('O1').item.pk}-title_th"
    form = {"text": "โครงสร้างองค์กร", "reason": "พิมพ์ผิด", "seen": "โครงสร้าง"}
    assert client_of(world.admin).post(address(world.edition, "correct", key), form).status_code == 302
    text = client_of(world.staff).get(f"/criteria/{world.edition.code}/").content.decode()
    assert all(word in text for word in ("โครงสร้างองค์กร", "พิมพ์ผิด", str(world.admin)))


def test_strangers_find_no_workshop(bench):
    client = client_of(make_person("coordinator@alpha"))
    names = ("workshop", "edit_edition", "edit_corrections", "edit_scoring", "edition_history", "add_indicator")
    assert {client.get(address(bench.edition, name)).status_code for name in names} == {404}
    assert client.get("/criteria/new/").status_code == 404


# --- how often an item is reported


def save(bench, **typed: str):
    url = address(bench.edition, "edit_item", bench.item("O1").pk)
    version = str(bench.item("O1").version)
    return client_of(bench.admin).post(url, ITEM | rows("requirements") | {"version": version, **typed})


def recurrence(bench) -> tuple:
    item = bench.item("O1")
    return item.frequency, item.counted_months, item.due_day, item.none_wording


def test_how_often_an_item_is_reported_is_set_and_taken_away(bench):
    monthly = {"frequency": "monthly", "counted_months": "first_six_months", "due_day": "10", "none_wording": "แสดงแผนผัง"}
    assert save(bench, **monthly).status_code == 302
    assert recurrence(bench) == ("monthly", "first_six_months", 10, "แสดงแผนผัง")
    assert save(bench, **monthly | {"frequency": "none"}).status_code == 302
    assert recurrence(bench) == ("none", "whole_year", 15, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"frequency": "weekly"},
        {"frequency": "monthly", "counted_months": "summer"},
        {"frequency": "monthly", "due_day": "29"},
        {"frequency": "monthly", "due_day": "๓๑"},
        {"frequency": "monthly", "none_wording": "ไม่มีที่ไหนเลย"},
    ],
)
def test_a_wrong_way_of_reporting_is_refused_and_what_was_typed_stays(bench, wrong):
    page = save(bench, **{"title_th": "พิมพ์แล้ว", **wrong})
    assert (page.status_code, "พิมพ์แล้ว" in page.content.decode()) == (422, True)
    assert recurrence(bench) == ("none", "whole_year", 15, "")


def test_the_words_for_none_may_stand_in_a_note_that_is_typed_with_them(bench):
    notes = rows("notes", {"kind": "condition", "text": "หากไม่มีรายการให้ระบุ"})
    assert save(bench, frequency="monthly", none_wording="ไม่มีรายการ", **notes).status_code == 302
    assert recurrence(bench)[3] == "ไม่มีรายการ"

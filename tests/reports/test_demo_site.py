"""The demonstration's websites have what its evidence names, and the faults that they are there to show."""

import pytest

from ita_portal.lib.web_pages import read_page
from reports.demo_site import NOT_LINKED, answer

ROOT = "http://www.phrae-pao.example"


def page(path: str):
    return read_page(answer(path).body, f"{ROOT}{path}")


@pytest.mark.parametrize(("year", "items"), [(2563, 26), (2564, 43), (2565, 39), (2566, 43)])
def test_every_item_has_a_page_and_all_but_one_are_linked(year: int, items: int) -> None:
    linked = {link.url for link in page(f"/ita/{year}").links if f"/ita/{year}/" in link.url}
    assert f"{ROOT}/ita/{year}/o{NOT_LINKED}" not in linked
    assert len(linked) == items - 1
    assert [answer(f"/ita/{year}/o{number}").status for number in (1, items)] == [200, 200]


def test_the_faults_are_the_ones_that_cost_points() -> None:
    assert answer("/ita/2566/o2").body == answer("/nowhere").body
    assert page("/ita/2566/o5").asks_for_password
    assert "2563" in page("/ita/2566/o11").text.split("หน่วยงานตัวอย่าง")[0]
    assert answer("/nowhere").status == 404


def test_months_of_procurement_are_linked_from_their_item() -> None:
    assert f"{ROOT}/procurement/2565-10" in {link.url for link in page("/ita/2566/o21").links}

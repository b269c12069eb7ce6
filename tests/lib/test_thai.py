"""Thai text: digits, years, keys, codes."""

import datetime

import pytest

from ita_portal.lib import thai


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("O7", 7),
        ("o7", 7),
        ("07", 7),
        ("7", 7),
        ("๐๗", 7),
        ("๐๑๐", 10),
        ("010", 10),
        ("O๑๒", 12),
        ("0๑๒", 12),
        ("๐๔๓", 43),
        (" O 4 3 ", 43),
        ("01", 1),
        ("๐๐", None),
        ("O0", None),
        ("O123", None),
        ("ข้อ 7", None),
        ("", None),
    ],
)
def test_item_number_reads_every_spelling(text, number):
    assert thai.item_number(text) == number


def test_digits_both_ways():
    assert (thai.arabic_digits("พ.ศ. ๒๕๖5"), thai.thai_digits("100.00")) == ("พ.ศ. 2565", "๑๐๐.๐๐")


def test_tidy_folds_sara_am_typed_in_parts_and_keeps_it_whole():
    assert thai.tidy("น\u0e4d\u0e49\u0e32") == "น้ำ"
    assert thai.tidy("สํานักงาน") == "สำนักงาน"
    assert thai.tidy("คำ\u00a0\u200b  สอง") == "คำ สอง"
    assert thai.tidy("เเละ") == "และ"


def test_search_key_ignores_spaces_and_digit_script():
    assert thai.search_key("คุณ ธรรม ปี ๒๕๖๖") == thai.search_key("คุณธรรมปี2566")


def test_sort_key_orders_as_a_dictionary():
    words = ["ขา", "แก", "คา", "กา", "เก"]
    assert sorted(words, key=thai.sort_key) == ["กา", "เก", "แก", "ขา", "คา"]


def test_fiscal_year_begins_in_october():
    assert [thai.fiscal_year(datetime.date(2025, month, 1)) for month in (9, 10)] == [2568, 2569]
    assert thai.fiscal_year_bounds(2569) == (datetime.date(2025, 10, 1), datetime.date(2026, 9, 30))


def test_dates_are_buddhist():
    day = datetime.date(2026, 3, 5)
    assert (thai.date_th(day), thai.date_th(day, short=True)) == ("5 มีนาคม 2569", "5 มี.ค. 2569")


def test_foreign_characters_betray_a_scanning_fault():
    assert thai.foreign_characters("ผลการใช้จ\u17bd\u1799งบประมาณ ITA") == ["\u1799", "\u17bd"]
    assert thai.foreign_characters("ผลการใช้จ่าย ITA 2566") == []

"""The periods of a fiscal year: where they begin and end, when they are due, what a file name says of them."""

import datetime

import pytest
from django.utils.translation import override

from criteria import files
from criteria.exporters import edition_data, edition_json
from criteria.importers import import_edition
from criteria.periods import Period, named_in, periods_of
from tests.criteria.test_catalogue import CATALOGUE, KEYS, first_item, small
from tests.factories import DATA, make_edition

D = datetime.date


def test_twelve_months_from_october_to_september_over_a_leap_year():
    months = periods_of(2567, "monthly")
    assert [period.key for period in months] == [
        *("2566-10", "2566-11", "2566-12", "2567-01", "2567-02", "2567-03"),
        *("2567-04", "2567-05", "2567-06", "2567-07", "2567-08", "2567-09"),
    ]
    assert (months[0].first_day, months[4].last_day, months[-1].last_day) == (D(2023, 10, 1), D(2024, 2, 29), D(2024, 9, 30))
    assert periods_of(2566, "monthly")[4].last_day == D(2023, 2, 28)


@pytest.mark.parametrize(
    ("frequency", "months", "expected"),
    [
        ("none", "whole_year", []),
        ("monthly", "first_six_months", ["2565-10", "2565-11", "2565-12", "2566-01", "2566-02", "2566-03"]),
        ("quarterly", "whole_year", ["2565-10", "2566-01", "2566-04", "2566-07"]),
        ("quarterly", "first_six_months", ["2565-10", "2566-01"]),
        ("six_monthly", "whole_year", ["2565-10", "2566-04"]),
        ("six_monthly", "first_six_months", ["2565-10"]),
    ],
)
def test_periods_by_frequency_and_counted_months(frequency, months, expected):
    assert [period.key for period in periods_of(2566, frequency, months)] == expected


@pytest.mark.parametrize("frequency", ["monthly", "quarterly", "six_monthly"])
def test_periods_follow_each_other_without_gap_and_fill_the_year(frequency):
    for year in range(2560, 2600):
        periods = periods_of(year, frequency)
        assert (periods[0].first_day, periods[-1].last_day) == (D(year - 544, 10, 1), D(year - 543, 9, 30))
        ends = [period.last_day + datetime.timedelta(days=1) for period in periods[:-1]]
        assert ends == [period.first_day for period in periods[1:]]


def test_a_period_is_due_in_the_month_after_it():
    months = periods_of(2566, "monthly")
    assert (months[2].due_on(), months[3].due_on(28), months[-1].due_on(1)) == (D(2023, 1, 15), D(2023, 2, 28), D(2023, 10, 1))
    assert periods_of(2566, "six_monthly", "first_six_months")[0].due_on() == D(2023, 4, 15)


def test_names_in_both_languages():
    half, month = periods_of(2566, "six_monthly")[0], periods_of(2566, "monthly")[2]
    with override("th"):
        assert (month.name, month.short_name) == ("ธันวาคม 2565", "ธ.ค. 65")
        assert (half.name, half.months) == ("ตุลาคม 2565 – มีนาคม 2566", 6)
    with override("en"):
        assert (month.name, month.short_name) == ("December 2565 BE (2022)", "Dec 2565")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("สขร.1 เดือนธันวาคม 2565.pdf", "2565-12"),
        ("แบบ สขร.๑ ประจำเดือน ธ.ค. ๖๕", "2565-12"),
        ("สขร1_มีค.xlsx", "2566-03"),
        ("12-2565.pdf", "2565-12"),
        ("2566_01 สขร.1.pdf", "2566-01"),
        ("สรุปผลจัดซื้อจัดจ้าง มกราคม ปีงบประมาณ 2566", "2566-01"),
        ("เดือนธันวาคม ปีงบประมาณ 2566", "2565-12"),
        ("เดือนธันวาคม 2563", ""),  # another year's
        ("ตุลาคม 2565 - มีนาคม 2566", ""),  # two months: nobody guesses
        ("สขร.1 2566.pdf", ""),  # the form's number is no month
        ("รายงาน 1.pdf", ""),
        ("", ""),
    ],
)
def test_a_month_is_read_from_a_title_only_when_it_is_clear(text, key):
    found: list[Period] = named_in(text, periods_of(2566, "monthly"))
    assert "".join(period.key for period in found) == key


# --- in the catalogue's files


def test_the_recurring_items_of_the_shipped_editions():
    found = {}
    for path in CATALOGUE:
        data = files.read_yaml(path)[0]
        rules = {place.item["code"]: files.recurrence_of(place.item) for place in files.places(data)}
        found[path.stem] = {
            code: (rule["frequency"], rule["counted_months"]) for code, rule in rules.items() if rule["frequency"] != "none"
        }
    half = ("six_monthly", "first_six_months")
    assert found == {
        "2563-department": {"O5": half, "O11": half, "O15": ("monthly", "whole_year"), "O25": half},
        "2563-national": {"O11": half, "O19": half, "O23": ("monthly", "whole_year"), "O40": half},
        "2564-national": {"O11": half, "O19": half, "O23": ("monthly", "first_six_months"), "O40": half},
        "2565-moe-ops": {"O11": half, "O15": half, "O19": ("monthly", "whole_year"), "O36": half},
        "2566-national": {"O12": half, "O21": ("monthly", "first_six_months"), "O37": half},
        "2568-national": {},
    }


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ({"frequency": "weekly"}, "frequency"),
        ({"frequency": "monthly", "counted_months": "summer"}, "counted_months"),
        ({"frequency": "monthly", "due_day": 31}, "no day that every month has"),
        ({"frequency": "monthly", "due_day": "15"}, "no day that every month has"),
        ({"frequency": "monthly", "none_wording": "ไม่มีอะไรเลย"}, "none_wording"),
        ({"due_day": 10}, "only an item with a frequency"),
        ({"frequency": None}, "frequency"),
    ],
)
def test_a_wrong_rule_is_said(rule, word):
    data = small()
    first_item(data).update(rule)
    assert any(word in problem for problem in files.problems_of(data, KEYS))


@pytest.mark.django_db
def test_a_rule_goes_in_and_comes_out_again(tmp_path):
    data = small()
    rule = {"frequency": "monthly", "counted_months": "first_six_months", "due_day": 10, "none_wording": "แสดงแผนผัง"}
    first_item(data).update(rule)
    path = tmp_path / "2590-small.yaml"
    path.write_text(files.yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    make_edition(path)
    out = edition_data(import_edition(path, by=None))
    assert {name: first_item(out).get(name) for name in rule} == rule
    assert "frequency" not in list(files.places(out))[1].item


@pytest.mark.django_db
def test_the_api_names_the_periods():
    items = {item["code"]: item for item in edition_json(make_edition())["items"]}
    assert (items["O1"]["frequency"], items["O1"]["periods"]) == ("none", [])
    monthly = edition_json(import_edition(DATA / "2560-monthly.yaml", by=None))["items"][0]
    assert (monthly["frequency"], monthly["periods"][0], len(monthly["periods"])) == ("monthly", ["2016-10-01", "2016-10-31"], 6)

"""A date as day, month and Buddhist year: what is understood, and what is asked back."""

import datetime

import pytest
from django import forms

from ita_portal.lib.fields import BuddhistDateField
from tests.factories import buddhist


class DayForm(forms.Form):
    day = BuddhistDateField(label="วันที่", required=False)


class NeededDayForm(forms.Form):
    day = BuddhistDateField(label="วันที่")


def read(*parts: object) -> datetime.date | str | None:
    """The date that was understood, or the sentence that is shown."""
    form = DayForm(buddhist("day", *parts))
    return form.cleaned_data["day"] if form.is_valid() else form.errors["day"][0]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((5, 3, 2569), datetime.date(2026, 3, 5)),
        (("๐๕", "3", "๒๕๖๙"), datetime.date(2026, 3, 5)),
        ((29, 2, 2567), datetime.date(2024, 2, 29)),
        ((1, 10, "69"), datetime.date(2026, 10, 1)),
        (("", "", ""), None),
    ],
)
def test_a_date_is_read_as_thais_write_it(parts, expected):
    assert read(*parts) == expected


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ((31, 2, 2569), "February 2569 has 28 days, from 1 to 28."),
        ((0, 4, 2569), "April 2569 has 30 days, from 1 to 30."),
        (("5", "3", ""), "Fill in all three: day, month and year."),
        ((5, 13, 2569), "Choose the month from the list."),
        ((5, "มีนาคม", 2569), "Choose the month from the list."),
        ((5, 3, 9999), "Type the year in the Buddhist Era with four digits, for example 2569."),
        ((5, 3, "ปีหน้า"), "Type the year in the Buddhist Era with four digits, for example 2569."),
        (
            (5, 3, 2026),
            "2026 is a year of the Common Era. Do you mean 2569 BE? It now stands in the field; save again if it is right.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(parts, sentence):
    assert read(*parts) == sentence


def test_a_year_of_the_common_era_is_offered_as_the_buddhist_one():
    page = str(DayForm(buddhist("day", 5, 3, 2026))["day"])
    assert ('value="2569"' in page, 'value="2026"' in page, '<option value="3" selected>' in page) == (True, False, True)


def test_a_day_that_was_kept_stands_in_the_boxes():
    page = str(DayForm(initial={"day": datetime.date(2026, 3, 5)})["day"])
    assert ('value="5"' in page, '<option value="3" selected>' in page, 'value="2569"' in page) == (True, True, True)


def test_a_needed_day_is_asked_for():
    assert NeededDayForm({}).errors["day"] == ["This field is required."]

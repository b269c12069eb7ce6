"""The four real documents in three forms: exactly the figures that `benchmarks/documents.py` prints."""

from functools import cache

import pytest

from criteria.documents.readers import read
from criteria.documents.recognising import recognise
from criteria.documents.shapes import Reading
from tests.documents.measures import FORMS, Resolved, file_of, resolutions
from tests.documents.sources import NAMES
from tests.documents.truth import compared, items_of, known_departments

EVERY = [(name, form) for name in NAMES for form in FORMS]
ITEMS = {"department-unit": 26, "rayong": 43, "chainat-edu": 39, "phrae-pao": 43}


@cache
def reading_of(name: str, form: str) -> Reading:
    return recognise(read(*file_of(name, form)))


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_every_code_and_title_is_right(name, form):
    counts = compared(reading_of(name, form), name)
    number = ITEMS[name]
    assert [entry.number for entry in reading_of(name, form).entries] == list(range(1, number + 1))
    for field in ("code", "title"):
        assert (counts[field].right, counts[field].given, counts[field].there) == (number, number, number), field


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_sub_indicators_and_headings_are_right_where_the_document_has_them(name, form):
    counts = compared(reading_of(name, form), name)
    number = 0 if name == "chainat-edu" else ITEMS[name]
    for field in ("sub", "heading"):
        assert (counts[field].right, counts[field].given, counts[field].there) == (number, number, number), field


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_every_component_and_note_is_found_and_hardly_anything_else(name, form):
    detail = compared(reading_of(name, form), name)["detail"]
    assert detail.right == detail.there
    assert detail.right / detail.given > 0.98


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["rayong", "phrae-pao"])
def test_every_department_cell_is_right_and_resolved(name, form):
    counts = compared(reading_of(name, form), name)
    assert counts["departments"].right == counts["departments"].given == counts["departments"].there == 43
    assert resolutions(reading_of(name, form), name, known_departments(name)) == Resolved(cells=43, right=43)


@pytest.mark.parametrize("form", FORMS)
def test_without_aliases_a_misspelling_is_suggested_never_taken(form):
    found = resolutions(reading_of("phrae-pao", form), "phrae-pao", known_departments("phrae-pao", aliases=False))
    assert found == Resolved(cells=43, right=40, suggested=3)


@pytest.mark.parametrize("form", FORMS)
def test_all_43_scores_and_18_comments_are_in_place(form):
    counts = compared(reading_of("rayong", form), "rayong")
    assert [counts[field].right for field in ("score", "comment")] == [43, 18]
    assert [counts[field].given for field in ("score", "comment")] == [43, 18]
    praised_and_criticised = [e.number for e in reading_of("rayong", form).entries if float(e.score) == 100 and e.comment]
    assert praised_and_criticised == [6, 10, 14, 15, 25, 34, 38]


@pytest.mark.parametrize("form", FORMS)
def test_years_and_announced_counts(form):
    read_as = {name: reading_of(name, form) for name in NAMES}
    assert {name: one.fiscal_year for name, one in read_as.items()} == dict(zip(NAMES, (2563, 2564, 2565, 2566), strict=True))
    assert {name: one.status_year for name, one in read_as.items()} == {**dict.fromkeys(NAMES), "rayong": 2563}
    assert read_as["rayong"].announced == {"9": 33, "10": 10}


DOUBTS = {
    "department-unit": [],
    "rayong": [(42, "impossible_year", "25623")],
    "chainat-edu": [(32, "mixed_digits", "๒๕๖5")],
    "phrae-pao": [(number, "words_broken", None) for number in (31, 34, 35)]
    + [(38, "foreign_letters", "យ ួ")]
    + [(number, "words_broken", None) for number in (41, 42, 43)],
}


@pytest.mark.parametrize(("name", "form"), EVERY)
def test_what_is_odd_is_pointed_out_and_nothing_else(name, form):
    reading = reading_of(name, form)
    found = [(e.number, d.code, None if d.code == "words_broken" else d.detail) for e in reading.entries for d in e.doubts]
    assert found == DOUBTS[name]
    assert [doubt.code for doubt in reading.doubts] == (["year_guessed"] if name == "phrae-pao" else [])


def test_a_pdf_with_ruled_tables_is_read_as_the_others_are():
    counts = compared(reading_of("rayong", "pdf"), "rayong")
    assert {field: count.right for field, count in counts.items() if field != "detail"} == {
        **dict.fromkeys(("code", "title", "sub", "heading", "departments", "score"), 43),
        "comment": 18,
    }
    assert resolutions(reading_of("rayong", "pdf"), "rayong", known_departments("rayong")) == Resolved(cells=43, right=43)


def test_the_truth_itself_is_whole():
    assert {name: len(items_of(name)) for name in NAMES} == ITEMS

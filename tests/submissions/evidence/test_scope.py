"""Whose document it is, by its head."""

import pytest

from submissions.checks import scope
from tests.submissions.evidence import made
from tests.submissions.evidence.cases import HOUSE, case, finding, outcomes


@pytest.mark.parametrize(
    ("text", "handed", "expected"),
    [
        ("แผนปฏิบัติการ เทศบาลตำบลอัลฟา", {}, {"unit": "clear"}),
        ("แผนปฏิบัติการ ทต.อัลฟา", {}, {"unit": "clear"}),
        ("รายงานผล กองคลัง เทศบาลตำบลอัลฟา", {}, {"unit": "clear"}),
        ("รายงานผล กองคลัง", {}, {"unit": "found"}),
        ("รายงานผล กองคลัง", {"title": "รายงานของเทศบาลตำบลอัลฟา"}, {"unit": "clear"}),
        ("รายงานผล " + "x" * 900 + " กองคลัง", {}, {}),
        ("รายงานผล เทศบาลตำบลเบตา", {}, {"other": "found"}),
        ("รายงานผล", {}, {}),
    ],
)
def test_what_the_head_names(text, handed, expected):
    assert outcomes(scope, case(text, handed=handed)) == expected


def test_a_line_office_that_bears_the_name_of_its_province_is_not_the_province():
    one = case("รายงานเรื่องร้องเรียน สำนักงานคลังจังหวัดโอเมกา")
    house = HOUSE.__class__(names=("จังหวัดโอเมกา", ""), unit_names=("สำนักงานคลังจังหวัดโอเมกา", "สำนักงานจังหวัดโอเมกา"))
    found = finding(scope, one.__class__(**{**one.__dict__, "house": house}), "scope.unit")
    assert (found.outcome, found.facts) == ("found", {"unit": "สำนักงานคลังจังหวัดโอเมกา"})
    assert [place.text for place in found.places] == ["รายงานเรื่องร้องเรียน สำนักงานคลังจังหวัดโอเมกา"]


def test_names_survive_a_pdf():
    assert outcomes(scope, case(made.pdf(["รายงานผลการดำเนินงาน สำนักปลัด"]))) == {"unit": "found"}


def test_where_units_are_asked_for_and_on_web_pages_nothing_is_said():
    assert list(scope.look(case("รายงานผล กองคลัง", whole_agency=False))) == []
    assert list(scope.look(case(b"<html><body>" + "รายงานผล กองคลัง".encode()))) == []

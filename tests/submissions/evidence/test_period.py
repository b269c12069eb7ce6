"""Which years a text names, and what that says of the evidence."""

import datetime
from collections import Counter
from pathlib import Path

import pytest

from submissions.checks import period
from submissions.checks.case import Part
from submissions.checks.years import NAMED, PLAIN, years_in
from submissions.documents import Document, Form, Page
from submissions.documents.skeletons import skeleton
from tests.submissions.evidence.cases import case, finding
from tests.submissions.evidence.labelled_periods import documents


def plain(text: str, *, as_name: bool = False) -> list[tuple[int, ...]]:
    found = sorted(years_in(skeleton(text), as_name=as_name), key=lambda one: one.start)
    return [tuple(sorted(one.years)) for one in found if one.weight >= (NAMED if as_name else PLAIN)]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", [(2566,)]),
        ("ประจําปงบประมาณ พ.ศ.2566", [(2566,)]),  # as PDF programs leave it
        ("ปีงบ 66", [(2566,)]),
        ("FY2023", [(2566,)]),
        ("fiscal year 2023", [(2566,)]),
        ("ประจำปี\nงบประมาณ พ.ศ. 2566", [(2566,)]),
        ("ตุลาคม 2565 - มีนาคม 2566", [(2566,)]),
        ("1 ต.ค. 65 – 30 ก.ย. 66", [(2566,)]),
        ("เดือนตุลาคม - ธันวาคม 2565", [(2566,)]),
        ("มกราคม 2565 ถึง ธันวาคม 2565", [(2565, 2566)]),
        ("ไตรมาสที่ 1/2566", [(2566,)]),
        ("รอบ 6 เดือนแรก ปี 2566", [(2566,)]),
        ("แผนพัฒนา (พ.ศ. 2566-2570)", [(2566, 2567, 2568, 2569, 2570)]),
        ("แผนปฏิบัติการ ปี 2566-70", [(2566, 2567, 2568, 2569, 2570)]),
        ("พระราชบัญญัติ พ.ศ. 2540 และ พ.ร.บ. ฯ พ.ศ. ๒๕๖๐", []),
        ("ยุทธศาสตร์ชาติ 20 ปี (พ.ศ. 2561-2580)", []),
        ("เปรียบเทียบกับปีงบประมาณ 2565", []),
        ("2,566 บาท โทร 0-2566-2567 เลขที่ 2565/1 จำนวน 2566 คน", []),
        ("ปีงบประมาณ 9999 ปี 25623", []),
    ],
)
def test_years_that_a_text_is_about(text, years):
    assert plain(text) == years


def test_a_name_needs_no_words_around_the_year():
    assert plain("O13 รายงาน 2565.pdf", as_name=True) == [(2565,)]


DOCUMENTS = Path(__file__).parents[2] / "data/documents"
REPORT = "รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. {}\n"


@pytest.mark.parametrize(
    ("rule", "text", "handed", "outcome"),
    [
        ("current_fy", REPORT.format(2566), {}, "clear"),
        ("current_fy", REPORT.format(2565), {}, "found"),
        ("previous_fy", REPORT.format(2565), {}, "clear"),
        ("previous_fy", REPORT.format(2566), {}, "found"),
        ("previous_fy", REPORT.format(2565), {"title": "ITA 2566 ข้อ O13"}, "clear"),
        ("current_fy", "รายงาน", {"title": "รายงานปี 2566"}, "clear"),
        ("current_fy", "รายงาน", {}, "unknown"),
        ("current_fy", "รายงาน", {"file_name": "รายงาน_2564.pdf"}, "found"),
        ("first_six_months", "ข้อมูล ตุลาคม 2565 - มีนาคม 2566", {}, "clear"),
        ("first_six_months", "ข้อมูล ตุลาคม 2564 - มีนาคม 2565", {}, "found"),
        ("covers_fy", "แผนพัฒนา (พ.ศ. 2566-2570)", {}, "clear"),
        ("covers_fy", "แผนพัฒนา (พ.ศ. 2561-2565)", {}, "found"),
        ("covers_fy", "แผนปฏิบัติการ ประจำปี 2566", {}, "clear"),
        ("current_fy", REPORT.format(2565) + "x" * 900 + "\n" + REPORT.format(2566), {}, "unknown"),
        ("current_fy", "1 ก.พ. 2566 ข่าว\n3 มี.ค. 2566 ข่าว\n9 มี.ค. 2566 ข่าว", {}, "clear"),
    ],
)
def test_the_period_that_the_item_asks_for(rule, text, handed, outcome):
    assert finding(period, case(text, handed=handed, period_rule=rule), "period.year").outcome == outcome


def test_a_stated_period_goes_first():
    said = {"covers_from": datetime.date(2022, 10, 1), "covers_until": datetime.date(2023, 3, 31)}
    assert finding(period, case(REPORT.format(2560), handed=said), "period.year").outcome == "clear"
    said = {"covers_from": datetime.date(2021, 10, 1), "covers_until": datetime.date(2022, 3, 31)}
    one = finding(period, case(REPORT.format(2566), handed=said), "period.year")
    assert (one.outcome, one.facts) == ("found", {"found": "2565", "wanted": "2566"})


def test_the_passage_is_shown_with_its_page():
    one = finding(period, case(["ปก", f"เรื่อง {REPORT.format('๒๕๖๔')}"]), "period.year")
    assert [(place.page, place.text) for place in one.places] == [(2, "เรื่อง รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๔")]
    sentence = "It seems to be of 2564; the item asks for 2566. Hand in the one of the right year, or say why it is right."
    assert period.YEAR.sentence(one.outcome, one.facts) == sentence


def test_the_menus_of_a_page_accuse_nobody():
    menu = "ปีงบประมาณ 2565 ปีงบประมาณ 2564 ปีงบประมาณ 2563"
    page = Document(Form.HTML, title="ข้อมูลสาธารณะ", pages=(Page(menu),), page_count=1)
    assert finding(period, case(page), "period.year").outcome == "unknown"
    page = Document(Form.HTML, title="รายงานประจำปี 2564", pages=(Page(menu),), page_count=1)
    assert finding(period, case(page), "period.year").outcome == "found"


def test_a_year_that_a_component_names_is_right_too():
    parts = (Part(1, "เป็นข้อมูลปี พ.ศ. 2565", target_year=2565),)
    assert finding(period, case(REPORT.format(2565), parts=parts), "period.year").outcome == "clear"


@pytest.mark.parametrize(("text", "outcome"), [("แผน (พ.ศ. 2561-2565)", "found"), ("แผน (พ.ศ. 2564-2566)", "clear")])
def test_what_is_asked_to_be_in_force(text, outcome):
    assert finding(period, case(text, period_rule="in_force"), "period.ended").outcome == outcome


def test_where_nothing_is_asked_or_nothing_can_be_read_nothing_is_said():
    assert list(period.look(case(REPORT.format(2560), period_rule="none"))) == []
    assert list(period.look(case("ระเบียบ พ.ศ. 2550", period_rule="in_force"))) == []
    assert list(period.look(case(""))) == []


def test_precision_on_labelled_documents():
    """On wordings that the rules were not made with. What was said to be of another year was so, and the other way round."""
    counts = Counter((one.truth, str(finding(period, one.case, "period.year").outcome)) for one in documents("test"))
    said = {outcome: sum(n for (_truth, o), n in counts.items() if o == outcome) for outcome in ("found", "clear")}
    assert counts["wrong", "found"] / said["found"] >= 0.95
    assert counts["right", "clear"] / said["clear"] >= 0.95
    assert said["found"] + said["clear"] >= 0.75 * counts.total()


@pytest.mark.parametrize(
    ("name", "year"), [("chainat-edu", 2565), ("department-unit", 2563), ("phrae-pao", 2566), ("rayong", 2564), ("rayong", 2563)]
)
def test_real_documents_are_of_their_year_and_of_no_other(name, year):
    """Four lists of items as agencies had them; the one of Rayong is of 2564 and quotes the results of 2563."""
    text = (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")
    own = finding(period, case(text, fiscal_year=year), "period.year").outcome
    other = finding(period, case(text, fiscal_year=2569), "period.year").outcome
    assert (own, other) == ("clear", "unknown" if name == "rayong" else "found")

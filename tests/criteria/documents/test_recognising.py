"""Items out of tables and texts of every make: shuffled columns, other words, pages that break rows, and the faults of real papers."""

import itertools
import random

import pytest

from criteria.documents.words import EXACT
from tests.criteria.documents.made import FORMS, HEADER, ROWS, docx, facts, piped, reading_of, tabbed, xlsx
from tests.documents.builders import as_docx, as_xlsx
from tests.documents.sources import Grid

PLAIN = [[*row[:4], "-" if row[4] in ("", "-") else row[4], row[5]] for row in ROWS]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(6))
def test_columns_in_any_order(form, seed):
    order = random.Random(seed).sample(range(6), 6)
    header, rows = [HEADER[place] for place in order], [[row[place] for place in order] for row in ROWS]
    assert facts(FORMS[form](header, rows)) == PLAIN


WORDINGS = [
    (role, place, word)
    for role, place in zip(("code", "title", "detail", "score", "comment", "departments"), range(6), strict=True)
    for word in EXACT[role]
]


@pytest.mark.parametrize(("role", "place", "word"), WORDINGS)
def test_every_header_word_that_is_listed(role, place, word):
    header = [*HEADER]
    header[place] = word
    assert facts(xlsx(header, ROWS)) == PLAIN, role


@pytest.mark.parametrize(
    "word",
    ["หน่วยงานที่รับผิดชอบ", "ส่วนราชการที่เกี่ยวข้อง", "สำนัก/กอง ที่รับผิดชอบ", "ผู้รับผิดชอบ (กอง/ฝ่าย)", "มอบหมายให้", "หน่วย รับผิดชอบ ดำเนินการ"],
)
def test_headers_of_departments_as_they_are_worded(word):
    assert [entry.departments for entry in docx([*HEADER[:5], word], ROWS).entries] == ["สำนักปลัด", "กองคลัง", "กองช่าง"]


@pytest.mark.parametrize("form", FORMS)
def test_without_a_header_the_content_says_what_is_what_and_that_is_a_doubt(form):
    reading = (
        FORMS[form](ROWS[0], ROWS[1:])
        if form != "pipes"
        else reading_of("\n".join("| " + " | ".join(row) + " |" for row in ROWS))
    )
    assert [(e.number, e.title, e.departments, e.score) for e in reading.entries] == [
        (1, "โครงสร้าง", "สำนักปลัด", "100.00"),
        (2, "ข้อมูลผู้บริหาร", "กองคลัง", "0.00"),
        (3, "อำนาจหน้าที่", "กองช่าง", "100.00"),
    ]
    assert {doubt.code for entry in reading.entries for doubt in entry.doubts} == {"columns_guessed"}
    assert {entry.confidence for entry in reading.entries} == {80}


def test_a_title_block_above_the_table_of_a_sheet():
    block = ["บัญชีมอบหมายผู้รับผิดชอบ OIT", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", "ตัวชี้วัดย่อยที่ 9.1 ข้อมูลพื้นฐาน (3 ข้อมูล)", "ข้อมูลพื้นฐาน"]
    reading = reading_of(as_xlsx([*block, Grid([HEADER], ROWS)]), "a.xlsx")
    assert (reading.title, reading.fiscal_year) == ("บัญชีมอบหมายผู้รับผิดชอบ OIT ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", 2567)
    assert reading.announced == {"9.1": 3}
    assert [(e.sub, e.heading) for e in reading.entries] == [("9.1", "ข้อมูลพื้นฐาน")] * 3
    assert reading.doubts == []


@pytest.mark.parametrize("form", FORMS)
def test_three_columns_and_two_are_enough(form):
    three = FORMS[form](["ข้อ", "รายการ", "ผู้รับผิดชอบ"], [[row[0], row[1], row[5]] for row in ROWS])
    assert [(e.number, e.title, e.departments) for e in three.entries] == [(int(row[0][1]), row[1], row[5]) for row in ROWS]
    two = FORMS[form](["ข้อ", "ผู้รับผิดชอบ"], [[row[0], row[5]] for row in ROWS])
    assert [(e.number, e.title, e.departments) for e in two.entries] == [(int(row[0][1]), "", row[5]) for row in ROWS]
    assert [entry.doubts for entry in two.entries] == [[], [], []]


@pytest.mark.parametrize(
    "codes",
    [["O1", "O2", "O3"], ["๐๑", "๐๒", "๐๓"], ["01", "02", "03"], ["0๑", "O๒", "o 3"], ["1", "2", "3"], ["O1.", "(O2)", "ข้อ O3"]],
)
@pytest.mark.parametrize("form", FORMS)
def test_codes_in_every_spelling(form, codes):
    reading = FORMS[form](HEADER, [[code, *row[1:]] for code, row in zip(codes, ROWS, strict=True)])
    assert [entry.number for entry in reading.entries] == [1, 2, 3]


def test_numbers_that_are_no_codes():
    """Indicators with their scores are numbered, too; so are pages, and “๐๐” or “100” is no code."""
    indicators = piped(["ตัวชี้วัดที่", "รายละเอียดตัวชี้วัด", "คะแนน"], [["1", "การปฏิบัติหน้าที่", "98.81"], ["2", "การใช้งบประมาณ", "100"]])
    assert (indicators.entries, [doubt.code for doubt in indicators.doubts]) == ([], ["nothing_recognised"])
    rows = tabbed(["ข้อ", "ข้อมูล"], [["O1", "โครงสร้าง"], ["๐๐", "ไม่ใช่ข้อ"], ["100", "ไม่ใช่ข้อ"]])
    assert [entry.number for entry in rows.entries] == [1]


def test_a_range_or_list_of_codes_stands_for_each_of_them():
    reading = docx(["ข้อ", "ผู้รับผิดชอบ"], [["O1-O3", "สำนักปลัด"], ["O4, O5", "กองคลัง"], ["O6 และ O7", "กองช่าง"]])
    assert [(e.number, e.departments) for e in reading.entries] == [
        *((number, "สำนักปลัด") for number in (1, 2, 3)),
        *((number, "กองคลัง") for number in (4, 5)),
        *((number, "กองช่าง") for number in (6, 7)),
    ]
    assert {doubt.code for entry in reading.entries for doubt in entry.doubts} == {"code_shared"}


def test_code_and_title_in_one_cell():
    reading = docx(["ข้อมูล", "ผู้รับผิดชอบ"], [["O1 โครงสร้าง", "สำนักปลัด"], ["O2 ข้อมูลผู้บริหาร", "กองคลัง"]])
    assert [(e.number, e.title) for e in reading.entries] == [(1, "โครงสร้าง"), (2, "ข้อมูลผู้บริหาร")]
    assert [[doubt.code for doubt in entry.doubts] for entry in reading.entries] == [["code_in_title"]] * 2


def test_lead_and_support_in_two_columns():
    reading = docx(["ข้อ", "ข้อมูล", "หน่วยงานสนับสนุน", "หน่วยงานหลัก"], [["O1", "โครงสร้าง", "กองคลัง", "สำนักปลัด"]])
    assert reading.entries[0].raw["departments"].text == "สำนักปลัด\nกองคลัง"


def test_missing_doubled_and_disordered_codes():
    reading = tabbed(["ข้อ", "ข้อมูล"], [["O1", "ก"], ["O4", "ข"], ["O4", "ค"], ["O2", "ง"]])
    assert {doubt.code: doubt.detail for doubt in reading.doubts} == {
        "codes_missing": "O3",
        "code_repeated": "O4",
        "codes_out_of_order": "",
    }
    assert [entry.confidence for entry in reading.entries] == [100, 60, 60, 100]


def test_announced_counts_are_compared_with_what_was_found():
    text = "ตัวชี้วัดที่ 9 ประกอบด้วย 1 ตัวชี้วัดย่อย (5 ข้อมูล)\nตัวชี้วัดย่อยที่ 9.1 พื้นฐาน\nข้อ\tข้อมูล\nO1\tก\nO2\tข"
    assert [(doubt.code, doubt.detail) for doubt in reading_of(text).doubts] == [("count_differs", "9: 5 / 2")]


def test_a_row_without_code_is_named_not_guessed():
    reading = docx(HEADER, [ROWS[0], ["", *ROWS[1][1:]], ROWS[2]])
    assert [entry.number for entry in reading.entries] == [1, 3]
    assert [doubt.code for doubt in reading.doubts] == ["row_without_code", "codes_missing"]
    assert "ข้อมูลผู้บริหาร" in reading.leftovers[0].text


def test_a_row_split_over_pages_with_header_and_page_number_between():
    first = Grid([HEADER], [["O1", "โครง", "แสดงแผนผัง", "100.00", "-", "สำนักปลัด"]])
    rest = Grid([HEADER], [["", "สร้าง", "และการแบ่งส่วนงาน", "", "", ""], ROWS[1]])
    reading = reading_of(as_docx([first, "-2-", rest]), "a.docx")
    entry = reading.entries[0]
    assert (entry.title, entry.detail, entry.score) == ("โครงสร้าง", "แสดงแผนผัง\nและการแบ่งส่วนงาน", "100.00")
    assert [doubt.code for doubt in entry.doubts] == ["row_split"]
    assert [e.number for e in reading.entries] == [1, 2]
    assert reading.leftovers == []


def test_a_table_that_goes_on_without_its_header():
    reading = reading_of(as_docx([Grid([HEADER], ROWS[:1]), Grid([ROWS[1]], ROWS[2:])]), "a.docx")
    assert facts(reading) == PLAIN
    assert [entry.doubts for entry in reading.entries] == [[], [], []]


@pytest.mark.parametrize(
    ("line", "sub"),
    [
        ("ตัวชี้วัดย่อยที่ 9.1 ข้อมูลพื้นฐาน", "9.1"),
        ("คว้ชีวัดย้อยที่ ๙.๓ การจัดซื้อจัดจ้าง", "9.3"),
        ("ตัวชี้วัดย่อย ๑๐.๒ มาตรการ", "10.2"),
        ("ตัวชี้วัดที่ 8 : ระดับคุณธรรมของหน่วยงานตัวชี้วัดที่ 8.1 แบบตรวจ", "8.1"),
    ],
)
@pytest.mark.parametrize("across", [True, False])
def test_indicators_are_known_by_their_number(line, sub, across):
    blocks = [Grid([HEADER], [[line], ["การดำเนินงาน"], *ROWS])] if across else [line, "การดำเนินงาน", Grid([HEADER], ROWS)]
    for data, name in ((as_docx(blocks), "a.docx"), (as_xlsx(blocks), "a.xlsx")):
        assert {(e.sub, e.heading) for e in reading_of(data, name).entries} == {(sub, "การดำเนินงาน")}


def test_indicator_and_heading_in_columns_of_their_own():
    header = ["ตัวชี้วัดย่อย", "หมวด", "ข้อ", "ข้อมูล"]
    rows = [["9.1 ข้อมูลพื้นฐาน", "ข้อมูลพื้นฐาน", "O1", "ก"], ["", "", "O2", "ข"], ["๙.๒ การบริหารงาน", "การดำเนินงาน", "O3", "ค"]]
    assert [(e.sub, e.heading) for e in xlsx(header, rows).entries] == [
        ("9.1", "ข้อมูลพื้นฐาน"),
        ("9.1", "ข้อมูลพื้นฐาน"),
        ("9.2", "การดำเนินงาน"),
    ]


def test_notes_between_heading_and_table_are_no_heading():
    blocks = ["ตัวชี้วัดย่อยที่ 9.2", "การให้บริการ", "*การให้บริการ หมายถึง การให้บริการตามอำนาจหน้าที่", Grid([HEADER], ROWS)]
    reading = reading_of(as_docx(blocks), "a.docx")
    assert {entry.heading for entry in reading.entries} == {"การให้บริการ"}
    assert [one.text for one in reading.leftovers] == ["*การให้บริการ หมายถึง การให้บริการตามอำนาจหน้าที่"]


def test_labels_of_published_data_are_no_items():
    reading = docx(["ข้อ", "ข้อมูล"], [["O7", "คู่มือ"], ["ข้อมูล O7", ""], ["O7-1. คู่มือหรือมาตรฐาน", ""], ["O8", "คู่มือบริการ"]])
    assert [(e.number, e.evidence) for e in reading.entries] == [(7, "ข้อมูล O7\nO7-1. คู่มือหรือมาตรฐาน"), (8, "")]


def test_remnants_of_pages_and_programs_go_and_text_stays():
    row = ["๐๑", "แผนการบริหารและพัฒนา <u>ทรัพยากรบุคคล</u>", '<ul style="x"> - แสดง ตาม<br>ข้อ O36 <ol> (๑) ก&nbsp;ข', "กองคลัง"]
    entry = reading_of(
        "[bookmark: _GoBack]\n| ข้อ | ข้อมูล | องค์ประกอบ | ผู้รับผิดชอบ |\n|--|--|--|--|\n| " + " | ".join(row) + " |"
    ).entries[0]
    assert (entry.title, entry.detail) == ("แผนการบริหารและพัฒนา ทรัพยากรบุคคล", "- แสดง ตาม\nข้อ O36\n(๑) ก ข")


@pytest.mark.parametrize(
    ("score", "comment", "expected"),
    [
        ("100.00", "ต้องปรับปรุง", ("100.00", "ต้องปรับปรุง", [])),
        ("๑๐๐ คะแนน", "–", ("100", "", [])),
        ("0", "", ("0", "", [])),
        ("-", "-", ("", "", [])),
        ("", "ไม่มีข้อคิดเห็น", ("", "", [])),
        ("101", "", ("", "", ["score_unreadable"])),
        ("ผ่าน", "", ("", "", ["score_unreadable"])),
    ],
)
def test_scores_and_comments_as_they_are_printed(score, comment, expected):
    entry = docx(HEADER, [["O1", "ก", "ข", score, comment, "ค"]]).entries[0]
    assert (entry.score, entry.comment, [doubt.code for doubt in entry.doubts]) == expected
    assert entry.has_score_column


@pytest.mark.parametrize(
    ("detail", "codes"),
    [
        ("ผลการใช้จួយงบประมาณ", ["foreign_letters"]),
        ("ในปี พ.ศ. 25623", ["impossible_year"]),
        ("ปีงบประมาณ พ.ศ. ๒๕๖5", ["mixed_digits"]),
        ("แสดงตามข้อ O36 ในปี พ.ศ. 2564 จำนวน 25000 บาท", []),
    ],
)
def test_odd_letters_and_years_are_pointed_out(detail, codes):
    assert [doubt.code for doubt in docx(["ข้อ", "ข้อมูล", "รายละเอียด"], [["O1", "ก", detail]]).entries[0].doubts] == codes


def test_two_score_columns_under_one_year():
    header = [["ข้อ", "ข้อมูล", "สถานะปี ๒๕๖๖", "", "ผู้รับผิดชอบ"], ["", "", "คะแนน", "ข้อคิดเห็น", ""]]
    reading = reading_of(as_docx([Grid(header, [["O1", "ก", "100.00", "-", "กองคลัง"]])]), "a.docx")
    assert (reading.status_year, reading.entries[0].score, reading.entries[0].departments) == (2566, "100.00", "กองคลัง")


@pytest.mark.parametrize(
    "text", ["รายงานการประชุม ครั้งที่ 1/2567\nวาระที่ 1 เรื่องแจ้งเพื่อทราบ", "ก\tข\tค\n1\t2\t3", "สวัสดี", "| a | b |\n|---|---|\n| c | d |"]
)
def test_documents_about_something_else(text):
    reading = reading_of(text)
    assert (reading.entries, [doubt.code for doubt in reading.doubts]) == ([], ["nothing_recognised"])


def test_persons_stay_out_of_everything_that_is_kept():
    cell = "สำนักปลัด\nเจ้าหน้าที่ผู้รับผิดชอบ\n๑.นส สมใจ ใจดี ตำแหน่ง : หัวหน้าสำนักปลัด\nโทร. 081-234-5678"
    reading = reading_of(as_docx([Grid([["ข้อ", "ข้อมูล", "ผู้รับผิดชอบ"]], [["O1", "ก", cell]]), "ลงชื่อ นายสมชาย ใจดี"]), "a.docx")
    assert reading.entries[0].departments == "สำนักปลัด"
    assert "ใจดี" not in repr(reading)
    assert "081" not in repr(reading)


def test_pasted_from_word_with_lines_inside_cells():
    lines = ["ข้อ\tข้อมูล\tองค์ประกอบ\tผู้รับผิดชอบ", "O1\tโครงสร้าง\tO แสดงแผนผัง", "O แสดงตำแหน่ง\tสำนักงานจังหวัด", "(กง.บุคคลฯ)"]
    lines += ["การปฏิบัติงาน", "ข้อ\tข้อมูล\tองค์ประกอบ\tผู้รับผิดชอบ", "O2\tคู่มือ\tO แสดงคู่มือ\tทุกส่วนราชการ"]
    assert [(e.number, e.detail, e.departments, e.heading) for e in reading_of("\n".join(lines)).entries] == [
        (1, "O แสดงแผนผัง\nO แสดงตำแหน่ง", "สำนักงานจังหวัด (กง.บุคคลฯ)", ""),
        (2, "O แสดงคู่มือ", "ทุกส่วนราชการ", "การปฏิบัติงาน"),
    ]


def test_pasted_from_excel_with_quotes_around_lines():
    text = 'ข้อ\tข้อมูล\tผู้รับผิดชอบ\nO1\tโครงสร้าง\t"สำนักปลัด\nกองคลัง"\nO2\tผู้บริหาร\tกองช่าง'
    assert [(e.number, e.departments) for e in reading_of(text).entries] == [(1, "สำนักปลัด กองคลัง"), (2, "กองช่าง")]


def test_one_cell_a_line_without_empty_lines():
    lines = ["ข้อ", "ข้อมูล", "องค์ประกอบ", "ผู้รับผิดชอบ"]
    lines += list(itertools.chain(*(["O1", "โครงสร้าง", "แสดงแผนผัง", "สำนักปลัด"], ["O2", "ผู้บริหาร", "แสดงรายนาม", "กองคลัง"])))
    assert [(e.number, e.title, e.detail, e.departments) for e in reading_of("\n".join(lines)).entries] == [
        (1, "โครงสร้าง", "แสดงแผนผัง", "สำนักปลัด"),
        (2, "ผู้บริหาร", "แสดงรายนาม", "กองคลัง"),
    ]


def test_a_list_longer_than_any_list_is_cut_and_says_so():
    reading = tabbed(["ข้อ", "ข้อมูล"], [[f"O{number % 90 + 1}", "ก"] for number in range(400)])
    assert len(reading.entries) == 300
    assert ("too_many", "400") in [(doubt.code, doubt.detail) for doubt in reading.doubts]

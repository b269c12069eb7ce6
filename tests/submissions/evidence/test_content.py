"""Which components a document seems to cover: values, not words."""

from collections import Counter

import pytest

from submissions.checks import content
from submissions.checks.case import Part
from submissions.checks.topics import TOPICS, asked_by
from tests.submissions.evidence import made
from tests.submissions.evidence.cases import case, finding
from tests.submissions.evidence.labelled_components import UNSEEN
from tests.submissions.evidence.measures import false_yes_of_criteria, of_components

PARTS = (Part(1, "โครงการหรือกิจกรรม"), Part(2, "งบประมาณที่ใช้"), Part(3, "ปัญหา/อุปสรรค"), Part(4, "เป็นรายงานผลของปี พ.ศ. 2566"))
REPORT = ["รายงานผล", "โครงการอบรมคุณธรรม 30 คน 15,000 บาท\nปัญหา/อุปสรรค: ผู้เข้าร่วมน้อยกว่าที่คาด"]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("ช่องทางการติดต่อผู้บริหารแต่ละคน", ["contact"]),
        ("ระยะเวลาในการดำเนินการ", ["period"]),
        ("เหตุการณ์ความเสี่ยงและระดับของความเสี่ยง", ["risk"]),
        ("ส่วนงานที่รับผิดชอบ", ["responsible"]),
        ("จำนวนเรื่องที่อยู่ระหว่างการดำเนินการ", ["complaints"]),
        ("งบประมาณที่ใช้", ["budget"]),
        ("ผลการใช้จ่ายงบประมาณ", ["spending"]),
        ("ปัญหา/อุปสรรค", ["problem"]),
        ("ข้อเสนอแนะ", ["advice"]),
        ("ยุทธศาสตร์หรือแนวทาง", []),
        ("แผนที่ตั้ง", []),
        ("รูปถ่าย", []),
    ],
)
def test_what_a_component_asks_for(text, topics):
    assert [topic.name for topic in asked_by(text)] == topics


def test_each_component_with_its_passage_and_page():
    one = finding(content, case(REPORT, parts=PARTS), "content.components")
    assert one.outcome == "clear"
    assert [(place.part, place.page, place.text) for place in one.places] == [
        (1, 2, "โครงการอบรมคุณธรรม 30 คน 15,000 บาท"),
        (2, 2, "โครงการอบรมคุณธรรม 30 คน 15,000 บาท"),
        (3, 2, "ปัญหา/อุปสรรค: ผู้เข้าร่วมน้อยกว่าที่คาด"),
    ]


FORM = "โครงการ ..........\nให้ระบุงบประมาณที่ใช้ในแต่ละโครงการ\nปัญหา -\nสารบัญ\nปัญหาและอุปสรรค ........ 12"


def test_an_empty_form_covers_nothing_and_is_not_said_to_be_wrong():
    """What was not recognised may stand there in other words: that is no finding."""
    one = finding(content, case(FORM, parts=PARTS), "content.components")
    assert (one.outcome, one.facts) == ("unknown", {"seen": [], "missing": ["project", "budget", "problem"]})
    sentence = (
        "Nothing was recognised for: projects or activities, budget, problems and obstacles. It may stand there in other words, "
        "or in another piece of evidence; look before you submit."
    )
    assert content.COMPONENTS.sentence(one.outcome, one.facts).strip() == sentence


def test_only_the_components_that_it_is_said_to_prove_count():
    one = finding(content, case(REPORT[1].split("\n")[0], parts=PARTS, handed={"parts": (1, 2)}), "content.components")
    assert (one.outcome, one.facts["seen"]) == ("clear", ["project", "budget"])


def test_where_no_component_has_a_visible_form_nothing_is_said():
    assert list(content.look(case(REPORT, parts=(Part(1, "แผนที่ตั้ง"),)))) == []
    assert list(content.look(case("", parts=PARTS))) == []


ROWS = [
    ["แผนปฏิบัติการ ประจำปี 2566"],
    ["ที่", "โครงการ", "งบประมาณ (บาท)", "ปัญหา/อุปสรรค"],
    [1, "อบรมพนักงาน", 15000, "-"],
    [2, "ปรับปรุงเว็บไซต์", 20000, ""],
]


@pytest.mark.parametrize(
    "file", [made.xlsx(ROWS), made.word(["แผน", [[str(cell) for cell in row] for row in ROWS[1:]]])], ids=["xlsx", "docx"]
)
def test_columns_and_how_far_they_are_filled(file):
    one = finding(content, case(file, parts=PARTS, handed={"parts": (1, 2, 3)}), "content.components")
    assert (one.outcome, one.facts) == (
        "found",
        {"seen": ["project", "budget"], "missing": ["problem"], "columns": [["ปัญหา/อุปสรรค", 0]]},
    )
    sentence = (
        "Columns that are hardly filled in: ปัญหา/อุปสรรค (0 %). Fill them in and hand in the finished table. "
        "Not recognised: problems and obstacles. Seen: projects or activities, budget."
    )
    assert content.COMPONENTS.sentence(one.outcome, one.facts) == sentence
    assert one.measured == {"project": 1.0, "budget": 1.0}


TABLE = "ที่\tโครงการ\tวงเงิน (บาท)\tปัญหา\n1\tวันผู้สูงอายุ\t15000\t-\n2\tวันเด็ก\t8000\t-\nลงชื่อ"


def test_rows_that_survive_in_a_text_are_a_table():
    one = finding(content, case(TABLE, parts=PARTS), "content.components")
    assert (one.outcome, one.facts) == ("unknown", {"seen": ["project", "budget"], "missing": ["problem"]})


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("อุปสรรคสำคัญคือเครือข่ายในอาคารล่ม", True),  # divided by a word
        ("ปัญหาที่พบ\nครูติดสอนหลายวิชา", True),  # below it
        ("ปัญหาที่พบ\nโครงการ ปลูกป่า", False),  # the next part begins
        ("ปัญหา ของชุมชนในพื้นที่", False),  # the sentence goes on
    ],
)
def test_what_is_content_of_a_heading(text, seen):
    one = finding(content, case(text, parts=PARTS[2:3]), "content.components")
    assert one.facts["seen"] == (["problem"] if seen else [])


def test_through_a_pdf_that_loses_marks():
    one = finding(content, case(made.pdf(["งบประมาณที่ใช้ดำเนินงาน ๑๕,๐๐๐ บาท"]), parts=PARTS), "content.components")
    assert one.facts["seen"] == ["budget"]


@pytest.mark.parametrize("part", ["dev", "test", "late", "last", "more"])
def test_precision_and_recall_on_labelled_documents(part):
    """On wordings that the rules have learned from."""
    counts = of_components(part)
    total = sum(counts.values(), Counter())
    assert total["right"] / (total["right"] + total["wrong"]) >= 0.95
    assert total["right"] / (total["right"] + total["overlooked"]) >= 0.93
    assert [name for name, one in counts.items() if one["right"] < 0.85 * (one["right"] + one["wrong"])] == []


@pytest.mark.parametrize("part", UNSEEN)
def test_precision_and_recall_on_wordings_that_no_rule_has_seen(part):
    """By authors who knew neither the rules nor the other sets. Whoever lets a rule learn from them has to write new ones."""
    total = sum(of_components(part).values(), Counter())
    assert total["right"] / (total["right"] + total["wrong"]) >= 0.85
    assert total["right"] / (total["right"] + total["overlooked"]) >= 0.75


def test_the_criteria_themselves_cover_nothing():
    """The published wording of every item, handed in as a document, names all components and holds none of them."""
    yes, every = false_yes_of_criteria()
    assert yes / every <= 0.03


def test_every_topic_is_asked_for_by_its_own_words():
    """What a topic is called in Thai criteria leads to it; a pattern that nothing reaches would be dead."""
    texts = {
        "contact": "หมายเลขโทรศัพท์",
        "period": "ระยะเวลาดำเนินการ",
        "risk": "เหตุการณ์ความเสี่ยงและระดับของความเสี่ยง",
        "procurement": "สรุปรายการที่มีการจัดซื้อจัดจ้าง",
        "responsible": "ส่วนงานที่รับผิดชอบ",
        "complaints": "จำนวนเรื่องร้องเรียนทั้งหมด",
        "project": "โครงการหรือกิจกรรม",
        "measure": "มาตรการและการดำเนินการในการบริหารจัดการความเสี่ยง",
        "problem": "ปัญหา/อุปสรรค",
        "spending": "ผลการใช้จ่ายงบประมาณ",
        "result": "ผลการดำเนินการโครงการหรือกิจกรรม",
        "indicator": "ตัวชี้วัด",
        "budget": "งบประมาณที่ใช้",
        "advice": "ข้อเสนอแนะ",
        "steps": "กำหนดวิธีการขั้นตอนการปฏิบัติอย่างไร",
    }
    assert {name for name, text in texts.items() if name in {topic.name for topic in asked_by(text)}} == {
        topic.name for topic in TOPICS
    }

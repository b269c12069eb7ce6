"""What assessors' own words show, against the count by hand; and that every reason has its remedy."""

import pytest
import yaml
from django.conf import settings

from submissions.checks import privacy
from submissions.enums import Reason
from submissions.forms import ReturnForm, ReviewForm
from submissions.remedies import REMEDIES, reasons_in

# Rayong's published result of FY2563, read by hand: item → reasons.
BY_HAND = {
    "O2": "R1 R3",
    "O3": "R1",
    "O6": "R7",
    "O8": "R4",
    "O9": "R1 R2",
    "O10": "R2",
    "O14": "R1",
    "O15": "R1",
    "O17": "R1 R5",
    "O25": "R2",
    "O27": "R1 R3",
    "O29": "R2 R5",
    "O30": "R2 R4",
    "O32": "R4",
    "O34": "R2",
    "O38": "R1 R2",
    "O42": "R1 R2 R3",
    "O43": "R1 R2 R6",
}


def comments(part: object) -> dict[str, str]:
    if isinstance(part, dict):
        here = {part["item"]: part["comment"]} if part.get("comment") else {}
        return here | {code: text for value in part.values() for code, text in comments(value).items()}
    if isinstance(part, list):
        return {code: text for value in part for code, text in comments(value).items()}
    return {}


def test_the_published_comments_are_read_as_by_hand():
    document = yaml.safe_load((settings.BASE_DIR / "fixtures" / "agencies" / "rayong.yaml").read_text())
    read = {code: " ".join(reasons_in(text)) for code, text in comments(document).items()}
    assert read == BY_HAND


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "หน่วยงานควรจัดทำและเผยแพร่ข้อมูลที่เป็นปัจจุบัน",
        "ดูรายละเอียดที่หน้าแรก",
        "ข้อมูลครบถ้วนตามองค์ประกอบ",
        "แสดงช่องทางเข้าถึงข้อมูลจากหน้าเว็บไซต์หลักแล้ว",
    ],
)
def test_words_that_show_no_reason_are_left_unread(text):
    assert reasons_in(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ข้อมูลไม่เป็นปัจจุบัน", Reason.R9),
        ("เป็นรายงานผิดปีงบประมาณ", Reason.R10),
        ("เอกสารไม่มีลายมือชื่อหัวหน้าหน่วยงาน", Reason.R11),
        ("ลิงก์เสีย", Reason.R13),
    ],
)
def test_plain_phrases_are_read(text, reason):
    assert reasons_in(text) == [reason]


def test_every_reason_has_its_own_remedy():
    assert list(REMEDIES) == list(Reason)
    assert len({str(remedy) for remedy in REMEDIES.values()}) == len(Reason)


def test_personal_data_is_a_reason_to_return_an_answer_and_none_to_take_points():
    """The published reasons for zero do not know it; the privacy checks and the coordinator do."""
    review = ReviewForm(leaves=[], typed_score=False, review=None)
    offered = [value for value, _label in review.rows()[0]["reason"].field.choices if value]
    returned = [value for value, _label in ReturnForm().fields["reasons"].choices]
    assert (offered, returned) == ([f"R{n}" for n in range(1, 16)], [f"R{n}" for n in range(1, 17)])
    assert {kind.code for kind in privacy.FAMILY.kinds} == {Reason.R16}

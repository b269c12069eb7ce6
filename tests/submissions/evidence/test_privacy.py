"""Personal data: what is seen, and that it is never told whole."""

import json
from dataclasses import asdict

import pytest

from submissions.checks import privacy
from tests.submissions.evidence.cases import case, finding


def number(first12: str) -> str:
    """Twelve digits with their check digit: made up, of nobody."""
    total = sum(int(digit) * weight for digit, weight in zip(first12, range(13, 1, -1), strict=True))
    return first12 + str((11 - total % 11) % 10)


ID = number("310990000012")
WRONG = ID[:12] + str((int(ID[12]) + 1) % 10)
DASHED = f"{ID[0]}-{ID[1:5]}-{ID[5:10]}-{ID[10:12]}-{ID[12]}"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"เลขประจำตัวประชาชน {ID}", 1),
        (f"เลขประจำตัวประชาชน {DASHED}", 1),
        (f"เลขที่ {DASHED.replace('-', ' ')} ชื่อ", 1),
        ("เลขประจำตัวประชาชน " + " ".join(ID), 1),
        ("คะแนน " + " ".join(ID), 0),  # a row of marks may be right by chance
        ("เลข " + ID.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")), 1),
        (f"{ID} และอีกครั้ง {DASHED}", 1),
        (f"{ID} กับ {number('340010000098')}", 2),
        (f"เลขที่ {WRONG}", 0),
        (f"เลขผู้เสียภาษี {number('010555500001')}", 0),  # a company
        (f"เลขผู้เสียภาษี {number('099400000001')}", 0),  # an office
        (f"{number('399990000012')}", 0),  # no such province
        (f"7{ID}", 0),
        (f"{ID},000.00 บาท", 0),
        (f"บาร์โค้ด {ID}", 0),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14", 0),
        ("โทร 02-123-4567 งบประมาณ 1,234,567,890,123 บาท", 0),
    ],
)
def test_identification_numbers(text, count):
    one = finding(privacy, case(text), "privacy.id_numbers")
    assert (one.facts["n"], one.outcome) == (count, "found" if count else "clear")


def test_a_number_is_never_told_whole():
    one = finding(privacy, case(["หน้าแรก", f"ผู้เข้าอบรม {ID}"]), "privacy.id_numbers")
    assert [(place.page, place.text) for place in one.places] == [(2, f"x-xxxx-xxxxx-x{ID[11]}-{ID[12]}")]
    told = json.dumps(asdict(one)) + privacy.ID_NUMBERS.sentence(one.outcome, one.facts)
    assert (ID in told, ID[:6] in told) == (False, False)


PEOPLE = "\n".join(f"{n} นาย{n} 08{n % 10}-123-45{n:02}" for n in range(20))
MAILS = " ".join(f"person{n}@gmail.com" for n in range(20))


@pytest.mark.parametrize(
    ("text", "title", "outcome"),
    [
        (PEOPLE, "การเปิดโอกาสให้เกิดการมีส่วนร่วม", "found"),
        (MAILS, "การเปิดโอกาสให้เกิดการมีส่วนร่วม", "found"),
        (PEOPLE[:200], "การเปิดโอกาสให้เกิดการมีส่วนร่วม", "clear"),
        (MAILS.replace("gmail.com", "alpha.go.th"), "การเปิดโอกาสให้เกิดการมีส่วนร่วม", "clear"),
    ],
)
def test_lists_of_people(text, title, outcome):
    assert finding(privacy, case(text, title=title), "privacy.contacts").outcome == outcome


def test_where_contacts_are_asked_for_they_are_no_fault():
    assert [one.name for one in privacy.look(case(PEOPLE, title="ข้อมูลผู้บริหาร"))] == ["privacy.id_numbers"]


def test_what_has_no_text_is_not_spoken_of():
    assert list(privacy.look(case(""))) == []

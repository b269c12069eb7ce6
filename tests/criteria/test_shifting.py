"""The years in official wording: found in every spelling, shifted letter for letter, and never one that has to stay."""

import pytest

from criteria.shifting import Decision, Kind, Why, decided, pieces, rewritten, shifted, years_in

SHIFT, KEEP, ASK = Decision.SHIFT, Decision.KEEP, Decision.ASK
LAW = "ตามพระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ"

# In FY2566: a text, and for each year in it how it is written, what to do and why.
TABLE = [
    ("เป็นข้อมูลข่าวสารที่เกิดขึ้นในปี พ.ศ. 2566", [("2566", SHIFT, Why.TARGET)]),
    ("ข้อมูลครอบคลุมในระยะเวลา ๖ เดือนแรกของปี พ.ศ.๒๕๖๖", [("๒๕๖๖", SHIFT, Why.TARGET)]),
    ("เป็นรายงานผลของปี พ.ศ.๒๕๖๕", [("๒๕๖๕", SHIFT, Why.TARGET)]),
    ("ปีงบประมาณ พ.ศ. ๒๕๖5", [("๒๕๖5", SHIFT, Why.TARGET)]),
    ("ปีงบประมาณ 2566", [("2566", SHIFT, Why.TARGET)]),
    ("แผนการใช้จ่ายงบประมาณประจำปี 2566", [("2566", SHIFT, Why.TARGET)]),
    ("ใช้รายงานผลของปีที่ พ.ศ. พ.ศ. 2565", [("2565", SHIFT, Why.TARGET)]),
    ("เป็นรายงานผลของปีที่ผ่านมา พ.ศ. 2565", [("2565", SHIFT, Why.TARGET)]),
    ("(ตุลาคม 2565 - มีนาคม2566)", [("2565", SHIFT, Why.TARGET), ("2566", SHIFT, Why.TARGET)]),
    ("ในไตรมาสที่ 4/2565", [("2565", SHIFT, Why.TARGET)]),
    ("ปี 2565 และ 2566", [("2565", SHIFT, Why.TARGET), ("2566", SHIFT, Why.TARGET)]),
    ("Public disclosure, fiscal year 2566, FY2565", [("2566", SHIFT, Why.TARGET), ("2565", SHIFT, Why.TARGET)]),
    ("พ.ร.บ. งบประมาณรายจ่ายประจำปีงบประมาณ พ.ศ. 2566", [("2566", SHIFT, Why.TARGET)]),
    (f"{LAW} พ.ศ.๒๕๖๐ ในปี พ.ศ. ๒๕๖๖", [("๒๕๖๐", KEEP, Why.LAW), ("๒๕๖๖", SHIFT, Why.TARGET)]),
    ("พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540", [("2540", KEEP, Why.LAW)]),
    ("พระราชบัญญัติว่าด้วยการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565", [("2565", KEEP, Why.LAW)]),
    ("รัฐธรรมนูญแห่งราชอาณาจักรไทย พุทธศักราช 2560", [("2560", KEEP, Why.LAW)]),
    ("ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้าง พ.ศ. 2560", [("2560", KEEP, Why.LAW)]),
    ("มติคณะรัฐมนตรี วันที่ ๒๗ มีนาคม ๒๕๖๑", [("๒๕๖๑", KEEP, Why.RESOLUTION)]),
    ("มติของคณะรัฐมนตรี เมื่อวันที่ 27 มีนาคม 2566", [("2566", KEEP, Why.RESOLUTION)]),
    ("https://www.oic.go.th/2566/1.pdf", [("2566", KEEP, Why.ADDRESS)]),
    ("มาตรฐาน ISO 27001:2022", [("2022", KEEP, Why.LAW)]),
    ("ประกาศคณะกรรมการ พ.ศ. 2565", [("2565", ASK, Why.RULE)]),
    ("แผนพัฒนา (พ.ศ. 2566 - 2570)", [("2566", ASK, Why.RANGE), ("2570", ASK, Why.RANGE)]),
    ("ปีงบประมาณ 2566-70", [("2566", ASK, Why.RANGE), ("70", ASK, Why.RANGE)]),
    ("ปีการศึกษา 2565/2566", [("2565", ASK, Why.RANGE), ("2566", ASK, Why.RANGE)]),
    ("ยุทธศาสตร์ชาติ พ.ศ. ๒๕๖๑ ถึง พ.ศ. ๒๕๘๐", [("๒๕๖๑", ASK, Why.RANGE), ("๒๕๘๐", ASK, Why.RANGE)]),
    ("ภายในวันที่ 30 เมษายน 2566", [("2566", ASK, Why.DATE)]),
    ("ณ 1/10/2565", [("2565", ASK, Why.DATE)]),
    ("เผยแพร่แผนการจัดซื้อจัดจ้าง พ.ศ. 2560", [("2560", ASK, Why.FAR)]),
    ("ในปี พ.ศ. 25623", [("25623", ASK, Why.IMPOSSIBLE)]),
    ("ในปี พ.ศ. 256", [("256", ASK, Why.IMPOSSIBLE)]),
    ("ผลของปี 66", [("66", ASK, Why.SHORT)]),
    ("รอบ 31 มี.ค. ๖๖", [("๖๖", ASK, Why.SHORT)]),
    ("ข้อมูลปี 2023", [("2023", ASK, Why.CHRISTIAN)]),
    ("การประชุมครั้งที่ 1/2566", [("2566", ASK, Why.NUMBER)]),
    ("โทร. 0 2566 1234", [("2566", ASK, Why.NUMBER)]),
    ("แบบ ITA 2566", [("2566", ASK, Why.UNCLEAR)]),
    ("ในปี พ.ศ. 2 5 6 6", [("2 5 6 6", SHIFT, Why.TARGET)]),
    ("คะแนน ๑๐๐ เต็ม ภายใน 5 ปี 12 เดือน ข้อ O36 วงเงิน 25000 บาท", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text for text, _ in TABLE])
def test_every_year_is_found_and_decided(text, expected):
    assert [(one.written, one.decision, one.why) for one in decided(text, 2566)] == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ปี พ.ศ.๒๕๖๖", "ปี พ.ศ.๒๕๖๗"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖5", "ปีงบประมาณ พ.ศ. ๒๕๖6"),
        ("(ตุลาคม 2565 - มีนาคม2566)  ดังนี้", "(ตุลาคม 2566 - มีนาคม2567)  ดังนี้"),
        (f"{LAW} พ.ศ. 2560 ในปี พ.ศ. 2566", f"{LAW} พ.ศ. 2560 ในปี พ.ศ. 2567"),
        ("ในปี พ.ศ. 2 5 6 6", "ในปี พ.ศ. 2 5 6 7"),
        ("ในปี พ.ศ. 25623", "ในปี พ.ศ. 25623"),
    ],
)
def test_only_the_years_change(old, new):
    assert shifted(old, 2566, 1) == new


def test_a_year_is_written_in_its_own_era_script_and_length():
    written = [years_in(text)[0] for text in ("ปี 2023", "ปี ๖๖", "ปี พ.ศ. ๒๕๖๒๓", "ปี 2566")]
    assert [one.kind for one in written] == [Kind.CHRISTIAN, Kind.SHORT, Kind.IMPOSSIBLE, Kind.YEAR]
    assert [one.as_written(2570) for one in written] == ["2027", "๗๐", "๒๕๗๐", "2570"]


def test_a_year_that_the_items_doubts_speak_of_is_asked_about():
    found = decided(f"{LAW} พ.ศ. 2560 ในปี พ.ศ. 2565", 2566, doubted={2565, 2560})
    assert [(one.decision, one.why) for one in found] == [(KEEP, Why.LAW), (ASK, Why.DOUBTED)]


def test_a_named_year_takes_the_place_of_a_slip():
    text = "ในปี พ.ศ. ๒๕๖๒๓ และปี ๒๕๖๖"
    slip, other = decided(text, 2566)
    assert rewritten(text, [(other, 2567), (slip, 2563)]) == "ในปี พ.ศ. ๒๕๖๓ และปี ๒๕๖๗"
    assert [piece for piece, marked in pieces(text, [slip, other]) if marked] == ["๒๕๖๒๓", "๒๕๖๖"]

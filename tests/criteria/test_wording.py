"""Two official texts side by side: what is marked, what is not, and that no Thai mark is torn."""

import pytest

from criteria.wording import Change, Reader, Wording, Year, YearMove, tokens
from ita_portal.lib.thai_words import words

MARKS = set("ัิีึืฺุู็่้๊๋์ํ๎")


def compare(old: str, new: str, shift: int = 2, **now: list[str]) -> Wording:
    return Reader(shift, lambda code: now.get(code, [])).compare(old, new)


def redline(wording: Wording) -> str:
    signs = {Change.SAME: "{}", Change.GONE: "[-{}-]", Change.NEW: "[+{}+]"}
    return "".join(signs[piece.change].format(piece.text) for piece in wording.pieces)


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("คู่มือมาตรฐานการให้บริการ", "คู่มือหรือมาตรฐานการให้บริการ", "คู่มือ[+หรือ+]มาตรฐานการให้บริการ"),
        ("แสดงแผนการดำเนินภารกิจของหน่วยงาน", "แสดงแผนการดำเนินการของหน่วยงาน", "แสดงแผนการดำเนิน[-ภารกิจ-][+การ+]ของหน่วยงาน"),
        ("ก่อให้เกิดการทุจริต", "ก่อให้เกิดการทุจริตและประพฤติมิชอบ", "ก่อให้เกิดการทุจริต[+และประพฤติมิชอบ+]"),
        ("ระยะเวลา 1 ปี", "ระยะเวลา 2 ปี", "ระยะเวลา [-1-][+2+] ปี"),
        ("ต่าง ๆ เกี่ยวกับ", "ต่างๆเกี่ยวกับ", "ต่างๆเกี่ยวกับ"),
        ("- ตำแหน่ง, รูปถ่าย", "ตำแหน่ง  รูปถ่าย", "ตำแหน่ง  รูปถ่าย"),
        ("E-Service", "E - Service", "E - Service"),
        ("", "ใหม่", "[+ใหม่+]"),
        ("เดิม", "", "[-เดิม-]"),
        ("", "", ""),
    ],
)
def test_whole_words_are_marked_and_nothing_else(old, new, marked):
    assert redline(compare(old, new)) == marked


def test_no_mark_is_torn_from_its_letter():
    old = "เป็นผู้ปฏิบัติหน้าที่กี่คน ปี่ น้ำ ฐู ที่ปรึกษา"
    new = "เป็นผู้ปฎิบัติหน้าที่กี้คน ปี้ น้ำ ฐุ ที่ปรึกษา"
    assert [piece.text for piece in compare(old, new).pieces if piece.text[0] in MARKS] == []


@pytest.mark.parametrize("text", ["แสดงข้อมูล (O7) ปี พ.ศ.๒๕๖๖ ต่าง ๆ", "  - ก", "…", "", "x\ny", "กํา เเก้ว"])
def test_nothing_of_a_text_is_lost(text):
    assert "".join(token.text for token in tokens(text)) == text
    assert "".join(words(text)) == text


def test_years_that_moved_on_are_no_change_in_either_script():
    found = compare("เป็นการดำเนินการในปี พ.ศ. 2564", "เป็นการดำเนินการในปี พ.ศ.๒๕๖๖")
    assert (found.reworded, found.only_years_moved, found.stayed) == (False, True, ())
    assert found.years == (Year(2564, 2566, YearMove.MOVED),)


def test_a_year_that_stayed_is_pointed_out_and_that_of_a_law_is_not():
    found = compare("ตามพระราชบัญญัติ พ.ศ. 2560 ในปี พ.ศ. 2564", "ตามพระราชบัญญัติ พ.ศ. 2560 ในปี พ.ศ. 2564")
    assert [year.move for year in found.years] == [YearMove.FIXED, YearMove.STAYED]
    assert (found.stayed, found.reworded, found.only_years_moved) == ((2564,), False, False)


def test_within_the_same_year_no_year_had_to_move():
    assert compare("ปี พ.ศ. 2564", "ปี พ.ศ. 2564", shift=0).stayed == ()


def test_another_year_than_the_shift_gives_is_a_change():
    found = compare("จัดซื้อในปี พ.ศ. 2563", "จัดซื้อในปี พ.ศ. ๒๕๖๖")
    assert redline(found) == "จัดซื้อในปี พ.ศ. [-2563-][+๒๕๖๖+]"


def test_a_reference_to_an_item_is_read_under_its_new_code():
    same = compare("ตามแผนในข้อ O10", "ตามแผนในข้อ ๐๑๑", O10=["O11"])
    other = compare("ตามแผนในข้อ O10", "ตามแผนในข้อ ๐๑๑", O10=["O12"])
    assert (same.reworded, other.reworded) == (False, True)


def test_a_text_without_the_dictionary_is_still_cut_between_letters(monkeypatch):
    monkeypatch.setattr("ita_portal.lib.thai_words._breaker", lambda: None)
    assert words("ที่น้ำเก่า ปี") == ["ที่", "น้ำ", "เก่า", " ", "ปี"]

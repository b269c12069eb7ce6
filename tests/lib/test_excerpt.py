"""Marks stand where the key says, on the text as it is written."""

import pytest

from ita_portal.lib.excerpt import WIDTH, Piece, excerpt, marked
from ita_portal.lib.thai import key_places, search_key, search_keys

TEXTS = [
    "คุณ ธรรม ปี ๒๕๖๖",
    "น\u0e4d\u0e49\u0e32 สํานักงาน เเละ เ\u200bเ",
    "\u0e4dา ก\u200b่า \u200b",
    "รายงานผล ปี ๒๕๖๖ (ฉบับแก้ไข).pdf",
    "Cafe\u0301 STRASSE ß İ https://www.a.example/O7?x=1_2%",
    "ผู้บริหารสูงสุด\nบรรทัดที่สอง\u00a0\u2003จบ",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_key_with_places_is_the_search_key(text):
    key, places = key_places(text)
    assert key == search_key(text)
    assert len(places) == len(key)
    assert places == sorted(places)


def test_several_texts_make_one_key_without_running_together():
    assert search_keys(["ก ข", "", "ค"]) == "กข ค"


@pytest.mark.parametrize(
    ("text", "key", "found"),
    [
        ("เรื่องคุณ ธรรม", "คุณธรรม", ["คุณ ธรรม"]),
        ("ปี ๒๕๖๖ และ 2566", "2566", ["๒๕๖๖", "2566"]),
        ("ส\u0e4dานักงาน", "สำนัก", ["ส\u0e4dานัก"]),
        ("เก่า", "เก", ["เก่"]),  # a letter keeps its tone mark
        ("ITA Portal", "itap", ["ITA P"]),
        ("กขก", "ก", ["ก", "ก"]),
        ("กขค", "ง", []),
    ],
)
def test_marks_cover_what_was_matched(text, key, found):
    pieces = marked(text, [key])
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.marked] == found


def test_marks_that_meet_become_one():
    assert marked("แผนปฏิบัติการ", ["แผนปฏิบัติ", "ปฏิบัติการ"]) == [Piece("แผนปฏิบัติการ", marked=True)]


def test_an_excerpt_stands_around_the_first_match():
    text = "ก" * 500 + " คุณธรรม " + "ข" * 500
    pieces = excerpt(text, ["คุณธรรม"])
    assert (pieces[0], pieces[-1]) == (Piece("…"), Piece("…"))
    assert [piece.text for piece in pieces if piece.marked] == ["คุณธรรม"]
    assert len("".join(piece.text for piece in pieces)) <= WIDTH + 2


def test_a_short_text_is_shown_whole_and_a_text_without_match_from_its_beginning():
    assert excerpt("สั้น", ["สั้น"]) == [Piece("สั้น", marked=True)]
    assert excerpt("ก" * 500, ["ข"]) == [Piece("ก" * WIDTH), Piece("…")]


def test_an_excerpt_never_cuts_a_letter_from_its_marks():
    text = "ที่นี่ " * 100 + "คำ" + " ที่นี่" * 100
    shown = [piece.text for piece in excerpt(text, ["คำ"]) if piece.text != "…"]
    assert all(not "\u0e31" <= piece[0] <= "\u0e4e" or piece[0] in "เแโใไ" for piece in shown)
    assert "".join(shown).endswith(("ที่", "นี่", " "))

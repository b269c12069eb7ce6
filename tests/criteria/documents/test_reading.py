"""The way through the limited child, with sentences for people."""

import pytest
from django.utils import translation

from criteria.documents import sentences
from criteria.documents.doubts import COSTS
from criteria.documents.reading import read_document, read_text
from criteria.documents.shapes import Doubt
from criteria.documents.wire import packed, unpacked
from criteria.files import FileRefused
from ita_portal.lib.sandbox import Limits
from tests.criteria.documents.made import HEADER, ROWS
from tests.documents.builders import as_docx
from tests.documents.sources import Grid

WORD = as_docx([Grid([HEADER], ROWS)])


def test_a_file_comes_back_as_a_reading():
    reading = read_document(WORD, "บัญชีมอบหมาย.docx")
    assert [(e.printed_code, e.title, e.raw["title"].place) for e in reading.entries] == [
        ("O1", "โครงสร้าง", "table 1, row 2, column 2"),
        ("O2", "ข้อมูลผู้บริหาร", "table 1, row 3, column 2"),
        ("O3", "อำนาจหน้าที่", "table 1, row 4, column 2"),
    ]
    assert unpacked(packed(reading)) == reading


def test_pasted_text_goes_the_same_way():
    assert [entry.number for entry in read_text("ข้อ\tข้อมูล\nO1\tก\nO2\tข").entries] == [1, 2]


def test_a_refusal_is_a_sentence_in_the_readers_language():
    with translation.override("th"), pytest.raises(FileRefused) as caught:
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "เก่า.doc")
    assert caught.value.problems == ["ไฟล์นี้เป็น .doc หรือ .xls รุ่นเก่า โปรดเปิดแล้วบันทึกเป็น .docx หรือ .xlsx จากนั้นเลือกไฟล์ที่บันทึกใหม่"]


def test_a_file_that_takes_too_much_is_a_sentence_too():
    with translation.override("en"), pytest.raises(FileRefused, match="could not be read"):
        read_document(WORD, "a.docx", Limits(cpu_seconds=1, wall_seconds=0, memory=64 * 1024**2))


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_code_has_its_sentence(language):
    values = dict.fromkeys(("most", "count", "rows", "columns", "most_rows", "most_columns", "name", "line"), 1)
    with translation.override(language):
        assert all(sentences.refusal(code, values) for code in sentences.REFUSALS)
        assert all(sentences.doubt_sentence(Doubt(code, "O7")) for code in sentences.DOUBTS)
    assert set(COSTS) <= set(sentences.DOUBTS)


def test_places_in_words():
    with translation.override("th"):
        places = ("table 3, row 12, column 4", "sheet OIT, B7", "line 9, column 2", "line 118", "paragraph 4")
        assert [sentences.place_words(place) for place in places] == [
            "ตารางที่ 3 แถว 12 คอลัมน์ 4",
            "แผ่น OIT ช่อง B7",
            "บรรทัดที่ 9 คอลัมน์ 2",
            "บรรทัดที่ 118",
            "ย่อหน้าที่ 4",
        ]

"""Files that are read, and those that are refused with a word on what to do."""

import io
import zipfile

import openpyxl
import pytest
from docx import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from criteria.documents.readers import Refused, read
from criteria.documents.readers.guards import MAX_BYTES
from criteria.documents.readers.unwrapping import unwrapped
from criteria.documents.shapes import Paragraph, Table
from tests.criteria.documents.made import HEADER, ROWS, comma, facts, reading_of, tabbed, with_part
from tests.documents.builders import as_docx, as_xlsx, saved
from tests.documents.sources import Grid

WORD = as_docx([Grid([HEADER], ROWS)])
BOOK = as_xlsx([Grid([HEADER], ROWS)])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def refusal(data: bytes, name: str) -> tuple[str, dict]:
    with pytest.raises(Refused) as caught:
        read(data, name)
    return caught.value.code, caught.value.values


def far_corner() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "O1"
    book.active["A1048576"] = "O2"
    return saved(book)


def bomb() -> bytes:
    return with_part(WORD, "word/media/zeros.xml", b"<a>" + b" " * 30_000_000 + b"</a>")


def many_entries() -> bytes:
    buffer = io.BytesIO(WORD)
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(2_100):
            archive.writestr(f"word/media/{number}.txt", b"")
    return buffer.getvalue()


def locked() -> bytes:
    """An entry that says it is encrypted."""
    at = WORD.index(b"PK\x01\x02")
    return WORD[: at + 8] + b"\x01" + WORD[at + 9 :]


REFUSED = {
    "empty": (b" \r\n", "a.txt", "empty"),
    "larger than allowed": (b"a" * (MAX_BYTES + 1), "a.txt", "large"),
    "old Word": (OLE + b"WordDocument", "a.doc", "old_format"),
    "old Excel under a new name": (OLE + b"Workbook", "a.xlsx", "old_format"),
    "password of Office": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
    "entry with a password": (locked(), "a.docx", "password"),
    "macros by name": (WORD, "a.docm", "macros"),
    "macros by content": (with_part(WORD, "word/vbaProject.bin", b"x"), "a.docx", "macros"),
    "entities in the body": (with_part(WORD, "word/document.xml", DTD, instead=True), "a.docx", "entities"),
    "entities in a relation": (with_part(WORD, "word/_rels/more.xml.rels", DTD), "a.docx", "entities"),
    "entities in the strings": (with_part(BOOK, "xl/sharedStrings.xml", DTD, instead=True), "a.xlsx", "entities"),
    "entities in UTF-16": (with_part(BOOK, "xl/more.xml", DTD.decode().encode("utf-16")), "a.xlsx", "entities"),
    "bomb": (bomb(), "a.docx", "bomb"),
    "too many entries": (many_entries(), "a.docx", "bomb"),
    "cells in far corners": (far_corner(), "a.xlsx", "dimensions"),
    "cut off": (WORD[: len(WORD) // 2], "a.docx", "broken"),
    "no document in the archive": (
        with_part(WORD, "a", b"").replace(b"word/document.xml", b"word/nodocument.x"),
        "a.docx",
        "other_format",
    ),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "a.png", "picture"),
    "rich text": (b"{\\rtf1 O1}", "a.rtf", "other_format"),
    "text that calls itself Word": ("O1 โครงสร้าง".encode(), "a.docx", "not_what_it_says"),
    "no text": (bytes(range(1, 32)) * 40, "a.txt", "no_text_file"),
    "broken PDF": (b"%PDF-1.7 nothing", "a.pdf", "broken"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_and_useless_files_are_refused(case):
    data, name, code = REFUSED[case]
    assert refusal(data, name)[0] == code


def test_an_open_quote_is_named_with_its_line():
    assert refusal('ข้อ,ข้อมูล\nO1,โครงสร้าง\nO2,"ผู้บริหาร\nO3,อื่น\n'.encode(), "a.csv") == ("open_quote", {"line": 3})


def test_a_cell_without_end_is_named_with_its_line():
    assert refusal(b"a,b\nc," + b"d" * 200_000, "a.csv") == ("long_field", {"line": 2})


def test_a_sheet_that_declares_the_whole_grid_is_read():
    """Whoever colours a row declares all its columns."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    begin = sheet.index(b"<dimension")
    whole = sheet[:begin] + b'<dimension ref="A1:XFD1048576"/>' + sheet[sheet.index(b"/>", begin) + 2 :]
    reading = reading_of(with_part(BOOK, "xl/worksheets/sheet1.xml", whole, instead=True), "a.xlsx")
    assert [entry.number for entry in reading.entries] == [1, 2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_encoding_and_delimiter(encoding, delimiter):
    assert facts(comma(HEADER, ROWS, delimiter, encoding)) == facts(tabbed(HEADER, ROWS))
    assert len(facts(tabbed(HEADER, ROWS))) == 3


def test_utf16_without_mark():
    text = "\n".join("\t".join(cells) for cells in [HEADER, *ROWS])
    assert len(reading_of(text.encode("utf-16-le")).entries) == 3


def test_a_word_file_keeps_its_order_and_reads_frames_boxes_and_nested_tables():
    word = WordDocument()
    word.add_paragraph("ก่อน")
    frame = word.add_table(rows=1, cols=1).cell(0, 0)
    inner = frame.add_table(rows=2, cols=2)
    for cell, text in zip([cell for row in inner.rows for cell in row.cells], ["ข้อ", "ข้อมูล", "O1", "โครงสร้าง"], strict=True):
        cell.text = text
    inner.cell(1, 1).add_table(rows=1, cols=1).cell(0, 0).text = "ซ้อนใน"
    box = "<w:r %s><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r><w:t>ในกล่อง</w:t></w:r></w:p>"
    box += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    word.add_paragraph("หลัง")._p.append(parse_xml(box % nsdecls("w")))
    found = [
        block.text if isinstance(block, Paragraph) else [[cell.text.strip() for cell in row] for row in block.rows]
        for block in read(saved(word), "a.docx").blocks
    ]
    assert found == ["ก่อน", [["ข้อ", "ข้อมูล"], ["O1", "โครงสร้าง\nซ้อนใน"]], "หลัง", "ในกล่อง"]


def test_word_numbers_that_are_only_a_list_are_codes():
    word = WordDocument()
    table = word.add_table(rows=3, cols=2)
    numbering = word.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="O%1"/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for row, (first, second) in zip(table.rows, [("ข้อ", "ข้อมูล"), ("", "โครงสร้าง"), ("", "ข้อมูลผู้บริหาร")], strict=True):
        row.cells[0].text, row.cells[1].text = first, second
        if not first:
            properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'))
    assert [(e.printed_code, e.title) for e in reading_of(saved(word), "a.docx").entries] == [
        ("O1", "โครงสร้าง"),
        ("O2", "ข้อมูลผู้บริหาร"),
    ]


def test_deleted_text_is_not_read_and_inserted_text_is():
    word = WordDocument()
    body = word.element.body
    runs = (
        f"<w:p {nsdecls('w')}><w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del><w:ins><w:r><w:t>ใหม่</w:t></w:r></w:ins></w:p>"
    )
    body.insert(0, parse_xml(runs))
    assert [block.text for block in read(saved(word), "a.docx").blocks if isinstance(block, Paragraph)] == ["ใหม่"]


def test_what_a_word_file_points_to_outside_is_not_fetched():
    """A template elsewhere is named in the file; nothing asks for it (no network in the child either)."""
    relation = b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    relation += b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://192.0.2.1/a.dotm" '
    relation += b'TargetMode="External"/></Relationships>'
    assert len(reading_of(with_part(WORD, "word/_rels/settings.xml.rels", relation), "a.docx").entries) == 3


def merged_down(kind: str) -> bytes:
    """Column 3 of rows 2 to 4 is one cell."""
    grid = Grid([["ข้อ", "ข้อมูล", "ผู้รับผิดชอบ"]], [[code, title, "กองคลัง" if code == "O1" else ""] for code, title, *_more in ROWS])
    if kind == "docx":
        word = WordDocument(io.BytesIO(as_docx([grid])))
        table = word.tables[0]
        table.cell(1, 2).merge(table.cell(3, 2))
        return saved(word)
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([grid])))
    book.active.merge_cells("C2:C4")
    return saved(book)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_cell_merged_downwards_holds_for_every_row_beside_it(kind):
    reading = reading_of(merged_down(kind), f"a.{kind}")
    assert [(e.number, e.departments) for e in reading.entries] == [(1, "กองคลัง"), (2, "กองคลัง"), (3, "กองคลัง")]


def test_hidden_sheets_are_left_out_and_formulas_give_their_kept_value():
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    hidden = book.create_sheet("เก่า")
    hidden.append(["ข้อ", "ข้อมูล"])
    hidden.append(["O9", "เก่า"])
    hidden.sheet_state = "hidden"
    book.active["B2"] = '="โครง"&"สร้าง"'
    reading = reading_of(saved(book), "a.xlsx")
    assert [(e.number, e.title) for e in reading.entries] == [(1, ""), (2, "ข้อมูลผู้บริหาร"), (3, "อำนาจหน้าที่")]
    assert [d.code for d in reading.entries[0].doubts] == ["title_missing"]


def test_places_say_where_a_cell_stands():
    places = {
        "docx": reading_of(WORD, "a.docx").entries[1].raw["title"].place,
        "xlsx": reading_of(BOOK, "a.xlsx").entries[1].raw["title"].place,
        "csv": comma(HEADER, ROWS).entries[1].raw["title"].place,
    }
    assert places == {"docx": "table 1, row 3, column 2", "xlsx": "sheet OIT, B3", "csv": "line 3, column 2"}


def test_a_table_is_a_rectangle_with_merged_cells_once():
    word = WordDocument()
    table = word.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "สองช่อง"
    table.cell(0, 2).text = "หนึ่งช่อง"
    blocks = read(saved(word), "a.docx").blocks
    assert (
        [[cell.text for cell in row] for row in blocks[0].rows] == [["สองช่อง", "", "หนึ่งช่อง"]]
        if isinstance(blocks[0], Table)
        else []
    )
    assert word.element.body.find(qn("w:tbl")) is not None


def test_lines_that_only_the_width_of_the_paper_broke_are_put_together():
    text = "แสดงแผนผังโครงสร้างการแบ่ง\r\nส่วนราชการ\r\n- แสดงตำแหน่ง\r\n(๑) ชื่อ\r\nกองคลัง\r\nกองช่าง\r\nand so\r\non"
    assert unwrapped(text).split("\n") == [
        "แสดงแผนผังโครงสร้างการแบ่งส่วนราชการ",
        "- แสดงตำแหน่ง",
        "(๑) ชื่อ",
        "กองคลัง",
        "กองช่าง and so on",
    ]

"""Workbooks that want to do harm, or are not what they say: each is refused with a sentence, soon, and without much memory."""

import functools
import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from criteria import files
from criteria.models import Edition
from criteria.workbook import edition_from_workbook, workbook_of
from tests.criteria.documents.made import with_part

SECONDS, MEMORY = 20, 400 * 1024  # of one file, in seconds and KiB; a healthy one takes under a second
SHEET = "xl/worksheets/sheet2.xml"  # the first behind the README
HEAD = b'<?xml version="1.0"?>'
XXE = HEAD + b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet><sheetData>&b;</sheetData></worksheet>'
LAUGHS = (
    HEAD
    + b'<!DOCTYPE a [<!ENTITY l0 "lol">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><worksheet><sheetData><row><c t='inlineStr'><is><t>&l11;</t></is></c></row></sheetData></worksheet>"
)
PARTS = [
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    SHEET,
]


@pytest.fixture(autouse=True)
def _language():
    with translation.override("en"):
        yield


@functools.cache
def healthy() -> bytes:
    return workbook_of(files.read_yaml(settings.BASE_DIR / "tests/data/2590-small.yaml")[0])


def edited(change: Callable) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(healthy()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def replaced(part: str, content: bytes) -> bytes:
    return with_part(healthy(), part, content, instead=True)


def sheet_of(rows: bytes, dimension: bytes = b"A1:B2") -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return HEAD + b'<worksheet xmlns="%s"><dimension ref="%s"/><sheetData>%s</sheetData></worksheet>' % (space, dimension, rows)


def many_rows() -> bytes:
    """A million rows in some hundred KB."""
    return replaced(SHEET, sheet_of(b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_040_000))))


def far_corner() -> bytes:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return replaced(SHEET, sheet_of(rows))


def wide() -> bytes:
    return edited(lambda book: book["items"].cell(row=2, column=16_384, value="x"))


def many_sheets() -> bytes:
    def add(book) -> None:
        for number in range(300):
            book.create_sheet(f"sheet {number}")

    return edited(add)


def password() -> bytes:
    data = healthy()
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data = data[: at + 8] + b"\x01" + data[at + 9 :]
        at = data.find(b"PK\x01\x02", at + 1)
    return data


def formula() -> bytes:
    """A formula in a cell that must hold a number: what it would give is nobody's to say."""

    def put(book) -> None:
        book["edition"]["B3"] = "=1+1"

    return edited(put)


def quine() -> bytes:
    """An archive in an archive in an archive."""
    data = b"0" * 1_000_000
    for _level in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", data)
        data = out.getvalue()
    return data


def lying() -> bytes:
    """A bomb that says it is small."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    data = bytearray(out.getvalue())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "macros": lambda: with_part(healthy(), "xl/vbaProject.bin", b"Sub AutoOpen()"),
    **{f"entity in {part}": lambda part=part: replaced(part, XXE) for part in PARTS},
    **{f"laughs in {part}": lambda part=part: replaced(part, LAUGHS) for part in PARTS},
    "a million rows": many_rows,
    "cells in far corners": far_corner,
    "16,384 columns": wide,
    "300 sheets": many_sheets,
    "zeros": lambda: with_part(healthy(), "xl/media/zeros.bin", b"\0" * 40_000_000),
    "a bomb that says it is small": lying,
    "archive in archive": quine,
    "password": password,
    "a formula for a number": formula,
    "cut off": lambda: healthy()[:3000],
    "Word under the name of a workbook": lambda: replaced("xl/workbook.xml", b"<w:document/>"),
    "old Excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook" * 200,
    "CSV": lambda: "ข้อ,ข้อมูล\nO1,โครงสร้าง\n".encode(),
    "PDF": lambda: b"%PDF-1.7\n" + b"0" * 2000,
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 500,
    "nothing": lambda: b"",
    "too large": lambda: b"x" * (3 * 1024**2),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused_with_a_sentence_in_time(case):
    data = HOSTILE[case]()
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(files.FileRefused) as refusal:
        edition_from_workbook(data)
    assert all(len(problem) > 20 for problem in refusal.value.problems)
    assert "root:" not in str(refusal.value.problems)
    assert time.monotonic() - begun < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY


HARMLESS: dict[str, Callable[[], bytes]] = {
    "a link outside": lambda: with_part(
        healthy(),
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        HEAD + b'<Relationships><Relationship Id="r1" Target="http://evil.example/x" TargetMode="External"/></Relationships>',
    ),
    "the whole grid declared": lambda: replaced(SHEET, declared_whole()),
}


def declared_whole() -> bytes:
    with zipfile.ZipFile(io.BytesIO(healthy())) as archive:
        sheet = archive.read(SHEET)
    begin = sheet.index(b"<dimension")
    return sheet[:begin] + b'<dimension ref="A1:XFD1048576"/>' + sheet[sheet.index(b"/>", begin) + 2 :]


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_never_run_nor_fetched_is_passed_over(case):
    """Only values are read: links lead nowhere, and a declared size is not believed."""
    assert edition_from_workbook(HARMLESS[case]()) == edition_from_workbook(healthy())


@pytest.mark.parametrize(
    ("case", "word"), [("macros", "macros"), ("password", "password"), ("entity in xl/workbook.xml", "never writes")]
)
def test_the_sentence_says_what_to_do(case, word):
    with pytest.raises(files.FileRefused) as refusal:
        edition_from_workbook(HOSTILE[case]())
    assert word in refusal.value.problems[0]


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["entity in xl/workbook.xml", "a million rows", "old Excel", "password"])
def test_the_command_says_so_and_keeps_nothing(case, tmp_path: Path):
    path = tmp_path / "edition.xlsx"
    path.write_bytes(HOSTILE[case]())
    with pytest.raises(CommandError) as refusal:
        call_command("catalogue", "import", str(path))
    assert len(str(refusal.value)) > 20
    assert not Edition.objects.exists()

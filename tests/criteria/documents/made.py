"""Small documents for tests: a table in every form that is read."""

import csv
import io
import zipfile
from collections.abc import Callable

from criteria.documents.readers import read
from criteria.documents.recognising import recognise
from criteria.documents.shapes import Reading
from tests.documents.builders import as_docx, as_xlsx
from tests.documents.sources import Grid

HEADER = ["ข้อ", "ข้อมูล", "องค์ประกอบด้านข้อมูล", "คะแนน", "ข้อคิดเห็น", "หน่วยรับผิดชอบ"]
ROWS = [
    ["O1", "โครงสร้าง", "แสดงแผนผังโครงสร้าง", "100.00", "-", "สำนักปลัด"],
    ["O2", "ข้อมูลผู้บริหาร", "แสดงรายนามผู้บริหาร", "0.00", "ไม่พบช่องทางติดต่อ", "กองคลัง"],
    ["O3", "อำนาจหน้าที่", "แสดงหน้าที่และอำนาจ", "100.00", "", "กองช่าง"],
]


def reading_of(data: bytes | str, name: str = "pasted.txt") -> Reading:
    return recognise(read(data.encode() if isinstance(data, str) else data, name))


def facts(reading: Reading) -> list[list[str]]:
    return [[f"O{e.number}", e.title, e.detail, e.score, e.comment or "-", e.departments] for e in reading.entries]


def docx(header: list[str], rows: list[list[str]]) -> Reading:
    return reading_of(as_docx([Grid([header], rows)]), "a.docx")


def xlsx(header: list[str], rows: list[list[str]]) -> Reading:
    return reading_of(as_xlsx([Grid([header], rows)], numbers=False), "a.xlsx")


def comma(header: list[str], rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> Reading:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([header, *rows])
    return reading_of(buffer.getvalue().encode(encoding), "a.csv")


def piped(header: list[str], rows: list[list[str]]) -> Reading:
    lines = [header, ["---"] * len(header), *rows]
    return reading_of("\n".join("| " + " | ".join(cells) + " |" for cells in lines))


def tabbed(header: list[str], rows: list[list[str]]) -> Reading:
    return reading_of("\n".join("\t".join(cells) for cells in [header, *rows]))


FORMS: dict[str, Callable[[list[str], list[list[str]]], Reading]] = {
    "docx": docx,
    "xlsx": xlsx,
    "csv": comma,
    "pipes": piped,
    "tabs": tabbed,
}


def with_part(data: bytes, name: str, content: bytes, *, instead: bool = False) -> bytes:
    """The Office file with one part more, or with one part's content replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if not (instead and entry == name):
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return buffer.getvalue()

"""The four documents taken apart by hand-made rules, one for each, so that they can be built anew as Word and Excel files.

Shares nothing with the portal's own readers: what is measured must not be made by what it measures.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "documents"
NAMES = ("department-unit", "rayong", "chainat-edu", "phrae-pao")
TWO_ROWS = [["ข้อ", "ข้อมูล", "องค์ประกอบด้านข้อมูล", "สถานะปี 2563", "", "หน่วยรับผิดชอบดำเนินการ"], ["", "", "", "คะแนน", "ข้อคิดเห็น", ""]]


@dataclass
class Grid:
    """A table: header rows (a second one means merged cells), then rows; a row of one cell goes across."""

    header: list[list[str]]
    rows: list[list[str]]


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def blocks_of(name: str) -> list[str | Grid]:
    return {"department-unit": _unit, "rayong": _rayong, "chainat-edu": _chainat, "phrae-pao": _phrae}[name](text_of(name))


def _chunks(text: str) -> list[str]:
    return [chunk.strip("\n") for chunk in re.split(r"\n(?:[ \t]*\n)+", text) if chunk.strip()]


def _unit(text: str) -> list[str | Grid]:
    chunks = _chunks(text)
    first = chunks.index("ข้อ")
    grid = Grid([chunks[first : first + 4]], [])
    at = first + 4
    while at < len(chunks):
        if re.fullmatch(r"O\d+", chunks[at]):
            grid.rows.append([chunks[at], chunks[at + 1], chunks[at + 2], ""])
            at += 3
        elif re.match(r"(ข้อมูล )?O\d+|ส่งแบบ", chunks[at]):
            grid.rows[-1][3] += chunks[at] + "\n"
            at += 1
        else:
            grid.rows.append([chunks[at]])
            at += 1
    return [*(line for chunk in chunks[:first] for line in chunk.split("\n")), grid]


def _rayong(text: str) -> list[str | Grid]:
    cells = re.split(r"\n ?\t", "\n" + text)
    blocks: list[str | Grid] = []
    at = 0
    while at < len(cells):
        cell = cells[at].strip()
        if cell == "ข้อ":
            blocks.append(Grid(TWO_ROWS, []))
            at += 11
        elif re.fullmatch(r"O\d+", cell):
            owner, *outside = re.split(r"\n\s*\n", cells[at + 5])
            blocks[-1].rows.append([cell, *cells[at + 1 : at + 5], owner])  # type: ignore[union-attr]
            blocks += [line.strip() for chunk in outside for line in chunk.split("\n") if line.strip()]
            at += 6
        else:
            blocks += [line for line in cell.split("\n") if line.strip()]
            at += 1
    return blocks


def _chainat(text: str) -> list[str | Grid]:
    chunks = _chunks(text)
    grid = Grid([chunks[1:5]], [])
    title = True
    for chunk in chunks[5:-1]:
        if re.fullmatch(r"\d\d", chunk):
            grid.rows.append([chunk, "", "", ""])
            title = True
            continue
        title = title and not chunk.startswith(("·", "∙", "จะต้องแสดง"))
        column = 1 if title else 3 if chunk.startswith(("เว็บไซต์ ศธจ", "เฟซบุ๊ค")) else 2
        grid.rows[-1][column] += ("\n" if grid.rows[-1][column] else "") + chunk
    return [chunks[0], grid, chunks[-1]]


def _phrae(text: str) -> list[str | Grid]:
    blocks: list[str | Grid] = []
    for chunk in _chunks(text):
        if chunk.startswith("|"):
            rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in chunk.split("\n")]
            blocks.append(Grid([rows[0]], rows[2:]))
        else:
            blocks += chunk.split("\n")
    return blocks

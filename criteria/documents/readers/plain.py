"""Text: tables between pipes, rows between tabs, or one cell a line. Which of them it is shows in the text."""

import re

from criteria.documents.codes import code_of
from criteria.documents.readers import flow, tabbed
from criteria.documents.shapes import Cell, Document, Paragraph, Table
from criteria.documents.texts import without_remnants
from criteria.documents.words import header_role

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^[\s|:+=-]+$")
_INNER_TAB = re.compile(r"\S[^\n\t]*\t[^\n]*\S")
_LEADING_TAB = re.compile(r"^ {0,3}\t")

Line = tuple[int, str]  # its number in the text, and itself


def read(text: str) -> Document:
    """The paragraphs and tables of a text."""
    lines = list(enumerate(_unified(text).split("\n"), 1))
    blocks: list[Paragraph | Table] = []
    for piped, part in _parts(lines):
        if piped:
            blocks.append(_piped_table(part))
        else:
            blocks += _read_part(part)
    return Document(blocks)


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\u2028", "\n").replace("\u00a0", " ")


def _is_piped(line: str) -> bool:
    stripped = line.strip()
    return stripped.startswith("|") or len(re.findall(r"\s\|\s", stripped)) >= 2


def _parts(lines: list[Line]) -> list[tuple[bool, list[Line]]]:
    """The lines in runs: tables between pipes, and all the rest."""
    parts: list[tuple[bool, list[Line]]] = []
    for number, line in lines:
        piped = _is_piped(line)
        if not parts or parts[-1][0] != piped:
            parts.append((piped, []))
        parts[-1][1].append((number, line))
    return parts


def _piped_table(lines: list[Line]) -> Table:
    rows = []
    for number, line in lines:
        if _RULE.match(line):
            continue
        cells = _PIPE.split(line.strip().removeprefix("|").removesuffix("|"))
        rows.append([Cell(without_remnants(cell.replace("\\|", "|").strip()), f"line {number}") for cell in cells])
    return Table(rows)


def _read_part(lines: list[Line]) -> list[Paragraph | Table]:
    """Rows between tabs if most tabs stand inside lines; else a cell a line if codes stand alone on lines; else paragraphs."""
    texts = [line for _number, line in lines]
    inner = sum(1 for text in texts if _INNER_TAB.search(text))
    if sum(1 for text in texts if _LEADING_TAB.match(text) and text.strip()) > max(4, inner):
        return flow.read_indented(lines)
    if inner >= 2 and any(_is_row(text) for text in texts):
        return tabbed.read(lines)
    if sum(1 for text in texts if code_of(text)) >= 2:
        return flow.read_loose(lines)
    return [Paragraph(without_remnants(line), f"line {number}") for number, line in lines if line.strip()]


def _is_row(text: str) -> bool:
    """A row shows by its code, or as the header."""
    cells = text.split("\t")
    return len(cells) > 1 and (bool(code_of(cells[0])) or sum(1 for cell in cells if header_role(cell)) >= 2)

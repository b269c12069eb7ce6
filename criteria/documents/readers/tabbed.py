"""Rows with tabs between their cells, as a table pasted from Word, Excel or a web page: a cell may go on in the next line."""

import csv
import re

from criteria.documents.codes import code_of
from criteria.documents.headers import is_header
from criteria.documents.headings import is_page_number, is_sub_heading
from criteria.documents.shapes import Cell, Paragraph, Table
from criteria.documents.texts import without_remnants

Line = tuple[int, str]
_RULE = re.compile(r"^[\s:+=-]*--[\s:+=-]*$")
_QUOTED = re.compile(r'(?:^|\t)"[^"\t]*\n', re.MULTILINE)


def read(lines: list[Line]) -> list[Paragraph | Table]:
    lines = [(number, line) for number, line in lines if not _RULE.match(line)]
    text = "\n".join(line for _number, line in lines)
    if _QUOTED.search(text) and text.count('"') % 2 == 0:
        return _read_quoted(lines)
    return _Rows(lines).blocks


def _read_quoted(lines: list[Line]) -> list[Paragraph | Table]:
    """Excel puts a cell of several lines into quotes."""
    reader = csv.reader([line + "\n" for _number, line in lines], delimiter="\t")
    begun, blocks, rows = 0, list[Paragraph | Table](), list[list[Cell]]()
    for row in reader:
        place = f"line {lines[begun][0]}"
        begun = min(reader.line_num, len(lines) - 1)
        if len(row) > 1:
            rows.append([Cell(without_remnants(cell), place) for cell in row])
        elif row and row[0].strip():
            blocks += [Table(rows)] * bool(rows)
            rows = []
            blocks.append(Paragraph(without_remnants(row[0]), place))
    return [*blocks, Table(rows)] if rows else blocks


class _Rows:
    """Puts lines together to rows, by the number of cells of the header."""

    def __init__(self, lines: list[Line]) -> None:
        self.blocks: list[Paragraph | Table] = []
        self.width = 0
        self.rows: list[list[Cell]] = []
        self.row: list[Cell] = []
        self.gap = False  # an empty line since the last one
        for index, (number, line) in enumerate(lines):
            if not line.strip():
                self.gap = True
            elif "\t" in line:
                self._cells(number, line.split("\t"))
                self.gap = False
            else:
                self._plain(number, line, self._next_is_header(lines[index + 1 :]))
                self.gap = False
        self._end_table()

    def _cells(self, number: int, texts: list[str]) -> None:
        cells = [Cell(without_remnants(text), f"line {number}, column {column}") for column, text in enumerate(texts, 1)]
        if is_header(texts):
            self._end_row()
            self.width = len(cells)
            self.rows.append(cells)
        elif self._goes_on(texts):
            self._append(cells[0].text)
            self.row += cells[1:]
        else:
            self._end_row()
            self.row = cells

    def _goes_on(self, texts: list[str]) -> bool:
        """Whether the line belongs to the row before: that one lacks cells, and this begins with no code and no empty cell."""
        lacking = bool(self.row) and len(self.row) + len(texts) - 1 <= self.width
        return lacking and len(texts) < self.width and bool(texts[0].strip()) and not code_of(texts[0])

    def _plain(self, number: int, line: str, heading: bool) -> None:
        complete = len(self.row) >= self.width
        outside = is_sub_heading(line) or is_page_number(line) or (complete and (heading or self.gap))
        if self.row and not outside:
            self._append(without_remnants(line))
        else:
            self._end_table()
            self.blocks.append(Paragraph(without_remnants(line), f"line {number}"))

    @staticmethod
    def _next_is_header(lines: list[Line]) -> bool:
        following = next((line for _number, line in lines if line.strip()), "")
        return "\t" in following and is_header(following.split("\t"))

    def _append(self, text: str) -> None:
        last = self.row[-1]
        self.row[-1] = Cell(f"{last.text}\n{text}" if last.text else text, last.place)

    def _end_row(self) -> None:
        if self.row:
            self.rows.append(self.row)
        self.row = []

    def _end_table(self) -> None:
        self._end_row()
        if self.rows:
            self.blocks.append(Table(self.rows))
        self.rows = []

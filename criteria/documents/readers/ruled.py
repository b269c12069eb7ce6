"""Tables of a PDF page by their ruled lines: the lines make a grid, the text inside each field is the cell."""

import re
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from criteria.documents.readers.unwrapping import begins_anew, unwrapped
from criteria.documents.shapes import Cell, Paragraph, Table
from criteria.documents.texts import without_remnants

THIN, SHORT, NEAR = 3.0, 6.0, 3.0  # points: a line's thickness, its least length, and what counts as the same place
MOST_LINES = 4_000
FULL = 0.8  # share of the page's longest line from which a line counts as full
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


@dataclass
class _Line:
    """A line along one axis: where it lies, and from where to where."""

    at: float
    begin: float
    end: float

    def covers(self, place: float) -> bool:
        return self.begin - NEAR <= place <= self.end + NEAR


@dataclass
class _Grid:
    columns: list[float]  # from left to right
    rows: list[float]  # from the top down
    vertical: list[_Line]
    horizontal: list[_Line]


def blocks_of(page: PdfPage, number: int) -> list[Paragraph | Table]:
    """The tables of the page in their order, with the lines of text before, between and after them."""
    text = page.get_textpage()
    width, height = page.get_size()
    blocks: list[Paragraph | Table] = []
    top = height
    for count, grid in enumerate(_grids(page), 1):
        blocks += _paragraphs(text, (0, grid.rows[0], width, top), number)
        blocks.append(_table(text, grid, f"page {number}, table {count}"))
        top = grid.rows[-1]
    return blocks + _paragraphs(text, (0, 0, width, top), number)


def _paragraphs(text: PdfTextPage, bounds: tuple[float, float, float, float], number: int) -> list[Paragraph]:
    if bounds[3] - bounds[1] < SHORT:
        return []
    lines = [line.strip() for line in text.get_text_bounded(*bounds).replace("\r\n", "\n").split("\n") if line.strip()]
    full = FULL * max(map(_width, text.get_text_range().splitlines()), default=0)
    whole: list[str] = []
    for place, line in enumerate(lines):
        if place and _width(lines[place - 1]) > full and not begins_anew(line):
            whole[-1] = unwrapped(f"{whole[-1]}\n{line}")  # the line before was full: the paper's width broke it
        else:
            whole.append(line)
    return [Paragraph(line, f"page {number}") for line in whole]


def _width(line: str) -> int:
    """Letters beside each other; marks above and below take no room."""
    return len(_MARKS.sub("", line.strip()))


def _table(text: PdfTextPage, grid: _Grid, place: str) -> Table:
    """A cell that covers several columns or rows stands in the first of them."""
    rows = []
    for row in range(len(grid.rows) - 1):
        cells: list[Cell] = []
        column = 0
        while column < len(grid.columns) - 1:
            end = _right_end(grid, column, row)
            where = f"{place}, row {row + 1}, column {column + 1}"
            if row and not _parted(grid, row, column):
                cells.append(Cell("", where, above=True))
            else:
                bottom = grid.rows[_lower_end(grid, row, column)]
                found = text.get_text_bounded(grid.columns[column], bottom, grid.columns[end], grid.rows[row])
                cells.append(Cell(without_remnants(unwrapped(found)), where))
            cells += [Cell("", where) for _covered in range(end - column - 1)]
            column = end
        rows.append(cells)
    return Table(rows)


def _parted(grid: _Grid, row: int, column: int) -> bool:
    """Whether a line runs above this field; the upper end of the table counts as one."""
    middle = (grid.columns[column] + grid.columns[column + 1]) / 2
    ends = row in (0, len(grid.rows) - 1)
    return ends or any(abs(line.at - grid.rows[row]) < NEAR and line.covers(middle) for line in grid.horizontal)


def _lower_end(grid: _Grid, row: int, column: int) -> int:
    end = row + 1
    while not _parted(grid, end, column):
        end += 1
    return end


def _right_end(grid: _Grid, column: int, row: int) -> int:
    """The next column that a line parts from this one at this height: a merged cell has none before."""
    middle = (grid.rows[row] + grid.rows[row + 1]) / 2
    for end in range(column + 1, len(grid.columns) - 1):
        if any(abs(line.at - grid.columns[end]) < NEAR and line.covers(middle) for line in grid.vertical):
            return end
    return len(grid.columns) - 1


def _grids(page: PdfPage) -> list[_Grid]:
    """Tables from the top down; lines that touch belong together."""
    vertical, horizontal = _lines(page)
    grids = []
    while horizontal:
        mine, sides = [horizontal.pop()], list[_Line]()
        grown = True
        while grown:
            touching = [line for line in vertical if any(_cross(line, other) for other in mine)]
            vertical = [line for line in vertical if line not in touching]
            sides += touching
            more = [line for line in horizontal if any(_cross(side, line) for side in touching)]
            horizontal = [line for line in horizontal if line not in more]
            mine += more
            grown = bool(touching or more)
        columns = _places([line.at for line in sides])
        # A table that the page's end cuts has no line there: its sides say how far it goes
        ends = [end for line in sides for end in (line.begin, line.end)]
        rows = _places([line.at for line in mine] + ends)[::-1]
        if len(columns) > 2 and len(rows) > 1:
            grids.append(_Grid(columns, rows, sides, mine))
    return sorted(grids, key=lambda grid: -grid.rows[0])


def _cross(vertical: _Line, horizontal: _Line) -> bool:
    return vertical.covers(horizontal.at) and horizontal.covers(vertical.at)


def _places(values: list[float]) -> list[float]:
    """Values in order, those that lie together as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _lines(page: PdfPage) -> tuple[list[_Line], list[_Line]]:
    """Vertical and horizontal lines: drawn as lines, as thin rectangles, or as the sides of a cell."""
    vertical, horizontal = list[_Line](), list[_Line]()
    width, height = page.get_size()
    for number, path in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])):
        if number > MOST_LINES:
            break
        left, bottom, right, top = path.get_bounds()
        wide, tall = right - left, top - bottom
        if wide > 0.95 * width and tall > 0.95 * height:
            continue  # the paper's own ground
        if tall < THIN and wide > SHORT:
            horizontal.append(_Line((top + bottom) / 2, left, right))
        elif wide < THIN and tall > SHORT:
            vertical.append(_Line((left + right) / 2, bottom, top))
        elif wide > SHORT and tall > SHORT:
            vertical += [_Line(left, bottom, top), _Line(right, bottom, top)]
            horizontal += [_Line(bottom, left, right), _Line(top, left, right)]
    return _joined(vertical), _joined(horizontal)


def _joined(lines: list[_Line]) -> list[_Line]:
    """Pieces of one line put together."""
    found: list[_Line] = []
    for line in sorted(lines, key=lambda line: (round(line.at / NEAR), line.begin)):
        last = found[-1] if found else None
        if last and abs(last.at - line.at) < NEAR and line.begin <= last.end + NEAR:
            last.end = max(last.end, line.end)
        else:
            found.append(_Line(line.at, line.begin, line.end))
    return found

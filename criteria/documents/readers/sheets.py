"""Workbooks: the values of every sheet, merged cells, nothing computed and nothing fetched."""

import datetime
import io

import python_calamine

from criteria.documents.readers.refusals import Refused
from criteria.documents.shapes import Cell, Document, Paragraph, Table
from criteria.documents.texts import without_remnants


def read(data: bytes) -> Document:
    """Every visible sheet as a table, in order. Raises Refused."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        visible = [sheet.name for sheet in book.sheets_metadata if sheet.visible == python_calamine.SheetVisibleEnum.Visible]
        tables = [_table(book.get_sheet_by_name(name), name) for name in visible]
    except python_calamine.PasswordError as problem:
        raise Refused("password") from problem
    except python_calamine.CalamineError as problem:
        raise Refused("broken") from problem
    blocks: list[Paragraph | Table] = [table for table in tables if table.rows]
    return Document(blocks)


def _table(sheet: python_calamine.CalamineSheet, name: str) -> Table:
    values = sheet.to_python(skip_empty_area=False)
    below = _merged_downwards(sheet)
    return Table(
        [
            [
                Cell(as_typed(value), f"sheet {name}, {_letters(column)}{row + 1}", above=(row, column) in below)
                for column, value in enumerate(cells)
            ]
            for row, cells in enumerate(values)
        ]
    )


def _merged_downwards(sheet: python_calamine.CalamineSheet) -> set[tuple[int, int]]:
    """Cells that only continue the one above them."""
    found: set[tuple[int, int]] = set()
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or []:
        found |= {(row, left) for row in range(top + 1, min(bottom, top + 2_000) + 1)}
    return found


def as_typed(value: object) -> str:
    """A value as it would be typed: 7 rather than 7.0, a date in the Buddhist Era as it stands in Thai papers."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.day}/{value.month}/{value.year + 543 if value.year < 2400 else value.year}"
    return without_remnants(str(value))


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""Sheets of a workbook. Whatever a person typed goes in as text: nothing becomes a formula."""

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

os.environ.setdefault("OPENPYXL_LXML", "False")  # with lxml it would accept document type definitions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_CELL = 32_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


def safe_text(value: object) -> str:
    """Text as a cell can hold it."""
    return _CONTROL.sub("", "" if value is None else str(value))[:MAX_CELL]


def csv_text(value: object) -> str:
    """Text that no spreadsheet takes for a formula when it opens a CSV file."""
    text = safe_text(value)
    return f"'{text}" if text.startswith(_RISKY) else text


def width_of(text: str) -> int:
    """Columns of a Thai text: upper and lower marks take no room."""
    return sum(1 for ch in text if not (ch == "\u0e31" or "\u0e34" <= ch <= "\u0e3a" or "\u0e47" <= ch <= "\u0e4e"))


def fill(sheet: "Worksheet", columns: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: bool = False) -> None:
    """A head and text below it, as wide as the text needs up to a limit; cells marked as text, so that “9.1” stays “9.1”.

    With `numbers`, values that are numbers stay such, to be summed; texts are texts all the same.
    """
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    top = Alignment(vertical="top", wrap_text=True)
    widths = [0] * len(columns)
    for row_number, row in enumerate([columns, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=row_number, column=column)
            cell.alignment = top
            if numbers and isinstance(value, int | float | Decimal):
                cell.value = value
            else:
                cell.value, cell.data_type, cell.number_format = safe_text(value), "s", "@"
            if row_number == 1:
                cell.font = Font(bold=True)
            longest = max((width_of(line) for line in safe_text(value).split("\n")), default=0)
            widths[column - 1] = max(widths[column - 1], min(longest, _WIDEST))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width + 2
    sheet.freeze_panes = "A2"


def saved(book: "Workbook") -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_of(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]]) -> bytes:
    """A workbook of texts: title of each sheet → its columns and rows."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, (columns, rows) in sheets.items():
        sheet = book.create_sheet(title)
        fill(sheet, columns, rows)
        sheet.auto_filter.ref = sheet.dimensions
    return saved(book)


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """UTF-8 with a byte order mark, so that spreadsheets show Thai."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([csv_text(value) for value in row] for row in [columns, *rows])
    return out.getvalue()

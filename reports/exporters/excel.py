"""The assignment sheet as a workbook: one sheet, its head on every printed page, nothing but text in its cells."""

import math
from collections.abc import Iterator

from ita_portal.lib.workbook import safe_text, saved, width_of
from reports.publishing import Column, Sheet
from reports.publishing.sheet import SheetRow

FONT = "TH SarabunPSK"
SIZE, HEAD_SIZE = 14, 16
LINE = 20  # points that a line of that size takes
MM = 0.48  # a column's width in Excel's measure for one millimetre
CENTRED = ("code", "score", "due")
DOTS = "." * 44


def sheet_excel(sheet: Sheet) -> bytes:
    """The sheet. Rows without a height are fitted by Excel itself when it opens the file; merged ones it leaves, so they get one."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "บัญชีมอบหมาย"
    writer = _Writer(page, sheet.columns)
    writer.across("\n".join(sheet.title), bold=True, centred=True, size=HEAD_SIZE)
    head = writer.head(sheet.status_label)
    for indicator in sheet.indicators:
        writer.across(indicator.intro, bold=not indicator.is_described)
        for sub in indicator.subs:
            writer.across(sub.heading, bold=True, shaded=True)
            for table in sub.tables:
                writer.across(table.heading, bold=True)
                for note in table.notes:
                    writer.across(note)
                for row in table.rows:
                    writer.row(row)
    if sheet.uncertain:
        writer.across(sheet.uncertain)
    for line in _signatures(sheet):
        writer.across(line, centred=True)
    _print_set_up(page, sheet, head)
    book.properties.title, book.properties.creator = safe_text(sheet.short_title), "ITA Portal"
    return saved(book)


def _signatures(sheet: Sheet) -> Iterator[str]:
    for one in sheet.places_to_sign:
        yield from ("", f"(ลงชื่อ) {DOTS}", f"({one.name or DOTS})", f"ตำแหน่ง {one.post or DOTS}", f"วันที่ {DOTS}")


def _print_set_up(page, sheet: Sheet, head: tuple[int, int]) -> None:
    page.freeze_panes = page.cell(row=head[1] + 1, column=1)
    page.print_title_rows = f"{head[0]}:{head[1]}"
    page.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.6
    page.oddFooter.right.text = "หน้า &P จาก &N"


class _Writer:
    """Writes the sheet from the top, row by row."""

    def __init__(self, page, columns: list[Column]) -> None:
        from openpyxl.utils import get_column_letter

        self.page, self.columns, self.at = page, columns, 0
        self.width = sum(column.width for column in columns) * MM
        for place, column in enumerate(columns, start=1):
            page.column_dimensions[get_column_letter(place)].width = column.width * MM

    def across(self, text: str, *, bold: bool = False, centred: bool = False, shaded: bool = False, size: int = SIZE) -> None:
        """A line over the whole width."""
        self.at += 1
        self.page.merge_cells(start_row=self.at, end_row=self.at, start_column=1, end_column=len(self.columns))
        cell = self._cell(1, text, bold=bold, centred=centred, size=size)
        if shaded:
            self._shade(cell)
        lines = sum(max(1, math.ceil(width_of(part) / (self.width * 1.15))) for part in text.split("\n"))
        self.page.row_dimensions[self.at].height = LINE * lines * size / SIZE

    def head(self, status_label: str) -> tuple[int, int]:
        """The names of the columns; answers with the first and the last of their rows."""
        first = self.at + 1
        last = self.at = first + bool(status_label)
        for place, column in enumerate(self.columns, start=1):
            under = bool(status_label) and column.key in ("score", "comment")
            top = last if under else first
            self.at = top
            self._shade(self._cell(place, column.label, bold=True, centred=True, boxed=True))
            if top < last:
                self.at = last
                self._shade(self._cell(place, "", boxed=True))
                self.page.merge_cells(start_row=first, end_row=last, start_column=place, end_column=place)
        if status_label:
            self._status_head(first, status_label)
        self.at = last
        return first, last

    def _status_head(self, row: int, label: str) -> None:
        places = [place for place, column in enumerate(self.columns, start=1) if column.key in ("score", "comment")]
        self.at = row
        for place in places:
            self._shade(self._cell(place, label if place == places[0] else "", bold=True, centred=True, boxed=True))
        self.page.merge_cells(start_row=row, end_row=row, start_column=places[0], end_column=places[-1])

    def row(self, row: SheetRow) -> None:
        self.at += 1
        for place, column in enumerate(self.columns, start=1):
            self._cell(place, row.text(column.key), centred=column.key in CENTRED, boxed=True)

    def _cell(self, place: int, text: str, *, bold=False, centred=False, boxed=False, size: int = SIZE):
        from openpyxl.styles import Alignment, Border, Font, Side

        cell = self.page.cell(row=self.at, column=place)
        if text:
            cell.value = safe_text(text)
            cell.data_type = "s"
            cell.number_format = "@"
            cell.quotePrefix = text[0] in "=+-@"  # text, also after somebody has opened the cell and left it again
        cell.font = Font(name=FONT, size=size, bold=bold)
        cell.alignment = Alignment(vertical="top", horizontal="center" if centred else "left", wrap_text=True)
        if boxed:
            side = Side(style="thin", color="555555")
            cell.border = Border(left=side, right=side, top=side, bottom=side)
        return cell

    def _shade(self, cell) -> None:
        from openpyxl.styles import PatternFill

        cell.fill = PatternFill("solid", fgColor="EEF1F4")

"""Documents as Word and Excel files, with what such files have: merged cells, a header of two rows, headings across the table, numbers as codes."""

import datetime
import html
import io

import docx
import openpyxl
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from reports.pdf.render import render_in_child
from tests.documents.sources import Grid


def as_docx(blocks: list[str | Grid]) -> bytes:
    word = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            word.add_paragraph(block)
        else:
            _word_table(word, block)
            word.add_paragraph()
    return saved(word)


def saved(file) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _word_table(word, grid: Grid) -> None:
    width = len(grid.header[0])
    rows = [*grid.header, *grid.rows]
    table = word.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    for number, row in enumerate(rows):
        cells = table.rows[number].cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=False):
            lines = text.strip("\n").split("\n")
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    if len(grid.header) == 2:
        _merge_header(table, grid)


def _merge_header(table, grid: Grid) -> None:
    upper, lower = grid.header
    for column, text in enumerate(upper):
        if not text:
            continue
        across = column + 1 < len(upper) and not upper[column + 1]
        corner = table.cell(0, column + 1) if across else table.cell(1, column)
        merged = table.cell(0, column).merge(corner)
        merged.text = text
    for column, text in enumerate(lower):
        if text:
            table.cell(1, column).text = text


def as_xlsx(blocks: list[str | Grid], *, numbers: bool = True) -> bytes:
    """One sheet: lines of text across the table's width, tables one below the other; scores, and codes such as 07, as numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "OIT"
    width = max(len(block.header[0]) for block in blocks if isinstance(block, Grid))
    row = 1
    for block in blocks:
        row = _across(sheet, row, block, width) if isinstance(block, str) else _sheet_table(sheet, row, block, numbers) + 1
    return saved(book)


def _across(sheet: Worksheet, row: int, text: str, width: int) -> int:
    _write(sheet, row, 1, text, numbers=False)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    return row + 1


def _sheet_table(sheet: Worksheet, first: int, grid: Grid, numbers: bool) -> int:
    width = len(grid.header[0])
    row = first
    for texts in [*grid.header, *grid.rows]:
        if len(texts) == 1:
            row = _across(sheet, row, texts[0], width)
            continue
        for column, text in enumerate(texts, 1):
            _write(sheet, row, column, text.strip("\n"), numbers=numbers)
        row += 1
    if len(grid.header) == 2:
        for column, text in enumerate(grid.header[0], 1):
            if text and not grid.header[1][column - 1]:
                sheet.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)
            elif text:
                sheet.merge_cells(start_row=first, end_row=first, start_column=column, end_column=column + 1)
    return row


def _write(sheet: Worksheet, row: int, column: int, text: str, *, numbers: bool) -> None:
    cell = sheet.cell(row, column)
    if numbers and text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit():
        cell.value = float(text) if "." in text else int(text)
        cell.number_format = "0.00" if "." in text else "00"
    else:
        cell.value = text
        cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def as_pdf(blocks: list[str | Grid]) -> bytes:
    """Set by the portal's own renderer, over as many pages as it takes; rows break where the page ends."""
    body = "".join(f"<p>{html.escape(block)}</p>" if isinstance(block, str) else _html_table(block) for block in blocks)
    style = "@page{size:A4 landscape;margin:2cm}td{border:0.5pt solid black;vertical-align:top;padding:2pt}"
    style += "table{border-collapse:collapse;width:100%}body,td,p{font-family:'ITA Sarabun';font-size:12pt}"
    page = f"<html lang=th><style>{style}</style><body>{body}"
    return render_in_child(
        page, title="-", description="-", created=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), identifier=b"0" * 16
    )


def _html_table(grid: Grid) -> str:
    upper, *lower = grid.header
    rows = "".join(f"<td {_spans(grid, column)}>{text}</td>" for column, text in enumerate(upper) if text)
    rows = f"<tr>{rows}</tr>" + "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row if text) + "</tr>" for row in lower)
    for row in grid.rows:
        across = f' colspan="{len(upper)}"' if len(row) == 1 else ""
        rows += (
            "<tr>" + "".join(f"<td{across}>{html.escape(cell.strip()).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        )
    return f"<table>{rows}</table>"


def _spans(grid: Grid, column: int) -> str:
    if len(grid.header) == 1:
        return ""
    return 'colspan="2"' if grid.header[1][column] else 'rowspan="2"'

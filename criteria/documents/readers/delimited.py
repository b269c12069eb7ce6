"""CSV as people save it: comma, semicolon or tab; any of the encodings; one table."""

import csv
import io
from collections import Counter

from criteria.documents.readers import guards
from criteria.documents.readers.refusals import Refused
from criteria.documents.shapes import Cell, Document, Paragraph, Table
from criteria.documents.texts import without_remnants

DELIMITERS = ",;\t|"
MAX_FIELD = 100_000


def read(text: str) -> Document:
    """One table, or lines before it as paragraphs where they have a single cell. Raises Refused, naming the line of an open quote."""
    rows = _rows(text, delimiter_of(text))
    blocks: list[Paragraph | Table] = []
    table: list[list[Cell]] = []
    for line, row in rows:
        if not table and sum(1 for cell in row if cell.strip()) <= 1:
            blocks += [Paragraph(cell, f"line {line}") for cell in row if cell.strip()]
        else:
            table.append([Cell(without_remnants(cell), f"line {line}, column {number}") for number, cell in enumerate(row, 1)])
    return Document([*blocks, Table(table)] if table else blocks)


def delimiter_of(text: str) -> str:
    """The sign that stands most often outside quotes in the first lines."""
    found: Counter[str] = Counter()
    quoted = False
    for sign in text[:20_000]:
        quoted ^= sign == '"'
        if sign in DELIMITERS and not quoted:
            found[sign] += 1
    return found.most_common(1)[0][0] if found else ","


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    begun = 1
    try:
        for row in reader:
            rows.append((begun, row))
            begun = reader.line_num + 1
            if len(rows) > guards.MAX_ROWS or len(row) > guards.MAX_COLUMNS:
                raise Refused(
                    "dimensions", rows=len(rows), columns=len(row), most_rows=guards.MAX_ROWS, most_columns=guards.MAX_COLUMNS
                )
    except csv.Error as problem:
        code = {"unexpected end of data": "open_quote"}.get(str(problem), "bad_csv")
        raise Refused("long_field" if "field larger" in str(problem) else code, line=begun) from problem
    return rows

"""Tables: workbooks old and new, and CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import python_calamine

from criteria.documents.readers.delimited import delimiter_of
from criteria.documents.readers.sheets import as_typed
from ita_portal.lib.web_pages import decode
from submissions.documents.readers.office import marks_of, open_package, title_of
from submissions.documents.readers.word import VBA
from submissions.documents.shapes import Document, Foreign, Form, Mark, Page, Sheet
from submissions.documents.texts import MAX_LETTERS

MAX_ROWS = 200_000  # of all sheets together
MAX_COLUMNS = 200
MAX_FIELD = 200_000  # letters of one field of a CSV file


class _Room:
    """How much more may be read of one file."""

    def __init__(self) -> None:
        self.rows, self.letters, self.full = MAX_ROWS, MAX_LETTERS, False

    def taken(self, rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, ...]]:
        """Rows that hold anything, as long as there is room."""
        for cells in rows:
            if not any(cells):
                continue
            row = tuple(cells[:MAX_COLUMNS])
            self.rows -= 1
            self.letters -= sum(map(len, row))
            if self.rows < 0 or self.letters < 0:
                self.full = True
                return
            yield row


def read_workbook(foreign: Foreign) -> Document:
    """Every visible sheet, its values as they would be typed; nothing is computed."""
    form, title, marks = Form.XLS, "", set()
    if foreign.content.startswith(b"PK"):
        package = open_package(foreign.content)
        form, title, marks = Form.XLSX, title_of(package), marks_of(package)
    elif VBA in foreign.content:
        marks = {Mark.MACRO}
    try:
        book = python_calamine.load_workbook(io.BytesIO(foreign.content))
    except python_calamine.PasswordError:
        return Document(form, marks=frozenset({Mark.ENCRYPTED}))
    room, sheets = _Room(), []
    for about in book.sheets_metadata:
        if about.visible == python_calamine.SheetVisibleEnum.Visible and about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=True)
            sheets.append(Sheet(about.name, tuple(room.taken([as_typed(value).strip() for value in row] for row in rows))))
    return _document(form, sheets, room, marks, title)


def read_csv(foreign: Foreign) -> Document:
    """One table; comma, semicolon, tab or bar between the fields, in any of the encodings that Thai files have."""
    text = decode(foreign.content, foreign.media_type)
    csv.field_size_limit(MAX_FIELD)
    room = _Room()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    sheet = Sheet("", tuple(room.taken([cell.strip() for cell in row] for row in rows)))
    return _document(Form.CSV, [sheet], room, set(), "")


def _document(form: Form, sheets: list[Sheet], room: _Room, marks: set[Mark], title: str) -> Document:
    if room.full:
        marks.add(Mark.CUT)
    pages = tuple(Page("\n".join("\t".join(row) for row in sheet.rows)) for sheet in sheets)
    return Document(form, title, pages, tuple(sheets), marks=frozenset(marks), page_count=len(sheets))

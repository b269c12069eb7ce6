"""An edition as a workbook, and a workbook as an edition. Foreign files are opened in a limited child only."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable

from django.utils.translation import gettext as _

from criteria.documents.readers.guards import open_office_file
from criteria.documents.readers.refusals import Refused
from criteria.documents.sentences import refusal
from criteria.files import FileRefused
from criteria.sheets import COLUMNS, WORDS, data_of, sheets_of
from ita_portal.lib.sandbox import ChildFailed, Limits, run_module
from ita_portal.lib.workbook import fill, saved

MAX_BYTES = 2 * 1024 * 1024
_MOST_UNPACKED = 30 * 1024 * 1024
_MOST_TIMES = 50  # unpacked against packed
_MOST_ROWS, _MOST_COLUMNS, _MOST_SHEETS = 5_000, 40, 40
_LIMITS = Limits(cpu_seconds=20, wall_seconds=40, memory=1024**3, file_size=32 * 1024**2)
_MOST_NAMES = 200_000  # bytes of the list of sheets that are looked at
_SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\bname="([a-z]+)"')
_ROOM = 500  # rows below the last that also offer the words


def workbook_of(data: dict) -> bytes:
    """The edition (shape of docs/catalogue.md) as a workbook of texts that offers the words of each list."""
    import openpyxl
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    book.remove(book.active)
    fill(book.create_sheet("README"), [_("How to use this workbook")], [[line] for line in _readme()])
    for name, rows in sheets_of(data).items():
        sheet = book.create_sheet(name)
        fill(sheet, COLUMNS[name], rows)
        for column, words in WORDS.get(name, {}).items():
            letter = get_column_letter(COLUMNS[name].index(column) + 1)
            choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{len(rows) + _ROOM}")
            sheet.add_data_validation(choice)
    return saved(book)


def _readme() -> Iterable[str]:
    yield _("One sheet for each part of the edition. Texts may be edited and rows added; sheet names and first rows stay.")
    yield _("An item is known by its code, a heading by its name (H1, H2, …); rows of other sheets point to these.")
    yield _("components: depth 1 is a component, depth 2 a part of the one above it.")
    yield _("Upload the workbook as a draft; a published edition is never loaded over.")


def edition_from_workbook(data: bytes) -> dict:
    """The edition in a workbook, in the shape of docs/catalogue.md; `files.problems_of` says whether it can be imported.

    Raises FileRefused: when it is no workbook, too large, or has cells that cannot be read, each by sheet and row.
    """
    _look_at(data)
    try:
        answer = run_module(
            "criteria.workbook_child", data, _LIMITS, arguments=[str(_MOST_SHEETS), str(_MOST_ROWS), str(_MOST_COLUMNS)]
        )
    except ChildFailed as problem:
        raise FileRefused([_("The file cannot be read as a workbook, or is larger than any edition.")]) from problem
    return data_of(json.loads(answer))


def is_catalogue(data: bytes) -> bool:
    """Whether the workbook has the sheets of an exported edition, and is no list of items."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts, parts.open("xl/workbook.xml") as book:
            names = set(_SHEET.findall(book.read(_MOST_NAMES)))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return False
    return len(names & {name.encode() for name in COLUMNS}) > 1


def _look_at(data: bytes) -> None:
    """Refuse what is no workbook, unpacks to far more than it is, or holds what no workbook needs, before anything opens it."""
    if len(data) > MAX_BYTES:
        raise FileRefused([_("The file is larger than 2 MB; a catalogue is far smaller. Is it the right file?")])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as problem:
        raise FileRefused([_("The file is no workbook (.xlsx).")]) from problem
    if unpacked > min(_MOST_UNPACKED, _MOST_TIMES * max(len(data), 1)):
        raise FileRefused([_("The file unpacks to far more than a catalogue needs and is not opened.")])
    try:
        open_office_file(data).close()
    except Refused as refused:
        raise FileRefused([refusal(refused.code, refused.values)]) from refused

"""What is refused before anything is unpacked or parsed: bombs, entities, macros, passwords, absurd sizes."""

import io
import re
import zipfile

from criteria.documents.readers.refusals import Refused

MAX_BYTES = 10 * 1024**2  # of the file as it is sent
MAX_ENTRIES = 2_000
MAX_UNPACKED = 60 * 1024**2
MAX_RATIO = 100  # Word's own XML packs 10 to 40 times
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 20_000, 200, 60
_LARGE_ENOUGH = 1024**2  # below this a high ratio harms nobody
_DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,4})(\d{1,8})"[^<>]*?[^/]>')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]*?\br="(\d{1,8})"[^<>]*?[^/]>\s*<(?:\w+:)?c\b')


def open_office_file(data: bytes) -> zipfile.ZipFile:
    """The archive of a .docx or .xlsx that may be opened. Raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise Refused("broken") from problem
    entries = archive.infolist()
    _refuse_bombs(entries, len(data))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("password")
    if any("vbaproject" in entry.filename.lower() for entry in entries):
        raise Refused("macros")
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_declarations(_part(archive, entry))
    return archive


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Refused("bomb")
    if unpacked > _LARGE_ENOUGH and unpacked > MAX_RATIO * size:
        raise Refused("bomb")


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part; never more of it than its own entry announces, since zipfile stops there."""
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
        raise Refused("broken") from problem
    except Exception as problem:  # zlib.error and its kin have no common ancestor
        raise Refused("broken") from problem


def _refuse_declarations(part: bytes) -> None:
    """Office never writes a DTD; who does wants entities. UTF-16 hides the words from a plain search."""
    plain = part.replace(b"\0", b"") if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:200] else part
    if _DECLARATION.search(plain):
        raise Refused("entities")


def refuse_huge_sheets(archive: zipfile.ZipFile) -> None:
    """Two cells in far corners are a few bytes, and the reader would make room for everything between them.

    What the sheet declares is not asked: whoever colours a whole row declares 16,384 columns, and reads well.
    """
    sheets = [entry for entry in archive.infolist() if re.match(r"xl/worksheets/[^/]+\.xml$", entry.filename)]
    if len(sheets) > MAX_SHEETS:
        raise Refused("sheets", count=len(sheets), most=MAX_SHEETS)
    for entry in sheets:
        part = _part(archive, entry)
        corners = _CELL.findall(part)
        rows = max((*(int(row) for _column, row in corners), *map(int, _ROW.findall(part))), default=0)
        columns = max((_column_number(column) for column, _row in corners), default=0)
        if rows > MAX_ROWS or columns > MAX_COLUMNS:
            raise Refused("dimensions", rows=rows, columns=columns, most_rows=MAX_ROWS, most_columns=MAX_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

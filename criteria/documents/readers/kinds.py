"""What kind of file it is, from its content before its name, and who reads it."""

from collections.abc import Callable

from criteria.documents.readers import delimited, guards, pdf, plain, sheets, word
from criteria.documents.readers.encodings import decoded
from criteria.documents.readers.refusals import Refused
from criteria.documents.shapes import Document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls, and whatever Office has put a password on
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
MACROS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam")
SEPARATED = (".csv", ".tsv")


def read(data: bytes, file_name: str) -> Document:
    """The document in a file. Raises Refused."""
    if not data.strip(b" \t\r\n\0"):
        raise Refused("empty")
    if len(data) > guards.MAX_BYTES:
        raise Refused("large", most=guards.MAX_BYTES // 1024**2)
    return _reader(data, file_name.lower().strip())


def _reader(data: bytes, name: str) -> Document:
    if data.startswith(OLE):
        raise Refused("password" if _ENCRYPTED in data else "old_format")
    if data.startswith(PICTURES):
        raise Refused("picture")
    if data.startswith(b"{\\rtf"):
        raise Refused("other_format")
    if data.startswith(b"PK\x03\x04"):
        return _office(data, name)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return pdf.read(data)
    return _text(data, name)


def _office(data: bytes, name: str) -> Document:
    if name.endswith(MACROS):
        raise Refused("macros")
    archive = guards.open_office_file(data)
    parts = set(archive.namelist())
    if "word/document.xml" in parts:
        return word.read(data)
    if "xl/workbook.xml" in parts:
        guards.refuse_huge_sheets(archive)
        return sheets.read(data)
    raise Refused("other_format")


def _text(data: bytes, name: str) -> Document:
    if name.endswith((".docx", ".xlsx", ".pdf", ".doc", ".xls")):
        raise Refused("not_what_it_says", name=name.rsplit(".", 1)[-1])
    text = decoded(data)
    reader: Callable[[str], Document] = delimited.read if name.endswith(SEPARATED) else plain.read
    return reader(text)

"""What bytes really are. Servers and file names are not asked: they are often wrong, and sometimes lie."""

import io
import zipfile

from submissions.documents.shapes import Form

INSIDE = {"word/": Form.DOCX, "xl/": Form.XLSX, "ppt/": Form.PPTX}
IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*", b"BM")
HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<frameset")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def form_of(content: bytes, name: str = "", media_type: str = "") -> Form:
    """The form of a document by its first bytes; `name` and `media_type` decide only among texts, which look alike."""
    head = content[:2048]
    if head.startswith(b"%PDF-"):
        return Form.PDF
    if head.startswith(b"PK\x03\x04"):
        return _inside(content)
    if head.startswith(OLE):
        return Form.XLS if b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k" in content else Form.DOC
    if head.startswith(IMAGES):
        return Form.IMAGE
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if any(tag in start for tag in HTML):
        return Form.HTML
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Form.OTHER
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if start.startswith((b"{", b"[")) and (ending == "json" or "json" in media_type):
        return Form.JSON
    if ending == "csv" or "csv" in media_type:
        return Form.CSV
    return Form.HTML if "html" in media_type and b"<" in start else Form.TEXT


def _inside(content: bytes) -> Form:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Form.ZIP
    return next((form for start, form in INSIDE.items() if any(name.startswith(start) for name in names)), Form.ZIP)

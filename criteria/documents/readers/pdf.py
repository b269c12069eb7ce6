"""PDF: its text layer, page by page, read as text is. A scan has none."""

import pypdfium2
from pypdfium2 import PdfiumError

from criteria.documents.readers import plain
from criteria.documents.readers.refusals import Refused
from criteria.documents.shapes import Document
from ita_portal.lib.thai import tidy

MAX_PAGES = 300
_FEW_LETTERS = 20  # a page number and a stamp are no text


def read(data: bytes) -> Document:
    """Raises Refused for passwords, scans and what is no PDF."""
    try:
        book = pypdfium2.PdfDocument(data)
    except PdfiumError as problem:
        raise Refused("password" if "password" in str(problem).lower() else "broken") from problem
    if len(book) > MAX_PAGES:
        raise Refused("pages", count=len(book), most=MAX_PAGES)
    pages = [page.get_textpage().get_text_range() for page in book]
    if sum(len(tidy(page)) for page in pages) < _FEW_LETTERS * max(1, len(pages)):
        raise Refused("scan")
    return plain.read("\n\n".join(page.replace("\r\n", "\n") for page in pages))

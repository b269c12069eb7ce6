"""PDF: tables by their ruled lines; without any, its text layer read as text is. A scan has neither."""

import pypdfium2
from pypdfium2 import PdfiumError

from criteria.documents.readers import plain, ruled
from criteria.documents.readers.refusals import Refused
from criteria.documents.shapes import Document, Table
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
    blocks = [block for number, page in enumerate(book, 1) for block in ruled.blocks_of(page, number)]
    if any(isinstance(block, Table) for block in blocks):
        return Document(blocks)
    return plain.read("\n\n".join(page.replace("\r\n", "\n") for page in pages))

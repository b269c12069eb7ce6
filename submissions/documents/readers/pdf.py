"""PDF: the text of each page, the pictures on it, and what the file says of itself."""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from submissions.documents.shapes import Document, Foreign, Form, Mark, Page, Picture
from submissions.documents.texts import MAX_LETTERS, MAX_PAGES, is_garbled

FIRST_PAGES = 50  # whose pictures are looked at …
LAST_PAGES = 3  # … and these, where signatures stand
MAX_PICTURES = 200  # on a page
SMALLEST = 0.001  # share of the page; below that it is an ornament


def read_pdf(foreign: Foreign) -> Document:
    try:
        book = pypdfium2.PdfDocument(foreign.content)
    except pypdfium2.PdfiumError as problem:
        if "password" in str(problem).lower():
            return Document(Form.PDF, marks=frozenset({Mark.ENCRYPTED}))
        raise
    with book:
        count, pages, letters = len(book), [], 0
        for number in range(min(count, MAX_PAGES)):
            page = book[number]
            text = _text(page)
            letters += len(text)
            if letters > MAX_LETTERS:
                break
            looked_at = number < FIRST_PAGES or number >= count - LAST_PAGES
            pictures = tuple(_pictures(page)) if looked_at else ()
            shown = tuple(one for one in pictures if one.share >= SMALLEST)
            pages.append(Page(text, round(min(1.0, sum(one.share for one in pictures)), 3), shown))
            page.close()
        marks = {Mark.CUT} if len(pages) < count else set()
        if is_garbled("".join(page.text for page in pages[:FIRST_PAGES])):
            marks.add(Mark.GARBLED)
        return Document(
            Form.PDF,
            title=book.get_metadata_value("Title")[:300],
            pages=tuple(pages),
            marks=frozenset(marks),
            signatures=max(0, raw.FPDF_GetSignatureCount(book)),
            page_count=count,
        )


def _text(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    text_page.close()
    return text.replace("\r\n", "\n")


def _pictures(page: pypdfium2.PdfPage) -> Iterator[Picture]:
    """Every picture with its place as seen on an upright page."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    if width <= 0 or height <= 0:
        return
    for number, thing in enumerate(page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))):
        if number >= MAX_PICTURES:
            return
        x1, y1, x2, y2 = thing.get_bounds()
        wide, high = min(x2, right) - max(x1, left), min(y2, top) - max(y1, bottom)
        if wide > 0 and high > 0:
            share = wide * high / (width * height)
            yield Picture(round(share, 4), round((top - min(y2, top)) / height, 3), round(wide / high, 2))

"""PowerPoint files: the text of each slide."""

import re

from defusedxml import ElementTree

from submissions.documents.readers.office import marks_of, open_package, title_of
from submissions.documents.shapes import Document, Foreign, Form, Mark, Page
from submissions.documents.texts import MAX_PAGES

SLIDE = re.compile(r"ppt/slides/slide(\d{1,5})\.xml")
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def read_slides(foreign: Foreign) -> Document:
    package = open_package(foreign.content)
    slides = sorted((int(found[1]), name) for name in package.namelist() if (found := SLIDE.fullmatch(name)))
    pages = tuple(Page(_text(package.read(name))) for _number, name in slides[:MAX_PAGES])
    marks = marks_of(package) | ({Mark.CUT} if len(slides) > MAX_PAGES else set())
    return Document(Form.PPTX, title_of(package), pages, marks=frozenset(marks), page_count=len(slides))


def _text(part: bytes) -> str:
    paragraphs = ElementTree.fromstring(part).iter(f"{DRAWN}p")
    return "\n".join("".join(run.text or "" for run in paragraph.iter(f"{DRAWN}t")) for paragraph in paragraphs)

"""Word documents: paragraphs and tables in their order."""

from criteria.documents.readers import word
from criteria.documents.shapes import Table
from submissions.documents.readers.office import marks_of, open_package, title_of
from submissions.documents.shapes import Document, Foreign, Form, Mark, Page, Sheet

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
VBA = "_VBA_PROJECT".encode("utf-16-le")


def read_word(foreign: Foreign) -> Document:
    package = open_package(foreign.content)
    lines: list[str] = []
    sheets: list[Sheet] = []
    for block in word.read(foreign.content).blocks:
        if isinstance(block, Table):
            rows = tuple(tuple(cell.text for cell in row) for row in block.rows)
            sheets.append(Sheet("", rows))
            lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in rows]
        else:
            lines.append(block.text)
    marks = frozenset(marks_of(package))
    return Document(Form.DOCX, title_of(package), (Page("\n".join(lines)),), tuple(sheets), marks=marks, page_count=1)


def read_old_office(foreign: Foreign) -> Document:
    """The old binary form, and whatever Office has put a password on: only told apart, not read."""
    marks = {mark for mark, sign in ((Mark.ENCRYPTED, ENCRYPTED), (Mark.MACRO, VBA)) if sign in foreign.content}
    return Document(Form.DOC, marks=frozenset(marks))

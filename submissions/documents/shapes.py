"""A foreign document as plain values, the same for a web page, a PDF and a workbook."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property

from ita_portal.lib.web_pages import Link
from submissions.documents.skeletons import Skeleton, skeleton


class Form(StrEnum):
    """What the bytes really are, whatever their name and their server say."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    DOCX = "docx"
    DOC = "doc"
    PPTX = "pptx"
    IMAGE = "image"
    TEXT = "text"
    JSON = "json"
    ZIP = "zip"
    OTHER = "other"


PAGED = (Form.PDF, Form.PPTX)
OFFICE = (Form.XLSX, Form.XLS, Form.DOCX, Form.DOC, Form.PPTX)
TABLES = (Form.XLSX, Form.XLS, Form.CSV, Form.JSON)  # what a computer can calculate with


class Mark(StrEnum):
    """What is noteworthy about a document as a whole."""

    CUT = "cut"  # longer than what is fetched or read; the end is missing
    UNREADABLE = "unreadable"  # broken, or more than a reader may take
    ENCRYPTED = "encrypted"  # opens only with a password
    MACRO = "macro"
    GARBLED = "garbled"  # the text layer says other signs than the page shows
    PASSWORD = "password"  # noqa: S105 -- a page that asks for one, and holds little else
    LOG_IN_BOX = "log_in_box"  # a page that asks for one beside its links
    SCRIPTED = "scripted"  # a page that is made in the browser


@dataclass(frozen=True)
class Foreign:
    """Bytes from outside, and what they are said to be."""

    content: bytes
    name: str = ""  # of the file or the address
    media_type: str = ""  # with the charset, as the server said
    cut: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture on a page: its share of the page's area (0 to 1), how far below the top it begins (0 to 1), width by height."""

    share: float
    top: float
    ratio: float


@dataclass(frozen=True)
class Page:
    """One page: its text, and the share of its area that images cover (0 to 1)."""

    text: str
    images: float = 0.0
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook or a CSV file, cells as text, empty rows left out."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Document:
    form: Form
    title: str = ""
    pages: tuple[Page, ...] = ()  # one for what has no pages
    sheets: tuple[Sheet, ...] = ()
    links: tuple[Link, ...] = ()
    refresh: str = ""
    marks: frozenset[Mark] = frozenset()
    signatures: int = 0  # digital ones
    page_count: int = 0  # of the whole document, also when fewer were read
    detail: str = ""

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages)

    @cached_property
    def skeletons(self) -> tuple[Skeleton, ...]:
        """One for each page."""
        return tuple(skeleton(page.text) for page in self.pages)

    def number_of(self, index: int) -> int:
        """The number of a page as a reader counts; 0 where the form has no pages to turn."""
        return index + 1 if self.form in PAGED else 0

    def has(self, *marks: Mark) -> bool:
        return not self.marks.isdisjoint(marks)


def to_plain(document: Document) -> dict:
    return {**asdict(document), "marks": sorted(document.marks)}


def _page(plain: dict) -> Page:
    return Page(plain["text"], plain["images"], tuple(Picture(**one) for one in plain["pictures"]))


def of_plain(plain: dict) -> Document:
    return Document(
        **{
            **plain,
            "form": Form(plain["form"]),
            "pages": tuple(_page(page) for page in plain["pages"]),
            "sheets": tuple(Sheet(sheet["name"], tuple(tuple(row) for row in sheet["rows"])) for sheet in plain["sheets"]),
            "links": tuple(Link(**link) for link in plain["links"]),
            "marks": frozenset(Mark(mark) for mark in plain["marks"]),
        }
    )

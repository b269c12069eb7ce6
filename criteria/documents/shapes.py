"""What a document is once it is read, and what was recognised in it. Plain values: they cross the border of a limited child as JSON."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One cell as it stands in the document, and where: “table 3, row 12, column 4”, “sheet OIT, B7”, “line 118”."""

    text: str
    place: str
    above: bool = False  # the continuation of a cell that is merged downwards: what stands above holds here too


@dataclass(frozen=True)
class Table:
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Paragraph:
    """Text outside tables: titles, headings, page numbers."""

    text: str
    place: str


@dataclass(frozen=True)
class Document:
    """A document in its own order."""

    blocks: list[Paragraph | Table]


@dataclass(frozen=True)
class Doubt:
    """Why a person must look: `code` for programs and tests, `detail` the text that gave rise to it."""

    code: str
    detail: str = ""


@dataclass
class Entry:
    """One item as the document has it. Every value keeps the raw cells that it was read from."""

    number: int  # of the item's code
    printed_code: str  # “๐๑๐”, “O7”, “12”
    title: str
    detail: str = ""  # the components, as printed, one a line where the document breaks the line
    sub: str = ""  # "9.1"; empty where the document does not say
    group: str = ""  # the heading above the heading, where the document has two levels
    heading: str = ""
    departments: str = ""  # the responsible cell, white space folded; empty where the document has no such column
    score: str = ""  # "100.00"; empty where the cell is empty or there is no such column
    comment: str = ""  # without the "-" that says there is none
    has_score_column: bool = False
    evidence: str = ""  # what the document names as published: addresses, labels, one a line
    # The cells of a row that was split over pages, and several columns of departments, are put together in one
    raw: dict[str, Cell] = field(default_factory=dict)  # column (code, title, detail, departments, …) → cell
    confidence: int = 100  # percent; 100 where nothing speaks against it
    doubts: list[Doubt] = field(default_factory=list)


@dataclass
class Reading:
    """What was recognised in a document."""

    title: str = ""
    fiscal_year: int | None = None  # of the list, from its title; Buddhist Era
    status_year: int | None = None  # of the columns with scores and comments, where the document names it
    entries: list[Entry] = field(default_factory=list)  # in the document's order
    announced: dict[str, int] = field(default_factory=dict)  # counts that the document itself states: "9.1" → 9, "9" → 33
    leftovers: list[Paragraph] = field(default_factory=list)  # text that found no place, to be shown to a person
    doubts: list[Doubt] = field(default_factory=list)

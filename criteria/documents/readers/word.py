"""Word documents: paragraphs and tables in the order of the body, nested tables, text boxes, automatic numbers."""

import io
from collections.abc import Iterator

from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from criteria.documents.readers.numbering import Numbering
from criteria.documents.readers.refusals import Refused
from criteria.documents.shapes import Cell, Document, Paragraph, Table
from criteria.documents.texts import without_remnants

_P, _TBL, _TR, _TC, _T = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t"))
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:sym"): "·"}
_BOX, _FALLBACK = qn("w:txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = tuple(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml"))
MAX_DEPTH = 6


def read(data: bytes) -> Document:
    """Nothing outside the file is looked at, whatever it links to. Raises Refused."""
    try:
        word = open_document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as problem:
        raise Refused("broken") from problem
    return Document(_Body(word).blocks)


class _Body:
    """Walks the body once; the counters of automatic numbers go along."""

    def __init__(self, word: WordDocument) -> None:
        self.numbering = Numbering(word)
        self.paragraphs = self.tables = 0
        self.blocks: list[Paragraph | Table] = []
        self._walk(word.element.body, 0)

    def _walk(self, parent: etree._Element, depth: int) -> None:
        for element in parent:
            if element.tag == _P:
                self._paragraph(element, depth)
            elif element.tag == _TBL:
                self._table(element, depth)
            elif element.tag in _WRAPPERS and depth < MAX_DEPTH:
                self._walk(element, depth + 1)

    def _paragraph(self, element: etree._Element, depth: int) -> None:
        self.paragraphs += 1
        for line in self._text(element).split("\n"):
            if line.strip():
                self.blocks.append(Paragraph(line, f"paragraph {self.paragraphs}"))
        for box in _boxes(element):
            if depth < MAX_DEPTH:
                self._walk(box, depth + 1)

    def _table(self, element: etree._Element, depth: int) -> None:
        rows = [[(cell, *_span(cell)) for cell in _cells(row)] for row in _rows(element)]
        if depth < MAX_DEPTH and all(len(row) == 1 for row in rows) and any(_holds_table(row[0][0]) for row in rows):
            for row in rows:  # a frame around everything, not a table
                self._walk(row[0][0], depth + 1)
            return
        self.tables += 1
        self.blocks.append(Table([self._row(row, number) for number, row in enumerate(rows, 1)]))

    def _row(self, row: list[tuple[etree._Element, int, bool]], number: int) -> list[Cell]:
        """A merged cell stands at its first place; the places that it covers are empty."""
        cells: list[Cell] = []
        for element, width, above in row:
            text = "" if above else without_remnants("\n".join(self._lines(element)))
            place = f"table {self.tables}, row {number}, column {len(cells) + 1}"
            cells.append(Cell(text, place, above=above))
            cells += [Cell("", place) for _more in range(min(width, 64) - 1)]
        return cells

    def _lines(self, element: etree._Element, depth: int = 0) -> Iterator[str]:
        """The paragraphs of a cell, with those of tables and boxes in it."""
        for child in element:
            if child.tag == _P:
                yield self._text(child)
                for box in _boxes(child):
                    yield from self._lines(box, depth + 1) if depth < MAX_DEPTH else ()
            elif depth < MAX_DEPTH and (child.tag in (_TBL, _TR, _TC) or child.tag in _WRAPPERS):
                yield from self._lines(child, depth + 1)

    def _text(self, paragraph: etree._Element) -> str:
        written = "".join(_pieces(paragraph))
        return self.numbering.label(paragraph, written) + written


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if element.tag == _TR:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _rows(element)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        if element.tag == _TC:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _cells(element)


def _span(cell: etree._Element) -> tuple[int, bool]:
    """How many columns the cell covers, and whether it only continues the cell above."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, False
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    width = span.get(qn("w:val"), "1") if span is not None else "1"
    return int(width) if width.isdigit() else 1, merge is not None and merge.get(qn("w:val")) != "restart"


def _holds_table(cell: etree._Element) -> bool:
    return next(cell.iter(_TBL), None) is not None


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text boxes; what stands in a fallback is the same once more."""
    for box in paragraph.iter(_BOX):
        above = list(box.iterancestors())
        if not any(element.tag in (_BOX, _FALLBACK) for element in above[: above.index(paragraph)]):
            yield box


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == _T:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in (_BOX, qn("w:pPr"), qn("w:del"), qn("w:instrText"), _FALLBACK) and isinstance(child.tag, str):
            yield from _pieces(child)

"""The document's own title, and the years that it speaks of."""

import re
from collections import Counter
from collections.abc import Iterator

from criteria.documents.headings import is_page_number, is_sub_heading
from criteria.documents.shapes import Document, Doubt, Paragraph, Reading
from criteria.documents.texts import folded, one_line, without_remnants, years_in
from criteria.documents.words import TITLE_WORDS

_YEAR_OF_LIST = re.compile(r"(?:ปีงบประมาณ|ประจำปี|ปี)\s*(?:พ\.\s?ศ\.)?\s*(?:[0-9๐-๙]{4})")
_FEW = 5  # mentions in the components, from which a year may be guessed
_MOST_LINES, _MOST_LETTERS, _SHORT = 4, 400, 45


def is_page_furniture(text: str) -> bool:
    return not text.strip() or is_page_number(text)


def title_lines(document: Document) -> list[str]:
    """The first lines, before the first table, (sub-)indicator or long text, that are no heading."""
    lines: list[str] = []
    for text in _leading_texts(document):
        if is_page_furniture(text):
            continue
        if is_sub_heading(text) or len(lines) == _MOST_LINES or (lines and len(text) > _MOST_LETTERS):
            break
        if not any(word in text for word in TITLE_WORDS) and (lines or len(text) < _SHORT):
            break
        lines.append(text)
    return lines


def _leading_texts(document: Document) -> Iterator[str]:
    """Paragraphs, and rows of one filled cell as across the top of a sheet, until the first row of more."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
            continue
        for row in block.rows:
            filled = [cell.text for cell in row if cell.text.strip()]
            if len(filled) > 1:
                return
            yield from filled


def title_of(lines: list[str]) -> str:
    return folded(" ".join(one_line(without_remnants(line)) for line in lines))[:1000]


def fiscal_year_of(reading: Reading) -> int | None:
    """From the title; else the year that the components name most often, which is then a doubt."""
    named = [year for match in _YEAR_OF_LIST.findall(reading.title) for year in years_in(match)]
    if named:
        return named[0]
    years = Counter(year for entry in reading.entries for year in years_in(entry.detail))
    if not years or years.most_common(1)[0][1] < _FEW:
        return None
    year = years.most_common(1)[0][0]
    reading.doubts.append(Doubt("year_guessed", str(year)))
    return year

"""What stands between tables: indicators and their numbers, headings, notes, page numbers, counts that the document announces."""

import difflib
import re
from dataclasses import dataclass, field

from criteria.documents.shapes import Paragraph
from criteria.documents.texts import lines_of, one_line
from criteria.documents.words import COUNT_WORDS, NOTE_OPENINGS
from ita_portal.lib.thai import arabic_digits

_PAGE = re.compile(
    r"^\s*(?:[-–—]\s*[0-9๐-๙]{1,3}\s*[-–—]|(?:หน้า|หน้าที่|page)\s*[0-9๐-๙]{1,3}(?:\s*(?:/|จาก|of)\s*[0-9๐-๙]{1,3})?|[0-9๐-๙]{1,3}\s*/\s*[0-9๐-๙]{1,3})\s*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"([ก-๎]{6,16})\s*(?:ที่)?\s*([0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})?)(?![0-9๐-๙]|\.[0-9๐-๙])")
_COUNT = re.compile(r"([0-9๐-๙]{1,3})\s*(" + "|".join(COUNT_WORDS) + r")(?![ก-๎])")
_WORDS = ("ตัวชี้วัดที่", "ตัวชี้วัดย่อยที่", "ตัวชี้วัด", "ตัวชี้วัดย่อย")
MAX_HEADING = 150


def is_page_number(text: str) -> bool:
    """“-3-”, “หน้า ๔”, “2/12”."""
    return bool(_PAGE.match(text))


def indicator_numbers(text: str) -> list[tuple[str, int, int]]:
    """Every indicator that is named: its number in Arabic digits, and from where to where it stands.

    By number and a word that resembles “ตัวชี้วัดย่อยที่”, since the word is often misread (“คว้ชีวัดย้อยที่ ๙.๓”).
    """
    found = []
    for match in _NUMBERED.finditer(text):
        word = next((size for size in range(len(match[1]), 5, -1) if _resembles(match[1][-size:])), None)
        if word:
            found.append((arabic_digits(match[2]), match.end(1) - word, match.end()))
    return found


def _resembles(word: str) -> bool:
    return any(word == known or difflib.SequenceMatcher(None, word, known).ratio() >= 0.8 for known in _WORDS)


def is_sub_heading(text: str) -> bool:
    """Whether the line is there to say which (sub-)indicator begins."""
    found = indicator_numbers(text)
    return bool(found) and found[0][1] <= 3


def announced_counts(text: str) -> dict[str, int]:
    """“ตัวชี้วัดที่ 9 … (33 ข้อมูล)” → {"9": 33}; under "" where no indicator is named before it."""
    counts = {}
    numbers = indicator_numbers(text)
    for match in _COUNT.finditer(text):
        before = [number for number, _begin, end in numbers if end <= match.start()]
        counts[before[-1] if before else ""] = int(arabic_digits(match[1]))
    return counts


def is_note(text: str) -> bool:
    """Advice to readers, or a sentence: no heading."""
    return text.lstrip().startswith(NOTE_OPENINGS) or len(text) > MAX_HEADING


@dataclass
class Position:
    """Where in the document one is: which indicator, which heading. `see` takes a paragraph, `settle` is called at an item."""

    indicator: str = ""
    sub: str = ""
    group: str = ""
    heading: str = ""
    announced: dict[str, int] = field(default_factory=dict)
    leftovers: list[Paragraph] = field(default_factory=list)
    _waiting: list[Paragraph] = field(default_factory=list)

    def see(self, paragraph: Paragraph) -> None:
        for line in lines_of(paragraph.text).split("\n"):
            self._see_line(Paragraph(line, paragraph.place))

    def _see_line(self, line: Paragraph) -> None:
        if not line.text or is_page_number(line.text):
            return
        self.announced |= announced_counts(line.text) if indicator_numbers(line.text) else {}
        if is_sub_heading(line.text):
            self._begin(line)
        elif is_note(line.text):
            self.leftovers.append(line)
        else:
            self._waiting.append(line)

    def _begin(self, line: Paragraph) -> None:
        """A new (sub-)indicator. What waited before it was no heading."""
        self.leftovers += self._waiting
        self._waiting = []
        for number, _begin, _end in indicator_numbers(line.text):
            if "." in number:
                self.sub, self.indicator = number, number.split(".")[0]
            elif number != self.indicator:
                self.sub, self.indicator = "", number
        self.group = self.heading = ""
        if len(line.text) > MAX_HEADING:
            self.leftovers.append(line)

    def settle(self) -> None:
        """An item begins: the last lines before it are its heading, and the heading's own heading."""
        if self._waiting:
            self.heading = one_line(self._waiting[-1].text)
            if len(self._waiting) > 1:
                self.group = one_line(self._waiting[-2].text)
                self.leftovers += self._waiting[:-2]
            self._waiting = []

    def leave(self) -> list[Paragraph]:
        """Whatever waited in vain."""
        self.leftovers += self._waiting
        self._waiting = []
        return self.leftovers

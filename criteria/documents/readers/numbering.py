"""Automatic numbers of Word: a column of codes is often nothing but a numbered list, so its cells are empty to whoever reads only text."""

from collections import defaultdict
from collections.abc import Callable

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from ita_portal.lib.thai import thai_digits

_DIGITS: dict[str, Callable[[int], str]] = {"decimal": str, "decimalZero": "{:02d}".format, "thaiNumbers": thai_digits}
_VAL = qn("w:val")


class Numbering:
    """The labels of numbered paragraphs, counted in the order in which they are asked for."""

    def __init__(self, word: WordDocument) -> None:
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.levels: dict[str, dict[int, etree._Element]] = {}
        part = next((rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        if part is not None:
            self._learn(part.element)
        styles = word.styles.element.iter(qn("w:style"))
        self.by_style = {style.get(qn("w:styleId")): style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") for style in styles}

    def _learn(self, root: etree._Element) -> None:
        abstract = {
            element.get(qn("w:abstractNumId")): {int(level.get(qn("w:ilvl"), "0")): level for level in element.iter(qn("w:lvl"))}
            for element in root.iter(qn("w:abstractNum"))
        }
        for number in root.iter(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            if link is not None:
                self.levels[number.get(qn("w:numId"))] = abstract.get(link.get(_VAL), {})

    def label(self, paragraph: etree._Element, written: str) -> str:
        """What Word prints before the paragraph, with a blank where text follows; empty where it prints nothing."""
        numbered = self._numbered(paragraph)
        if not numbered:
            return ""
        which, depth = numbered
        level = self.levels.get(which, {}).get(depth)
        if level is None:
            return ""
        gap = " " if written.strip() else ""
        kind = _value(level, "w:numFmt") or "decimal"
        if kind == "bullet":
            return f"-{gap}" if gap else ""
        counts = self.counts[which]
        counts[depth] = counts.get(depth, int(_value(level, "w:start") or 1) - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return self._printed(which, depth, _value(level, "w:lvlText")) + gap

    def _numbered(self, paragraph: etree._Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            properties = self.by_style.get(style.get(_VAL)) if style is not None else None
        which = _value(properties, "w:numId") if properties is not None else ""
        return (which, int(_value(properties, "w:ilvl") or 0)) if which and which != "0" else None

    def _printed(self, which: str, depth: int, pattern: str) -> str:
        for upper in range(depth + 1):
            level = self.levels[which].get(upper)
            digits = _DIGITS.get(_value(level, "w:numFmt") if level is not None else "", str)
            pattern = pattern.replace(f"%{upper + 1}", digits(self.counts[which].get(upper, 1)))
        return pattern


def _value(parent: etree._Element, name: str) -> str:
    element = parent.find(qn(name))
    return element.get(_VAL, "") if element is not None else ""

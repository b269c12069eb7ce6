"""Codes of items as they are printed: `O1`, `๐๑`, `0๑๒`, `01`, `7`; alone in their cell."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ita_portal.lib.thai import item_number

_DRESS = re.compile(r"^(?:ข้อ(?:ที่)?|OIT)?\s*[-.(]*\s*([Oo0๐]?\s?[0-9๐-๙]{1,2})\s*[.):]*$")
_FIRST = re.compile(r"^([Oo]\s?[0-9๐-๙]{1,2}|[0๐][0-9๐-๙]{1,2})(?:\s*[.:)]\s*|\s+)(?=\D)(\S.*)$", re.DOTALL)
_RANGE = re.compile(r"^([Oo]\s?[0-9๐-๙]{1,2})\s*(?:-|–|—|ถึง)\s*([Oo]\s?[0-9๐-๙]{1,2})$")
_LIST = re.compile(r"\s*(?:,|และ|\+|\n|/)\s*|\s+(?=[Oo])")
# “ข้อมูล O1”, “O7-1. คู่มือ…”, “ข้อมูล O17-1”: names of what is published under an item, not items
_SUB_LABEL = re.compile(
    r"^\s*(?:ข้อมูล\s*[Oo]\s?[0-9๐-๙]{1,2}(?![0-9๐-๙])|(?:ข้อมูล\s*)?[Oo]\s?[0-9๐-๙]{1,2}\s*[-–]\s*[0-9๐-๙]{1,2}(?![0-9๐-๙]))"
)


@dataclass(frozen=True)
class Code:
    number: int
    printed: str
    style: str  # "letter" (O7), "zero" (๐๗, 07, ๐๑๐), "bare" (7, 12)


def code_of(text: str) -> Code | None:
    """The code that the cell consists of, or None. A reference inside a sentence (“ตามข้อ O36”) is none."""
    printed = " ".join(text.split())
    match = _DRESS.fullmatch(printed)
    number = item_number(match[1]) if match else None
    return Code(number, printed, _style(match[1])) if match and number else None


def _style(text: str) -> str:
    if text[0] in "Oo":
        return "letter"
    return "zero" if text[0] in "0๐" else "bare"


def codes_of(text: str) -> list[Code]:
    """Every code of a cell that names several: “O1, O2”, “O1-O6”, “O3 และ O5”. Empty when anything else stands in it."""
    single = code_of(text)
    if single:
        return [single]
    bounds = _RANGE.fullmatch(" ".join(text.split()))
    if bounds:
        first, last = item_number(bounds[1]) or 0, item_number(bounds[2]) or 0
        return [Code(number, f"O{number}", "letter") for number in range(first, last + 1)] if first < last else []
    parts = [code_of(part) for part in _LIST.split(text.strip()) if part.strip()]
    found = [part for part in parts if part and part.style == "letter"]
    return found if len(found) == len(parts) > 1 else []


def leading_code(text: str) -> tuple[Code, str] | None:
    """The code and the rest of a cell that has both, as “O1 โครงสร้าง”; only where letter or zero shows that it is a code."""
    match = _FIRST.match(text.strip())
    code = code_of(match[1]) if match else None
    return (code, match[2]) if match and code else None


def is_sub_label(text: str) -> bool:
    return bool(_SUB_LABEL.match(text))


def usual_style(texts: Iterable[str]) -> str | None:
    """How a document writes its codes: a letter is a sign of intent, a zero too; bare numbers only where there is nothing else."""
    found = Counter(code.style for code in map(code_of, texts) if code)
    for style in ("letter", "zero"):
        if found[style] >= 2 or (found[style] and not found["bare"]):
            return style
    return "bare" if found else None


def fits_style(code: Code, style: str | None) -> bool:
    """After “09” comes “10”, which has no zero any more."""
    return code.style == style or (style == "zero" and code.style == "bare" and code.number >= 10)

"""What is right about the four documents, from the catalogue and the agencies' files, and how a reading compares with it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from assignments.matching import Known
from criteria import files
from criteria.documents.shapes import Entry, Reading
from criteria.documents.words import BULLETS
from ita_portal.lib.thai import item_number, search_key

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
EDITIONS = {
    "department-unit": "2563-department",
    "rayong": "2564-national",
    "chainat-edu": "2565-moe-ops",
    "phrae-pao": "2566-national",
}
FIELDS = ("code", "title", "detail", "sub", "heading", "departments", "score", "comment")


@dataclass
class Right:
    """One item as it should be; None where the document says nothing of the kind."""

    title: str
    parts: list[str]
    sub: str | None = None
    heading: str | None = None
    departments: str | None = None
    score: Decimal | None = None
    comment: str | None = None
    corrections: list[tuple[str, str]] = field(default_factory=list)


@cache
def _yaml(path: str) -> dict:
    return yaml.safe_load((FIXTURES / path).read_text(encoding="utf-8"))


def known_departments(name: str, *, aliases: bool = True) -> list[Known]:
    found = [_known(one) for one in _yaml(f"agencies/{name}.yaml")["departments"]]
    return (
        found
        if aliases
        else [replace(one, aliases=(), units=tuple(replace(unit, aliases=()) for unit in one.units)) for one in found]
    )


def _known(one: dict) -> Known:
    units = tuple(_known(unit) for unit in one.get("units") or ())
    return Known(one["key"], one["name_th"], tuple(one.get("aliases") or ()), units)


def assigned(name: str) -> dict[int, dict]:
    """Item number → the agency's assignment of the document's own year."""
    years = _yaml(f"agencies/{name}.yaml")["assessments"]
    year = next(year for year in years if year["edition"] == EDITIONS[name])
    return {item_number(one["item"]) or 0: one for one in year.get("assignments") or ()}


def items_of(name: str) -> dict[int, Right]:
    edition = _yaml(f"catalogue/{EDITIONS[name]}.yaml")
    printed = name != "chainat-edu"  # that one has neither sub-indicators nor headings
    rights = {}
    for place in files.places(edition):
        item, code = place.item, place.item["code"]
        notes = [note["text"] for note in item.get("notes") or ()]
        rights[item_number(code) or 0] = Right(
            title=item["title_th"],
            parts=[component["text"] for component in files.walk_components(item.get("components") or [])] + notes,
            sub=str(place.sub["number"]) if printed else None,
            heading=place.heading["title_th"] if printed else None,
            corrections=[(c["original"], c["corrected"]) for c in edition.get("corrections") or () if str(c["where"]) == code],
        )
    for number, one in assigned(name).items():
        rights[number].departments = one["raw"]
    for year in _yaml(f"agencies/{name}.yaml")["assessments"]:
        for one in (year.get("official") or {}).get("results", ()) if name == "rayong" else ():
            right = rights[item_number(one["item"]) or 0]
            right.score, right.comment = Decimal(str(one["score"])), one.get("comment") or None
    return rights


@dataclass
class Count:
    """Right ones, given ones, and those that there are."""

    right: int = 0
    given: int = 0
    there: int = 0

    def add(self, given: object, there: object, same: bool) -> None:
        self.given += bool(given)
        self.there += bool(there)
        self.right += bool(given) and bool(there) and same

    def of(self, whole: int) -> str:
        return f"{self.right / whole:.3f}" if whole else "–"

    @property
    def precision(self) -> str:
        return self.of(self.given)

    @property
    def recall(self) -> str:
        return self.of(self.there)


def compared(reading: Reading, name: str) -> dict[str, Count]:
    """Field → how much of it is right."""
    rights = items_of(name)
    counts = {one: Count() for one in FIELDS}
    counts["code"] = Count(len({e.number for e in reading.entries} & set(rights)), len(reading.entries), len(rights))
    for number, right in rights.items():
        entry = next((one for one in reading.entries if one.number == number), Entry(number, "", ""))
        for one, same in _SAME.items():
            given, there = getattr(entry, one), getattr(right, one)
            counts[one].add(given, there is not None and there != "", same(entry, right))
        _compare_detail(entry, right, counts["detail"])
    return counts


def _compare_detail(entry: Entry, right: Right, count: Count) -> None:
    """Counted in letters: those of the components and notes that are found, of the text that is given, of all that there are.

    Bullets, numbers of parts and words such as “ข้อสังเกต” are given and belong to no component.
    """
    text = _mended(entry.detail, right)
    count.given += len(text)
    for part in sorted({search_key(part.lstrip(BULLETS)) for part in right.parts}, key=len, reverse=True):
        count.there += len(part)
        if part in text:
            count.right += len(part)
            text = text.replace(part, "|", 1)


def _mended(text: str, right: Right) -> str:
    key = search_key(text)
    for original, corrected in right.corrections:
        key = key.replace(search_key(original), search_key(corrected))
    return key


def _same_text(field_name: str) -> Callable[[Entry, Right], bool]:
    def same(entry: Entry, right: Right) -> bool:
        return _mended(getattr(entry, field_name), right) == search_key(getattr(right, field_name) or "")

    return same


_SAME: dict[str, Callable[[Entry, Right], bool]] = {
    "title": _same_text("title"),
    "sub": lambda entry, right: entry.sub == right.sub,
    "heading": _same_text("heading"),
    "departments": _same_text("departments"),
    "score": lambda entry, right: bool(entry.score) and Decimal(entry.score) == right.score,
    "comment": _same_text("comment"),
}

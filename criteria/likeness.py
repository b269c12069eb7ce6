"""Comparing what a document has with the editions that stand: whose list is this?"""

from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

from criteria.documents.shapes import Entry
from criteria.models import Edition, Item
from ita_portal.lib.thai import search_key

ALIKE = 0.8  # of two titles that differ by a typing or scanning fault only


def likeness(one: str, other: str) -> float:
    """How much two titles are the same text, from 0 to 1; spaces, punctuation and digits' script do not count."""
    first, second = search_key(one), search_key(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    shorter, longer = sorted((first, second), key=len)
    if longer.startswith(shorter) and 2 * len(shorter) >= len(longer):  # one has an addition, such as "(2 ช่องทาง)"
        return max(ALIKE, len(shorter) / len(longer))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def fits(entries: Iterable[Entry], editions: Iterable[Edition]) -> dict[str, int]:
    """Edition code → percent of the entries that have a code of that edition with its title."""
    entries = list(entries)
    titles: dict[int, dict[int, str]] = defaultdict(dict)
    for edition, number, title in Item.objects.filter(edition__in=editions).values_list("edition", "number", "title_th"):
        titles[edition][number] = title
    return {
        edition.code: round(100 * sum(_is(entry, titles[edition.pk]) for entry in entries) / len(entries))
        for edition in editions
        if entries
    }


def _is(entry: Entry, titles: dict[int, str]) -> bool:
    title = titles.get(entry.number)
    return title is not None and likeness(entry.title, title) >= ALIKE


def better_edition(found: dict[str, int], here: str, margin: int = 10) -> str | None:
    """The code of the edition that the document fits clearly better than the one it was handed in for."""
    best = max(found, key=lambda code: found[code], default=None)
    return best if best and best != here and found[best] >= found.get(here, 0) + margin else None

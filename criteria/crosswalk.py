"""Which item of one edition is which of another: by permanent requirement, and by wording where none is named.

Pure: plain values in, plain values out. What it proposes a person approves; `confidence` says how many of a hundred such
pairs were right when this was measured (docs/performance.md, “Crosswalk by wording”).

    >>> walk = proposed(old.items, new.items)
    >>> walk.news_of("O10"), walk.olds_of("O11"), walk.gone, walk.added
    (['O11'], ['O10', 'O18'], ['O32', 'O35'], ['O10', …])
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from criteria.enums import JoinReason, Relation
from criteria.values import Item
from ita_portal.lib.thai import search_key

_YEAR = re.compile(r"พ\.?\s?ศ\.?|[0-9๐-๙]+")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_GRAM = 3  # letters compared at a time
# From which similarity on, how many of a hundred pairs of the six shipped editions were right (few pairs: rounded down).
_MEASURED = ((0.3, 95), (0.25, 75))
_PART_OF = 0.25  # titles and components each: an item that went into one which has a partner already
_PART_OF_CONFIDENCE = 75
_SAME_REQUIREMENT, _SAME_TITLE, _UNSURE_REQUIREMENT = 100, 97, 60


@dataclass(frozen=True)
class Pair:
    """One old item and one new item that answer to the same thing. `certain`: nothing for a person to decide."""

    old: str  # code
    new: str
    confidence: int  # percent
    reason: JoinReason
    keys: tuple[str, ...] = ()  # the requirements that both answer to

    @property
    def certain(self) -> bool:
        return self.reason in (JoinReason.REQUIREMENT, JoinReason.SAME_TITLE)


@dataclass(frozen=True)
class Group:
    """Items that belong together: one old and one new, or several on a side."""

    olds: tuple[str, ...]
    news: tuple[str, ...]
    pairs: tuple[Pair, ...]

    @property
    def relation(self) -> Relation:
        if len(self.olds) == 1:
            return Relation.CONTINUES if len(self.news) == 1 else Relation.SPLIT
        return Relation.MERGED if len(self.news) == 1 else Relation.REARRANGED

    @property
    def certain(self) -> bool:
        return all(pair.certain for pair in self.pairs)


@dataclass(frozen=True)
class Crosswalk:
    """Every old and every new code stands in a pair, in `gone` or in `added`; all in printed order."""

    pairs: tuple[Pair, ...]
    gone: tuple[str, ...]  # old codes without a successor
    added: tuple[str, ...]  # new codes without a predecessor

    def news_of(self, old: str) -> list[str]:
        return [pair.new for pair in self.pairs if pair.old == old]

    def olds_of(self, new: str) -> list[str]:
        return [pair.old for pair in self.pairs if pair.new == new]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The pairs gathered so that no code stands in two groups; in the order of the new edition."""
        groups: list[list[Pair]] = []
        for pair in self.pairs:
            touching = [group for group in groups if any(pair.old == one.old or pair.new == one.new for one in group)]
            groups = [group for group in groups if group not in touching]
            groups.append([one for group in touching for one in group] + [pair])
        return tuple(_group(pairs) for pairs in sorted(groups, key=lambda pairs: self.pairs.index(pairs[0])))

    def group_of_new(self, new: str) -> Group | None:
        return next((group for group in self.groups if new in group.news), None)


def proposed(old: Sequence[Item], new: Sequence[Item]) -> Crosswalk:
    """The crosswalk between the items of two editions, each in printed order.

    Items that name requirements are joined by these alone. An item that names none is compared by title and components:
    one to one first, then as a part of an item that has a partner already; none of that is certain unless the titles are
    the same. Two items that both name requirements are never joined by wording: somebody has said that they differ.
    """
    pairs = [pair for one in old for other in new if (pair := _by_requirement(one, other))]
    pairs += _by_wording(old, new, pairs)
    order = {item.code: place for place, item in enumerate(new)}
    before = {item.code: place for place, item in enumerate(old)}
    pairs.sort(key=lambda pair: (order[pair.new], before[pair.old]))
    met_old, met_new = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    return Crosswalk(
        tuple(pairs),
        tuple(item.code for item in old if item.code not in met_old),
        tuple(item.code for item in new if item.code not in met_new),
    )


def title_key(text: str) -> str:
    """What two titles or texts are compared by: no years, digits, spaces or punctuation."""
    return search_key(_YEAR.sub("", text))


def _group(pairs: list[Pair]) -> Group:
    unique = list(dict.fromkeys(pair.old for pair in pairs)), list(dict.fromkeys(pair.new for pair in pairs))
    return Group(tuple(unique[0]), tuple(unique[1]), tuple(pairs))


def _by_requirement(old: Item, new: Item) -> Pair | None:
    shared = [join for join in old.requirements if join.key in new.keys]
    if not shared:
        return None
    keys = tuple(join.key for join in shared)
    sure = {join.key for join in new.requirements if join.certain}
    if any(join.certain and join.key in sure for join in shared):
        return Pair(old.code, new.code, _SAME_REQUIREMENT, JoinReason.REQUIREMENT, keys)
    if title_key(old.title_th) == title_key(new.title_th):
        return Pair(old.code, new.code, _SAME_TITLE, JoinReason.SAME_TITLE, keys)
    return Pair(old.code, new.code, _UNSURE_REQUIREMENT, JoinReason.UNSURE_REQUIREMENT, keys)


def _by_wording(old: Sequence[Item], new: Sequence[Item], known: list[Pair]) -> list[Pair]:
    """Pairs of which at least one item names no requirement; the most similar first, each item once, then parts."""
    likeness = Likeness(old, new) if any(not item.requirements for item in (*old, *new)) else None
    if likeness is None:
        return []
    free = [(one, other) for one in old for other in new if not (one.requirements and other.requirements)]
    ranked = sorted(((likeness.of(one, other), one, other) for one, other in free), key=lambda row: -row[0])
    met_old, met_new = {pair.old for pair in known}, {pair.new for pair in known}
    found = []
    for similarity, one, other in ranked:
        confidence = next((percent for floor, percent in _MEASURED if similarity >= floor), 0)
        if confidence and one.code not in met_old and other.code not in met_new:
            found.append(_worded(one, other, confidence))
            met_old.add(one.code)
            met_new.add(other.code)
    for _similarity, one, other in ranked:
        if (one.code in met_old) != (other.code in met_new) and likeness.is_part(one, other):
            found.append(Pair(one.code, other.code, _PART_OF_CONFIDENCE, JoinReason.PART_OF))
            met_old.add(one.code)
            met_new.add(other.code)
    return found


def _worded(old: Item, new: Item, confidence: int) -> Pair:
    if title_key(old.title_th) == title_key(new.title_th):
        return Pair(old.code, new.code, _SAME_TITLE, JoinReason.SAME_TITLE)
    return Pair(old.code, new.code, confidence, JoinReason.WORDING)


class Likeness:
    """How alike items of two editions read. Letters three at a time, without marks, years and digits; what many items say
    (“รายงานผล…ประจำปี”) counts little, what few say much.
    """

    def __init__(self, old: Iterable[Item], new: Iterable[Item]) -> None:
        items = [("old", item) for item in old] + [("new", item) for item in new]
        self._titles = _vectors({(side, item.code): item.title_th for side, item in items})
        self._parts = _vectors({(side, item.code): " ".join(part.text for part in item.all_components()) for side, item in items})

    def of(self, old: Item, new: Item) -> float:
        """From 0 to 1: titles and components count the same; the title alone where an item has no components."""
        title, parts = self._both(old, new)
        return (title + parts) / 2 if old.components and new.components else title

    def is_part(self, old: Item, new: Item) -> bool:
        title, parts = self._both(old, new)
        return bool(old.components and new.components) and title >= _PART_OF and parts >= _PART_OF

    def _both(self, old: Item, new: Item) -> tuple[float, float]:
        first, second = ("old", old.code), ("new", new.code)
        return _cosine(self._titles[first], self._titles[second]), _cosine(self._parts[first], self._parts[second])


def _vectors(texts: dict[tuple[str, str], str]) -> dict[tuple[str, str], dict[str, float]]:
    counted = {name: _grams(text) for name, text in texts.items()}
    spread = Counter(gram for grams in counted.values() for gram in grams)
    return {
        name: _unit({gram: (1 + math.log(n)) * math.log((len(texts) + 1) / spread[gram]) for gram, n in grams.items()})
        for name, grams in counted.items()
    }


def _grams(text: str) -> Counter[str]:
    bare = _MARKS.sub("", title_key(text))
    return Counter(bare[at : at + _GRAM] for at in range(max(1, len(bare) - _GRAM + 1))) if bare else Counter()


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {gram: weight / length for gram, weight in weights.items()} if length else {}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(weight * other.get(gram, 0.0) for gram, weight in one.items())

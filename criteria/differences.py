"""What changed from one edition to another, as plain values; `criteria.pages.difference` says it in sentences.

Pure: two editions as values and their crosswalk in, changes out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

from criteria.crosswalk import Crosswalk, Group, proposed, title_key
from criteria.enums import Frequency, Relation, Work
from criteria.values import Component, Edition, Indicator, Item
from criteria.wording import Reader, Wording, tokens
from ita_portal.lib.thai import search_key

_ALIKE = 0.5  # from which likeness on two texts are one text reworded, and not one gone and another new
_REPEATED = 0.75


class TextKind(StrEnum):
    SAME = "same"
    YEARS = "years"  # only the years moved on
    REWORDED = "reworded"
    GONE = "gone"
    ADDED = "added"
    NAMED = "named"  # asked for by itself now, named within another part before


@dataclass(frozen=True)
class TextChange:
    """One component or note, before and now. A text that is gone has no `new`, a new one no `old`."""

    kind: TextKind
    old: str = ""
    new: str = ""
    wording: Wording | None = None  # where there are two
    was_required: bool | None = None
    is_required: bool | None = None

    @property
    def stayed(self) -> tuple[int, ...]:
        """Years that stand as they stood, though the edition's year moved on."""
        return self.wording.stayed if self.wording else ()

    @property
    def changes_what_is_asked(self) -> bool:
        return self.kind not in (TextKind.SAME, TextKind.YEARS) or self.requirement_changed

    @property
    def requirement_changed(self) -> bool:
        return None not in (self.was_required, self.is_required) and self.was_required != self.is_required


@dataclass(frozen=True)
class Fact:
    """A property that differs: its name in `values.Item` or `values.Scoring`, and both values in order."""

    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class ItemChange:
    """What became of items that belong together; gone items have no `news`, new ones no `olds`."""

    relation: Relation
    olds: tuple[Item, ...]
    news: tuple[Item, ...]
    certain: bool = True
    reason: str = ""  # a JoinReason where it is not certain
    confidence: int = 100
    comparable: bool = True  # both sides have components
    title: Wording | None = None  # one old and one new item only
    moved: tuple[str, str] | None = None  # number of the sub-indicator, before and now
    facts: tuple[Fact, ...] = ()
    components: tuple[TextChange, ...] = ()
    notes: tuple[TextChange, ...] = ()

    @property
    def renumbered(self) -> bool:
        return self.relation == Relation.CONTINUES and self.olds[0].code != self.news[0].code

    @property
    def retitled(self) -> bool:
        return self.title is not None and title_key(self.title.old) != title_key(self.title.new)

    @cached_property
    def texts(self) -> tuple[TextChange, ...]:
        return (*self.components, *self.notes)

    @property
    def asks_otherwise(self) -> bool:
        return bool(self.facts) or any(text.changes_what_is_asked for text in self.components)

    @property
    def asks_more_or_less(self) -> bool:
        """Not only in other words."""
        return bool(self.facts) or any(
            text.changes_what_is_asked and (text.kind != TextKind.REWORDED or text.requirement_changed)
            for text in self.components
        )

    @property
    def examples_asked_for(self) -> bool:
        """What was named within a sentence is asked for by itself now."""
        return any(text.kind == TextKind.NAMED for text in self.components)

    @property
    def untouched(self) -> bool:
        """Not a word differs but years and numbers."""
        return not (self.retitled or self.asks_otherwise or any(note.changes_what_is_asked for note in self.notes))

    @property
    def only_years_moved(self) -> bool:
        years = any(text.kind == TextKind.YEARS for text in self.texts) or bool(self.title and self.title.only_years_moved)
        return years and self.untouched and self.comparable

    @property
    def stayed(self) -> tuple[int, ...]:
        title = self.title.stayed if self.title else ()
        return tuple(sorted({*title, *(year for text in self.texts for year in text.stayed)}))

    @property
    def work(self) -> Work:
        fixed = {
            Relation.ADDED: Work.PREPARE,
            Relation.GONE: Work.DROP,
            Relation.MERGED: Work.COMBINE,
            Relation.REARRANGED: Work.COMBINE,
            Relation.SPLIT: Work.DIVIDE,
        }
        if self.relation in fixed:
            return fixed[self.relation]
        if not self.certain or self.asks_more_or_less:
            return Work.ADAPT
        return Work.REREAD if self.asks_otherwise or (self.retitled and not self.comparable) else Work.CARRY


@dataclass(frozen=True)
class SubChange:
    """An indicator or sub-indicator under its number: titles and how many items it has; None where it does not exist."""

    number: str
    old: Indicator | None
    new: Indicator | None
    old_items: int
    new_items: int

    @property
    def renamed(self) -> bool:
        return bool(self.old and self.new) and title_key(self.old.title_th) != title_key(self.new.title_th)  # type: ignore[union-attr]

    @property
    def changed(self) -> bool:
        return self.renamed or self.old is None or self.new is None or self.old_items != self.new_items


@dataclass(frozen=True)
class Difference:
    old: Edition
    new: Edition
    crosswalk: Crosswalk
    items: tuple[ItemChange, ...]  # in the order of the new edition, then what is gone
    subs: tuple[SubChange, ...]
    scoring: tuple[Fact, ...] = ()
    windows: tuple[Fact, ...] = field(default=())  # name: the stage; values: first and last day

    @property
    def shift(self) -> int:
        return self.new.fiscal_year - self.old.fiscal_year

    def of(self, *relations: Relation) -> list[ItemChange]:
        return [change for change in self.items if change.relation in relations]

    def for_work(self, work: Work) -> list[ItemChange]:
        return [change for change in self.items if change.work == work]

    @property
    def nothing(self) -> bool:
        """The two ask the same, count the same and are called the same."""
        items = all(
            c.relation == Relation.CONTINUES and c.certain and c.comparable and c.untouched and not c.renumbered and not c.moved
            for c in self.items
        )
        return items and not self.scoring and not any(sub.changed for sub in self.subs)


@lru_cache(maxsize=16)
def difference(old: Edition, new: Edition, crosswalk: Crosswalk | None = None) -> Difference:
    """Everything that changed from `old` to `new`; with `crosswalk`, under the joins that a person approved.

    Kept for the last few pairs: what is compared are values, so another content is another pair.
    """
    walk = crosswalk or proposed(old.items, new.items)
    reader = Reader(new.fiscal_year - old.fiscal_year, walk.news_of)
    olds, news = {item.code: item for item in old.items}, {item.code: item for item in new.items}
    changes = [_grouped(group, olds, news, walk, reader) for group in walk.groups]
    changes += [ItemChange(Relation.ADDED, (), (news[code],)) for code in walk.added]
    place = {code: at for at, code in enumerate(news)}
    changes.sort(key=lambda change: place[change.news[0].code])
    changes += [ItemChange(Relation.GONE, (olds[code],), ()) for code in walk.gone]
    return Difference(old, new, walk, tuple(changes), _subs(old, new), _scoring(old, new), _windows(old, new))


def _grouped(group: Group, olds: dict[str, Item], news: dict[str, Item], walk: Crosswalk, reader: Reader) -> ItemChange:
    before, after = tuple(olds[code] for code in group.olds), tuple(news[code] for code in group.news)
    weakest = min(group.pairs, key=lambda pair: pair.confidence)
    single = group.relation == Relation.CONTINUES
    comparable = all(any(item.components for item in side) for side in (before, after))
    parts: tuple[TextChange, ...] = ()
    notes: tuple[TextChange, ...] = ()
    if comparable:
        parts = _texts(_parts(before), _parts(after), reader)
        notes = _texts(_notes(before), _notes(after), reader)
    return ItemChange(
        relation=group.relation,
        olds=before,
        news=after,
        certain=group.certain,
        reason="" if group.certain else weakest.reason,
        confidence=weakest.confidence,
        comparable=comparable or not any(item.components for item in (*before, *after)),
        title=reader.compare(before[0].title_th, after[0].title_th) if single else None,
        moved=(before[0].sub, after[0].sub) if single and before[0].sub != after[0].sub else None,
        facts=tuple(_facts(before, after, walk, comparable=comparable)),
        components=parts,
        notes=notes,
    )


def _facts(before: Sequence[Item], after: Sequence[Item], walk: Crosswalk, *, comparable: bool) -> Iterable[Fact]:
    """What is asked beside the wording. Of lists that are known by title alone, only what they ask more is said."""
    for name in ("period_rule", "scope"):
        old, new = _values(before, name), _values(after, name)
        if not set(new) <= set(old):
            yield Fact(name, old, new)
    for name in ("needs_signature", "machine_readable"):
        had, has = (any(getattr(item, name) for item in side) for side in (before, after))
        if has and not had or (comparable and had and not has):
            yield Fact(name, (str(had),), (str(has),))
    old, new = _recurrence(before), _recurrence(after)
    if old != new and (comparable or not old):
        yield Fact("recurrence", old, new)
    if comparable:
        own = {item.code for item in after}
        old = tuple(code for code in _codes(before, walk.news_of) if code not in own)
        new = tuple(code for code in _codes(after, lambda code: [code]) if code not in own)
        if set(old) != set(new):
            yield Fact("depends_on", old, new)


def _values(items: Sequence[Item], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(getattr(item, name)) for item in items))


def _recurrence(items: Sequence[Item]) -> tuple[str, ...]:
    """How often and of which months, “monthly first_six_months”, of those that recur; whether one asks for more of them is not compared."""
    return tuple(sorted({f"{item.frequency} {item.counted_months}" for item in items if item.frequency != Frequency.NONE}))


def _codes(items: Sequence[Item], now: Callable[[str], list[str]]) -> tuple[str, ...]:
    """Codes that the items depend on, under the new numbering."""
    return tuple(dict.fromkeys(code for item in items for other in item.depends_on for code in now(other)))


@dataclass(frozen=True)
class _Text:
    text: str
    required: bool | None = None
    whole: str = ""  # with its parts: “at least: (1) …, (2) …” was often one sentence “for example …, …” before


def _parts(items: Iterable[Item]) -> list[_Text]:
    found: list[Component] = [part for item in items for part in item.all_components()]
    return [_Text(part.text, part.required, " ".join(one.text for one in part.walk())) for part in found]


def _notes(items: Iterable[Item]) -> list[_Text]:
    return [_Text(note.text, None, note.text) for item in items for note in item.notes]


def _texts(old: Sequence[_Text], new: Sequence[_Text], reader: Reader) -> tuple[TextChange, ...]:
    """Each text of the new edition with what it was before, in order; then what is gone."""
    partner = _same(old, new, reader)
    taken = set(partner.values())
    left = [at for at in range(len(old)) if at not in taken]
    partner |= _alike(old, new, left, [at for at in range(len(new)) if at not in partner])
    kept = [_bigrams(new[at].text) for at in partner]
    left = [at for at in left if at not in partner.values() and not _says_the_same(old[at], kept)]
    before = [search_key(text.text) for text in old]
    found = [_compared(old[partner[at]], text, reader) if at in partner else _added(text, before) for at, text in enumerate(new)]
    return (*found, *(TextChange(TextKind.GONE, old=old[at].text, was_required=old[at].required) for at in left))


def _same(old: Sequence[_Text], new: Sequence[_Text], reader: Reader) -> dict[int, int]:
    """New place → old place of texts in which at most the years differ; each old text once."""
    places: dict[str, list[int]] = {}
    for at, text in enumerate(old):
        places.setdefault(reader.key(text.text), []).append(at)
    partner = {}
    for at, text in enumerate(new):
        if waiting := places.get(reader.key(text.text)):
            partner[at] = waiting.pop(0)
    return partner


def _alike(old: Sequence[_Text], new: Sequence[_Text], left: list[int], free: list[int]) -> dict[int, int]:
    """New place → old place of texts that are most alike, by themselves or with their parts; each once."""
    olds = {at: (_bigrams(old[at].text), _bigrams(old[at].whole)) for at in left}
    news = {at: (_bigrams(new[at].text), _bigrams(new[at].whole)) for at in free}
    ranked = sorted(
        ((max(_overlap(one, other) for one in olds[i] for other in news[k]), -i, -k) for i in left for k in free), reverse=True
    )
    partner: dict[int, int] = {}
    for likeness, i, k in ranked:
        if likeness >= _ALIKE and -k not in partner and -i not in partner.values():
            partner[-k] = -i
    return partner


def _says_the_same(text: _Text, kept: Sequence[Counter]) -> bool:
    """Of two items that became one, both said this; it still stands once."""
    own = _bigrams(text.text)
    return any(_overlap(own, other) >= _REPEATED for other in kept)


def _bigrams(text: str) -> Counter[tuple[str, str]]:
    keys = ["", *(token.key for token in tokens(text)), ""]
    return Counter(zip(keys, keys[1:], strict=False))


def _overlap(one: Counter, other: Counter) -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _compared(old: _Text, new: _Text, reader: Reader) -> TextChange:
    wording = reader.compare(old.text, new.text)
    kind = TextKind.SAME
    if wording.reworded:
        kind = TextKind.REWORDED
    elif wording.only_years_moved:
        kind = TextKind.YEARS
    return TextChange(kind, old.text, new.text, wording, old.required, new.required)


def _added(text: _Text, before: Sequence[str]) -> TextChange:
    key = search_key(text.text)
    named = any(key and key in other for other in before)
    return TextChange(TextKind.NAMED if named else TextKind.ADDED, new=text.text, is_required=text.required)


def _subs(old: Edition, new: Edition) -> tuple[SubChange, ...]:
    before, after = ({one.number: one for one in edition.indicators} for edition in (old, new))
    counts = [Counter(item.sub for item in edition.items) for edition in (old, new)]
    numbers = sorted({*before, *after}, key=lambda number: [int(part) if part.isdecimal() else 0 for part in number.split(".")])
    return tuple(SubChange(n, before.get(n), after.get(n), counts[0][n], counts[1][n]) for n in numbers)


def _scoring(old: Edition, new: Edition) -> tuple[Fact, ...]:
    if old.scoring is None or new.scoring is None:
        return ()
    rows = []
    for name in ("rule", "scale", "weights", "assessors", "level_rule", "levels"):
        before, after = getattr(old.scoring, name), getattr(new.scoring, name)
        if before != after:
            rows.append(Fact(name, _shown(before), _shown(after)))
    return tuple(rows)


def _shown(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def _windows(old: Edition, new: Edition) -> tuple[Fact, ...]:
    before, after = ({stage: days for stage, *days in edition.windows} for edition in (old, new))
    stages = dict.fromkeys([*after, *before])
    return tuple(
        Fact(stage, tuple(before.get(stage, ())), tuple(after.get(stage, ())))
        for stage in stages
        if before.get(stage) != after.get(stage)
    )

"""Which departments a cell means: taken apart, looked up, suggested where the spelling differs. Nothing is invented; no database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assignments.matching import cells
from assignments.matching.spelling import Suggestion, closest, key_of
from criteria.documents.texts import folded, one_line

LEAD, SUPPORT = "lead", "support"
MOST_LETTERS = 2_000  # of a cell; what is longer names no departments
POST = 60  # percent: a department that is only named within a post


@dataclass(frozen=True)
class Known:
    """A department as the portal has it; `units` are its sub-units."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    units: "tuple[Known, ...]" = ()

    @property
    def spellings(self) -> dict[str, str]:
        """Comparison key → how it matches."""
        return {**{key_of(alias): "alias" for alias in self.aliases}, key_of(self.name): "exact"}


@dataclass(frozen=True)
class Match:
    """One department or sub-unit that the cell names.

    `how`: "exact" or "alias" is certain and `key` says which; "similar" has suggestions, the best first, and `key` is empty
    until a person chose; "unknown" has none.
    """

    text: str  # as printed, white space folded
    how: str
    key: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    units: "tuple[Match, ...]" = ()
    part: str = LEAD

    @property
    def certain(self) -> bool:
        return bool(self.key) and all(unit.certain for unit in self.units)


@dataclass(frozen=True)
class Resolution:
    """What a cell was understood as."""

    raw: str  # the cell without persons; line breaks kept
    everyone: bool = False  # “ทุกส่วนราชการ” stands in it
    matches: tuple[Match, ...] = ()  # in the order of the cell: the first leads, the others support
    persons: int = 0  # names, posts and telephone numbers that were left out

    @property
    def certain(self) -> bool:
        return bool(self.everyone or self.matches) and all(match.certain for match in self.matches)


@dataclass
class Candidate:
    """A department that the documents name and the portal does not know: for a person to confirm."""

    name: str
    count: int = 0
    similar_to: str = ""  # another candidate with nearly the same name: perhaps one and the same
    units: "list[Candidate]" = field(default_factory=list)


def resolve(cell_text: str, known: Sequence[Known]) -> Resolution:
    """The departments that a cell names. Give the cell with its line breaks where there are any: they part departments."""
    text, persons = cells.without_persons(cell_text[:MOST_LETTERS])
    names = {spelling for department in known for spelling in department.spellings}
    names |= {spelling for department in known for unit in department.units for spelling in unit.spellings}
    everyone, fragments, posts = cells.taken_apart(text, names)
    matches = _once([_match(fragment, known) for fragment in fragments] or [_of_post(post, known) for post in posts])
    return Resolution(
        raw=text.strip(),
        everyone=everyone,
        matches=tuple(replace(match, part=LEAD if place == 0 else SUPPORT) for place, match in enumerate(matches)),
        persons=persons,
    )


def _match(fragment: cells.Fragment, known: Sequence[Known]) -> Match:
    match = _look_up(fragment.text, known)
    if not match.key and not match.suggestions:
        match = _by_unit(fragment, known) or match
    if not fragment.units:
        return match
    department = next((one for one in known if one.key == match.key), None)
    pool = department.units if department else [unit for one in known for unit in one.units]
    return replace(match, units=(*match.units, *(_look_up(unit, pool) for unit in fragment.units)))


def _look_up(text: str, known: Iterable[Known]) -> Match:
    """By name, by alias, else the closest spellings."""
    known = list(known)
    wanted = key_of(text)
    for how in ("exact", "alias"):
        for one in known:
            if one.spellings.get(wanted) == how:
                return Match(folded(text), how, one.key)
    names = [(one.key, spelling) for one in known for spelling in (one.name, *one.aliases)]
    suggestions = closest(text, names)
    return Match(folded(text), "similar" if suggestions else "unknown", suggestions=suggestions)


def _by_unit(fragment: cells.Fragment, known: Sequence[Known]) -> Match | None:
    """A sub-unit named without its department: the department follows from it, where only one has such a unit."""
    owners = [(one, _look_up(fragment.text, one.units)) for one in known]
    owners = [(one, unit) for one, unit in owners if unit.key]
    if len(owners) != 1:
        return None
    department, unit = owners[0]
    return Match(department.name, unit.how, department.key, units=(unit,))


def _of_post(post: str, known: Sequence[Known]) -> Match:
    """“ผู้อำนวยการกองคลัง” is a post; the department in its name is suggested, no more."""
    named = [one for one in known if key_of(one.name) in key_of(post)]
    suggestions = tuple(Suggestion(one.key, one.name, POST) for one in named)
    return Match(folded(post), "similar" if named else "unknown", suggestions=suggestions)


def _once(matches: list[Match]) -> list[Match]:
    """A department named twice in a cell is one, with all its sub-units."""
    found: dict[str, Match] = {}
    for match in matches:
        name = match.key or key_of(match.text)
        if name in found:
            more = tuple(unit for unit in match.units if unit not in found[name].units)
            found[name] = replace(found[name], units=(*found[name].units, *more))
        else:
            found[name] = match
    return list(found.values())


def candidates(cell_texts: Iterable[str]) -> list[Candidate]:
    """The distinct departments that cells name, the most frequent first, each with its sub-units: for an agency without any yet."""
    counts: Counter[str] = Counter()
    names: dict[str, Counter[str]] = {}
    units: dict[str, dict[str, Candidate]] = {}
    for text in cell_texts:
        _everyone, fragments, _posts = cells.taken_apart(cells.without_persons(text)[0], set())
        for fragment in fragments:
            key = key_of(fragment.text)
            counts[key] += 1
            names.setdefault(key, Counter())[one_line(fragment.text)] += 1
            _count_units(units.setdefault(key, {}), fragment.units)
    found = [
        Candidate(names[key].most_common(1)[0][0], count, units=list(units[key].values())) for key, count in counts.most_common()
    ]
    for place, one in enumerate(found):
        alike = closest(one.name, [(other.name, other.name) for other in found[:place]], least=80)
        one.similar_to = alike[0].key if alike else ""
    return found


def _count_units(found: dict[str, Candidate], texts: Iterable[str]) -> None:
    for text in texts:
        found.setdefault(key_of(text), Candidate(one_line(text))).count += 1

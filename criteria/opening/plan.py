"""What opening another year from an edition would change, year by year, and what a person decided about each."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from criteria.enums import Stage
from criteria.models import Component, Edition
from criteria.opening.texts import Place, Rows, places_of, rows_of
from criteria.shifting import Decision, Kind, Occurrence, Why, decided, years_in
from criteria.windows import Span, hints, moved
from ita_portal.lib.excerpt import Piece
from ita_portal.lib.thai import arabic_digits, key_places

OTHER = "other"  # a person names the year
SIDE = 70  # letters shown on either side of a year


@dataclass(frozen=True)
class Choice:
    """What a person decided about one year; `year` where they named it themselves."""

    decision: str = ""
    typed: str = ""

    @property
    def year(self) -> int | None:
        """The year that was typed, in the Buddhist Era; None when it is none."""
        value = arabic_digits(self.typed.strip())
        if not (value.isascii() and value.isdigit()):
            return None
        return int(value) if "2400" <= value <= "2699" and len(value) == 4 else None


@dataclass
class Change:
    """One year in one text. `follows`: it stands in the wording of a target year, and changes with the text's own."""

    place: Place
    number: int
    occurrence: Occurrence
    by: int  # how many years later
    edition_year: int  # of the new edition
    choice: Choice = field(default_factory=Choice)
    follows: "Change | None" = None
    doubts: tuple[str, ...] = ()  # of the item, where they speak of this year

    @property
    def id(self) -> str:
        return f"{self.place.key}-{self.number}"

    @property
    def is_asked(self) -> bool:
        return self.occurrence.decision == Decision.ASK and self.follows is None

    @property
    def is_fixed(self) -> bool:
        """Says what the older edition was made from: written anew, whatever is decided."""
        return self.place.field in ("source", "verification_note")

    @property
    def decision(self) -> str:
        """What is to be done; `ask` while nobody has said."""
        if self.follows:
            return self.follows.decision
        if self.is_fixed:
            return Decision.KEEP
        return self.choice.decision or self.occurrence.decision

    @property
    def problem(self) -> str:
        """Why it cannot be done as it is decided now."""
        if self.follows:
            return ""
        if self.decision == Decision.ASK:
            return _("Say whether this year moves.")
        if self.decision == Decision.SHIFT and self.occurrence.kind == Kind.IMPOSSIBLE:
            return _("This is no year that could be moved: keep it, or name the year that is meant.")
        if self.decision == OTHER and self.choice.year is None:
            return _("Type a year of four digits in the Buddhist Era, such as %(year)s.") % {"year": self.edition_year}
        return ""

    @property
    def can_shift(self) -> bool:
        return self.occurrence.kind != Kind.IMPOSSIBLE

    @property
    def new_year(self) -> int | None:
        """The year that will stand there; None when it stays as it is written."""
        if self.follows:
            return self.follows.new_year
        if self.decision == Decision.SHIFT and self.can_shift:
            return self.occurrence.year + self.by
        return self.choice.year if self.decision == OTHER else None

    @property
    def shifted(self) -> str:
        """The year as it would be written when it moves."""
        return self.occurrence.as_written(self.occurrence.year + self.by) if self.can_shift else ""

    @property
    def why(self) -> str:
        return str(Why(self.occurrence.why).label)

    @property
    def pieces(self) -> list[Piece]:
        """The text around the year, and the year marked."""
        before, after = _around(self.place.text, self.occurrence)
        return [Piece(before), Piece(self.occurrence.written, marked=True), Piece(after)]


def _around(text: str, one: Occurrence) -> tuple[str, str]:
    """Cut between letters with their marks."""
    start, end = max(0, one.start - SIDE), min(len(text), one.end + SIDE // 2)
    places = key_places(text)[1]
    if start:
        start = min((place[0] for place in places if place[0] >= start), default=one.start)
    if end < len(text):
        end = max((place[1] for place in places if place[1] <= end), default=one.end)
    start, end = min(start, one.start), max(end, one.end)
    return ("…" if start else "") + text[start : one.start], text[one.end : end] + ("…" if end < len(text) else "")


@dataclass(frozen=True)
class Group:
    """The changes at one place that a person knows by name: an item, an indicator, the edition."""

    name: str
    title: str
    changes: list[Change]


@dataclass
class Plan:
    """Opening `year` of `programme` from an edition."""

    edition: Edition
    rows: Rows
    year: int
    programme: str
    changes: list[Change]

    @property
    def by(self) -> int:
        return self.year - self.edition.fiscal_year

    @property
    def code(self) -> str:
        return f"{self.year}-{self.programme}"

    @property
    def digest(self) -> str:
        """Changes when the texts changed since the page was opened."""
        lines = [[change.id, change.place.text] for change in self.changes]
        return hashlib.sha256(json.dumps([self.code, lines], ensure_ascii=False).encode()).hexdigest()[:16]

    @property
    def open_questions(self) -> list[Change]:
        return [change for change in self.changes if change.problem]

    @property
    def asked(self) -> list[Change]:
        return [change for change in self.changes if change.is_asked]

    @property
    def groups(self) -> list[Group]:
        """What is proposed without a question, by place, in printed order; what only follows another is not shown again."""
        groups: dict[tuple[str, str], list[Change]] = {}
        for change in self.changes:
            if not change.is_asked and change.follows is None:
                groups.setdefault((change.place.group, change.place.title), []).append(change)
        return [Group(name, title, changes) for (name, title), changes in groups.items()]

    def count(self, decision: str) -> int:
        return sum(change.occurrence.decision == decision for change in self.changes if change.follows is None)

    @property
    def counts(self) -> dict[str, int]:
        found = {str(decision): self.count(decision) for decision in Decision}
        return {**found, "follow": sum(change.follows is not None for change in self.changes)}

    @property
    def target_changes(self) -> dict[int, list[Change]]:
        """Component id → the years in the wording of its target year."""
        found: dict[int, list[Change]] = {}
        for change in self.changes:
            if change.place.field == "target_wording":
                found.setdefault(change.place.pk, []).append(change)
        return found

    @property
    def spans(self) -> list[tuple[Span, list[str]]]:
        """The calendar some years later, each window with what is worth a second look."""
        old = (Span(Stage(window.stage), window.opens_on, window.closes_on) for window in self.rows.windows)
        return [(span, hints(span)) for span in (moved(one, self.by) for one in old)]

    def decide(self, choices: Mapping[str, Choice]) -> None:
        for change in self.changes:
            change.choice = choices.get(change.id, change.choice)


def plan_of(edition: Edition, year: int, programme: str) -> Plan:
    """Every year in every text of the edition, with what is proposed. Nothing is left out."""
    rows = rows_of(edition)
    places = list(places_of(rows))
    doubts = _doubts(places)
    by = year - edition.fiscal_year
    changes: list[Change] = []
    texts: dict[int, list[Change]] = {}
    for place in places:
        found = [
            Change(
                place,
                number,
                one,
                by,
                year,
                doubts=doubts.get((place.item, one.year), ()) if one.why == Why.DOUBTED or one.kind == Kind.IMPOSSIBLE else (),
            )
            for number, one in enumerate(
                _decided(place, edition.fiscal_year, {year for item, year in doubts if item == place.item})
            )
        ]
        if place.model is Component and place.field == "text":
            texts[place.pk] = found
        if place.field == "target_wording":
            _tie(place, found, texts.get(place.pk, []))
        changes += found
    return Plan(edition, rows, year, programme, changes)


def _decided(place: Place, edition_year: int, doubted: set[int]) -> list[Occurrence]:
    found = decided(place.text, edition_year, doubted=doubted)
    if place.is_about_the_document:
        return [replace(one, decision=Decision.KEEP, why=Why.ABOUT) for one in found]
    return found


def _doubts(places: Iterable[Place]) -> dict[tuple[int | None, int], tuple[str, ...]]:
    """(item id, year) → the item's doubts that speak of that year."""
    found: dict[tuple[int | None, int], tuple[str, ...]] = {}
    for place in places:
        if place.field == "doubts":
            for year in {one.year for one in years_in(place.text)}:
                found[place.item, year] = (*found.get((place.item, year), ()), place.text)
    return found


def _tie(place: Place, wording: list[Change], text: list[Change]) -> None:
    """The wording of a target year stands in the component's text: its year is the same one."""
    if not text:
        return
    at = text[0].place.text.find(place.text)
    beginnings = {change.occurrence.start: change for change in text}
    for change in wording:
        change.follows = beginnings.get(at + change.occurrence.start) if at >= 0 else None


def read_choices(data: Mapping[str, str]) -> dict[str, Choice]:
    """What was posted: `decision-<id>` and, where a year was named, `year-<id>`."""
    known = (Decision.SHIFT, Decision.KEEP, OTHER)
    return {
        name.removeprefix("decision-"): Choice(value, data.get(f"year-{name.removeprefix('decision-')}", ""))
        for name, value in data.items()
        if name.startswith("decision-") and value in known
    }

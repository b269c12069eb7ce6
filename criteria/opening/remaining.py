"""Years of before that still stand in a draft's texts, each with how it came to stand there. None goes unnoticed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria.models import Edition
from criteria.opening.texts import Place, places_of, rows_of
from criteria.shifting import Decision, Kind, Occurrence, Why, decided
from ita_portal.lib.excerpt import Piece

SHIFTED, RULE, PERSON = "shifted", "rule", "person"


@dataclass(frozen=True)
class OldYear:
    """One year before the edition's own, in one text. `how` is empty while nobody has looked at it."""

    place: Place
    occurrence: Occurrence
    how: str
    why: str

    @property
    def text(self) -> str:
        return self.place.text

    @property
    def pieces(self) -> list[Piece]:
        text, one = self.place.text, self.occurrence
        return [Piece(text[: one.start]), Piece(one.written, marked=True), Piece(text[one.end :])]

    @property
    def reason(self) -> str:
        if self.how == SHIFTED:
            return _("moved here with the edition: the year before it")
        if self.how == PERSON:
            return _("a person said so")
        return str(Why(self.why).label) if self.why else ""


@dataclass(frozen=True)
class OldYears:
    """All of them, in printed order."""

    found: list[OldYear]

    @property
    def open(self) -> list[OldYear]:
        return [one for one in self.found if not one.how]

    @property
    def settled(self) -> list[OldYear]:
        return [one for one in self.found if one.how]


def old_years_of(edition: Edition) -> OldYears:
    """Every year in the edition's texts that lies before it, and every one that is no possible year. Nine queries."""
    return OldYears(list(_found(edition, places_of(rows_of(edition)))))


def _found(edition: Edition, places: Iterable[Place]):
    notes = {note["text"]: note for note in edition.year_notes}
    for place in places:
        for number, one in enumerate(decided(place.text, edition.fiscal_year)):
            if one.kind == Kind.IMPOSSIBLE or one.year < edition.fiscal_year:
                yield OldYear(place, one, *_how(place, one, number, notes.get(place.text)))


def _how(place: Place, one: Occurrence, number: int, note: dict | None) -> tuple[str, str]:
    """What was decided of this very text; what says by itself that it stays; else nothing, and a person has to look."""
    if note and note["years"] == PERSON:
        return PERSON, ""
    if note and number < len(note["years"]):
        how, why = note["years"][number]
        return how, why
    if place.is_about_the_document:
        return RULE, Why.ABOUT
    if one.decision == Decision.KEEP:
        return RULE, one.why
    return "", ""

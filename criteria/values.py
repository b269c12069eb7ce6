"""An edition as plain values: what two editions are compared by, whether they come from rows or from a file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language

from criteria.enums import DUE_DAY, CountedMonths, Frequency, Scope
from criteria.files import recurrence_of, requirement_pairs


@dataclass(frozen=True)
class Join:
    """What ties an item to a permanent requirement; `certain` is false where that is somebody's guess."""

    key: str
    certain: bool = True


@dataclass(frozen=True)
class Note:
    kind: str
    text: str


@dataclass(frozen=True)
class Component:
    """A checkable part. `offset`: the named year minus the edition's; None where the text names no year."""

    text: str
    required: bool = True
    offset: int | None = None
    wording: str = ""
    children: tuple["Component", ...] = ()

    def walk(self) -> Iterator["Component"]:
        """Itself and its parts, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Item:
    code: str
    title_th: str
    title_en: str = ""
    sub: str = ""  # "9.1"
    heading: str = ""
    period_rule: str = "none"
    scope: str = Scope.WHOLE_AGENCY.value
    needs_signature: bool = False
    machine_readable: bool = False
    frequency: str = Frequency.NONE.value
    counted_months: str = CountedMonths.WHOLE_YEAR.value
    due_day: int = DUE_DAY
    none_wording: str = ""
    verified: bool = True
    weight: Decimal = Decimal(1)
    depends_on: tuple[str, ...] = ()  # codes
    requirements: tuple[Join, ...] = ()
    notes: tuple[Note, ...] = ()
    components: tuple[Component, ...] = ()

    @property
    def title(self) -> str:
        return titled(self)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(join.key for join in self.requirements)

    def all_components(self) -> Iterator[Component]:
        for component in self.components:
            yield from component.walk()


@dataclass(frozen=True)
class Indicator:
    """An indicator; with `parent`, a sub-indicator of it."""

    number: str
    instrument: str
    title_th: str
    title_en: str = ""
    parent: str = ""
    description: str = ""

    @property
    def title(self) -> str:
        return titled(self)


@dataclass(frozen=True)
class Level:
    name_th: str
    name_en: str
    floor: Decimal
    instrument_floor: Decimal | None = None

    @property
    def name(self) -> str:
        return (get_language() == "en" and self.name_en) or self.name_th


@dataclass(frozen=True)
class Scoring:
    rule: str
    level_rule: str
    scale: tuple[str, ...] = ()
    weights: tuple[tuple[str, str], ...] = ()  # instrument, percent; in alphabetical order
    assessors: int = 1
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True)
class Edition:
    """Everything that an edition asks and how it counts it, in printed order."""

    code: str
    fiscal_year: int  # Buddhist Era
    title_th: str
    title_en: str = ""
    verified: bool = True
    scoring: Scoring | None = None
    windows: tuple[tuple[str, str, str], ...] = ()  # stage, first and last day as ISO dates
    indicators: tuple[Indicator, ...] = ()
    items: tuple[Item, ...] = field(default=())

    @property
    def title(self) -> str:
        return titled(self)

    @property
    def programme(self) -> str:
        return self.code.partition("-")[2]

    def item(self, code: str) -> Item:
        return next(item for item in self.items if item.code == code)


def titled(thing: "Item | Indicator | Edition") -> str:
    """The title in the reader's language, in Thai where there is no other."""
    return (get_language() == "en" and thing.title_en) or thing.title_th


def from_data(data: dict) -> Edition:
    """The values of an edition in the shape of its file (docs/catalogue.md). The data has no problems (`files.problems_of`)."""
    tops = data["indicators"]
    return Edition(
        code=data["code"],
        fiscal_year=data["fiscal_year"],
        title_th=data["title_th"],
        title_en=data.get("title_en") or "",
        verified=data["verified"],
        scoring=_scoring(data["scoring"]),
        windows=tuple((w["stage"], str(w["opens_on"]), str(w["closes_on"])) for w in data.get("windows") or []),
        indicators=tuple(_indicators(tops)),
        items=tuple(
            _item(item, str(sub["number"]), heading["title_th"], data["verified"])
            for top in tops
            for sub in top.get("subs") or []
            for heading in sub.get("headings") or []
            for item in heading.get("items") or []
        ),
    )


def _indicators(tops: list[dict]) -> Iterator[Indicator]:
    for top in tops:
        yield _indicator(top, top["instrument"], "")
        for sub in top.get("subs") or []:
            yield _indicator(sub, top["instrument"], str(top["number"]))


def _indicator(data: dict, instrument: str, parent: str) -> Indicator:
    titles = (data["title_th"], data.get("title_en") or "")
    return Indicator(str(data["number"]), instrument, *titles, parent, data.get("description") or "")


def _item(data: dict, sub: str, heading: str, verified: bool) -> Item:
    return Item(
        code=data["code"],
        title_th=data["title_th"],
        title_en=data.get("title_en") or "",
        sub=sub,
        heading=heading,
        period_rule=data["period_rule"],
        scope=data.get("scope", Scope.WHOLE_AGENCY.value),
        needs_signature=bool(data.get("needs_signature")),
        machine_readable=bool(data.get("machine_readable")),
        **recurrence_of(data),
        verified=data.get("verified", verified),
        weight=Decimal(str(data.get("weight", 1))),
        depends_on=tuple(data.get("depends_on") or ()),
        requirements=tuple(Join(key, certain) for key, certain in requirement_pairs(data)),
        notes=tuple(Note(note["kind"], note["text"]) for note in data.get("notes") or ()),
        components=tuple(_component(component) for component in data.get("components") or ()),
    )


def _component(data: dict) -> Component:
    target = data.get("target_year") or {}
    children = tuple(_component(child) for child in data.get("children") or ())
    return Component(data["text"], data.get("required", True), target.get("offset"), target.get("wording", ""), children)


def _scoring(data: dict) -> Scoring:
    levels = (
        Level(
            level["name_th"],
            level.get("name_en") or "",
            Decimal(str(level["floor"])),
            None if level.get("instrument_floor") is None else Decimal(str(level["instrument_floor"])),
        )
        for level in data["levels"]
    )
    weights = tuple((name, str(weight)) for name, weight in sorted(data["weights"].items()))
    return Scoring(
        data["rule"], data["level_rule"], tuple(map(str, data["scale"])), weights, data.get("assessors", 1), tuple(levels)
    )

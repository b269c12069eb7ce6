"""The arithmetic of ITA scores, on plain values: no database, no settings, no rounding before the end.

Items give sub-indicators, those give indicators, those give the instrument, the three instruments give the total by
their weights. The rule was checked against published results of FY2563, FY2564 and FY2566. Exact fractions inside;
`shown` rounds half up to two places, once, for display. The level is taken from the exact total, not the rounded one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MEAN_OF_MEANS = "mean_of_means"
WEIGHTED_ITEMS = "weighted_items"
FULL = 100


@dataclass(frozen=True)
class Item:
    """One item of the catalogue, as the arithmetic sees it. `weight` counts only under `weighted_items`."""

    code: str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class SubIndicator:
    number: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Indicator:
    """An indicator with sub-indicators, or one that is scored outside (IIT, EIT) and has none."""

    number: str
    instrument: str
    subs: tuple[SubIndicator, ...] = ()


@dataclass(frozen=True)
class Level:
    """A level from `floor` up to the next one. `instrument_floor` must be reached by every instrument too."""

    name: str
    floor: Decimal
    instrument_floor: Decimal | None = None


@dataclass(frozen=True)
class Model:
    """How one edition turns item scores into a total and a level."""

    rule: str
    weights: Mapping[str, Decimal]  # instrument -> its part of the total, in percent
    indicators: tuple[Indicator, ...]
    levels: tuple[Level, ...] = ()  # from the top down


@dataclass(frozen=True)
class Scores:
    """Exact scores from 0 to 100; None where something below is not scored yet: never averaged over fewer."""

    subs: Mapping[str, Fraction | None] = field(default_factory=dict)
    indicators: Mapping[str, Fraction | None] = field(default_factory=dict)
    instruments: Mapping[str, Fraction | None] = field(default_factory=dict)
    total: Fraction | None = None
    level: str | None = None
    missing: tuple[str, ...] = ()  # codes of items without a score

    @property
    def complete(self) -> bool:
        return self.total is not None


def mean(values: Iterable[Fraction | None]) -> Fraction | None:
    """The plain mean; None when there is nothing, or when any value is missing."""
    all_of_them = list(values)
    known = [value for value in all_of_them if value is not None]
    return sum(known, Fraction(0)) / len(known) if known and len(known) == len(all_of_them) else None


def component_score(required: Sequence[bool]) -> Decimal:
    """The score of an item on the 0/100 scale: 100 when every required component is met ("at least" lists need all parts)."""
    return Decimal(FULL) if all(required) else Decimal(0)


def score(model: Model, item_scores: Mapping[str, Decimal | None], outside: Mapping[str, Decimal] | None = None) -> Scores:
    """All scores of one agency's year.

    `item_scores`: item code -> 0 to 100, or None. `outside`: indicator number -> score from the IIT and EIT surveys.
    """
    outside = outside or {}
    subs: dict[str, Fraction | None] = {}
    indicators: dict[str, Fraction | None] = {}
    for indicator in model.indicators:
        for sub in indicator.subs:
            subs[sub.number] = mean(_exact(item_scores.get(item.code)) for item in sub.items)
        indicators[indicator.number] = _indicator_score(model, indicator, item_scores, subs, outside)
    instruments = {name: mean(indicators[i.number] for i in model.indicators if i.instrument == name) for name in model.weights}
    total = _total(model, instruments)
    missing = tuple(i.code for ind in model.indicators for sub in ind.subs for i in sub.items if item_scores.get(i.code) is None)
    return Scores(subs, indicators, instruments, total, level_of(model.levels, total, instruments), missing)


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _indicator_score(
    model: Model,
    indicator: Indicator,
    item_scores: Mapping[str, Decimal | None],
    subs: Mapping[str, Fraction | None],
    outside: Mapping[str, Decimal],
) -> Fraction | None:
    if not indicator.subs:
        return _exact(outside.get(indicator.number))
    if model.rule == MEAN_OF_MEANS:
        return mean(subs[sub.number] for sub in indicator.subs)
    items = [item for sub in indicator.subs for item in sub.items]
    weights = sum((Fraction(item.weight) for item in items), Fraction(0))
    if not weights or any(item_scores.get(item.code) is None for item in items):
        return None
    return sum((Fraction(item.weight) * Fraction(item_scores[item.code] or 0) for item in items), Fraction(0)) / weights


def _total(model: Model, instruments: Mapping[str, Fraction | None]) -> Fraction | None:
    if not model.weights or any(instruments[name] is None for name in model.weights):
        return None
    weighted = [Fraction(weight) * (instruments[name] or 0) for name, weight in model.weights.items()]
    return sum(weighted, Fraction(0)) / sum((Fraction(w) for w in model.weights.values()), Fraction(0))


def level_of(levels: Sequence[Level], total: Fraction | None, instruments: Mapping[str, Fraction | None]) -> str | None:
    """The highest level whose floors are reached; bands are half open, so no score falls between two."""
    if total is None:
        return None
    for level in sorted(levels, key=lambda one: (one.floor, one.instrument_floor or Decimal(0)), reverse=True):
        floor = level.instrument_floor
        if total >= level.floor and (floor is None or all((value or 0) >= floor for value in instruments.values())):
            return level.name
    return None


def shown(value: Fraction | Decimal | None) -> Decimal | None:
    """Two places, half up: what a person reads."""
    if value is None:
        return None
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def gains(model: Model, item_scores: Mapping[str, Decimal | None]) -> dict[str, Fraction]:
    """Item code -> points of its instrument that full marks on it would add, all else as it is (unscored counts as 0).

    Says which item is worth most attention: in FY2564 one item of 10.2 moves its indicator by 50 points, one of 9.1 by 2.2.
    """
    base = {code: value or Decimal(0) for code, value in item_scores.items()}
    found: dict[str, Fraction] = {}
    for indicator in model.indicators:
        beside = sum(1 for other in model.indicators if other.instrument == indicator.instrument)
        items = [item for sub in indicator.subs for item in sub.items]
        weights = sum((Fraction(item.weight) for item in items), Fraction(0))
        for sub in indicator.subs:
            for item in sub.items:
                lacking = FULL - Fraction(base.get(item.code, Decimal(0)))
                if model.rule == MEAN_OF_MEANS:
                    part = Fraction(1, len(sub.items) * len(indicator.subs))
                else:
                    part = Fraction(item.weight) / weights if weights else Fraction(0)
                found[item.code] = lacking * part / beside
    return found

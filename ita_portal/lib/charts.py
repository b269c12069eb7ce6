"""Geometry of charts, on a line of 100 units; the templates draw it. No words: those stand beside the drawing, as HTML."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A piece of a bar: which kind (a CSS class), where it begins and how long it is, in hundredths of the whole."""

    kind: str
    start: float
    length: float


def stacked(parts: Iterable[tuple[str, float]]) -> list[Segment]:
    """Parts of a whole, one after the other, filling the line; nothing for a whole of nothing. Empty parts are left out."""
    parts = [(kind, value) for kind, value in parts if value > 0]
    whole = sum(value for _kind, value in parts)
    found, start = [], 0.0
    for kind, value in parts:
        length = 100 * value / whole
        found.append(Segment(kind, round(start, 3), round(length, 3)))
        start += length
    return found


def span(low: float | None, high: float | None) -> list[Segment]:
    """A value from 0 to 100 that is only known as a range: solid up to `low`, lighter up to `high`."""
    if low is None or high is None:
        return []
    low, high = (max(0.0, min(100.0, float(value))) for value in (low, high))
    parts = [Segment("sure", 0.0, round(low, 3)), Segment("doubtful", round(low, 3), round(high - low, 3))]
    return [part for part in parts if part.length > 0]

"""Where a search found its words: a piece of the text as it is written, cut into marked and unmarked parts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ita_portal.lib.thai import key_places

BEFORE = 60  # characters shown in front of the first match
REACH = 20  # how far the beginning moves to start at a space
WIDTH = 200
ELLIPSIS = "…"
Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """Plain text, never markup: the page escapes it like any other."""

    text: str
    marked: bool = False


def marked(text: str, keys: Iterable[str]) -> list[Piece]:
    """The whole text, every occurrence of a search key in it marked."""
    return list(_pieces(text, _spans(text, keys), (0, len(text))))


def excerpt(text: str, keys: Iterable[str]) -> list[Piece]:
    """The part of the text around its first match; its beginning where nothing matches."""
    spans = _spans(text, keys)
    start, end = _window(text, spans[0] if spans else (0, 0))
    pieces = list(_pieces(text, spans, (start, end)))
    if start:
        pieces.insert(0, Piece(ELLIPSIS))
    if end < len(text):
        pieces.append(Piece(ELLIPSIS))
    return pieces


def _spans(text: str, keys: Iterable[str]) -> list[Span]:
    """Where the keys stand in the text, in order and without overlap."""
    key, places = key_places(text)
    found: list[Span] = []
    for wanted in filter(None, keys):
        at = key.find(wanted)
        while at >= 0:
            found.append((places[at][0], places[at + len(wanted) - 1][1]))
            at = key.find(wanted, at + len(wanted))
    return list(_merged(sorted(found)))


def _merged(spans: list[Span]) -> Iterator[Span]:
    open_span: Span | None = None
    for span in spans:
        if open_span and span[0] <= open_span[1]:
            open_span = (open_span[0], max(open_span[1], span[1]))
            continue
        if open_span:
            yield open_span
        open_span = span
    if open_span:
        yield open_span


def _window(text: str, first: Span) -> Span:
    """Cut between letters with their marks, never inside the first match."""
    start, end = max(0, first[0] - BEFORE), max(first[1], max(0, first[0] - BEFORE) + WIDTH)
    _key, places = key_places(text)
    starts = [place[0] for place in places if start <= place[0] <= first[0]]
    if start and (space := text.find(" ", start, min(start + REACH, first[0]))) >= 0:
        starts = [space + 1]
    ends = [place[1] for place in places if first[1] <= place[1] <= end]
    return (starts[0] if start and starts else start), (ends[-1] if end < len(text) and ends else min(end, len(text)))


def _pieces(text: str, spans: list[Span], window: Span) -> Iterator[Piece]:
    at, last = window
    for start, end in spans:
        start, end = max(start, at), min(end, last)
        if start >= end:
            continue
        if at < start:
            yield Piece(text[at:start])
        yield Piece(text[start:end], marked=True)
        at = end
    if at < last:
        yield Piece(text[at:last])

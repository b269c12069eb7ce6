"""What changed between two official texts, word by word. Years that moved on with the edition are no change.

Thai is written without spaces, so a text is cut by the dictionary; whole words are marked, and no mark is ever torn from its
letter. Spaces, punctuation and the script of digits never count.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from ita_portal.lib.thai import arabic_digits, item_number, search_key
from ita_portal.lib.thai_words import words

_BETWEEN = re.compile(  # what stands between Thai letters: years, codes, numbers, Latin words, single characters
    r"[2๒][5๕][0-9๐-๙]{2}(?![0-9๐-๙])|[Oo][0-9๐-๙]{1,2}(?![0-9๐-๙])|[0-9๐-๙]+|[^\W\d_]+|.", re.DOTALL
)
_THAI = re.compile("[\u0e01-\u0e4e]")
_ITEM_WORD = re.compile(r"ข้อ(?:ที่)?\s*$")
_BARE_CODE = re.compile(r"[Oo0๐][0-9๐-๙]{1,2}")
_YEAR_WORD = re.compile(r"ปี(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*$")
_CONTEXT = 20  # letters before a number that say what it is
_LEAST_KEPT = 2  # fewer unchanged words between two changes belong to the change: a person reads phrases
_YEAR_KEY = "#year"
_AGAIN = "ๆ"  # written with or without a space before it


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


class YearMove(StrEnum):
    MOVED = "moved"  # by as many years as lie between the editions
    STAYED = "stayed"  # the same year as before, where the text speaks of a year of the edition
    FIXED = "fixed"  # the same year as before, of a law or a day
    CHANGED = "changed"  # another year than either


@dataclass(frozen=True)
class Token:
    text: str  # with the spaces and punctuation after it
    key: str  # what is compared
    year: int = 0  # Buddhist Era, where the token is a year
    of_edition: bool = False  # the year stands after “ปี”: not that of a law


@dataclass(frozen=True)
class Piece:
    """A run of text with what became of it. Plain text, never markup."""

    text: str
    change: Change


@dataclass(frozen=True)
class Year:
    old: int
    new: int
    move: YearMove


@dataclass(frozen=True)
class Wording:
    """Two texts side by side."""

    old: str
    new: str
    pieces: tuple[Piece, ...]
    years: tuple[Year, ...]
    likeness: float  # from 0 to 1: how much of both is the same

    @property
    def reworded(self) -> bool:
        return any(piece.change != Change.SAME for piece in self.pieces)

    @property
    def only_years_moved(self) -> bool:
        return not self.reworded and any(year.move == YearMove.MOVED for year in self.years)

    @property
    def stayed(self) -> tuple[int, ...]:
        return tuple(year.new for year in self.years if year.move == YearMove.STAYED)


@dataclass(frozen=True)
class Reader:
    """Reads the texts of two editions against each other: years between them, and which code an old code has now."""

    shift: int  # new fiscal year minus the old one
    new_codes: Callable[[str], Iterable[str]] = lambda code: ()  # old code -> codes in the new edition

    def compare(self, old: str, new: str) -> Wording:
        old_tokens, new_tokens = tokens(old), tokens(new)
        matcher = SequenceMatcher(None, self._keys(old_tokens, new_tokens), [t.key for t in new_tokens], autojunk=False)
        pieces: list[Piece] = []
        years: list[Year] = []
        for tag, i, j, k, m in matcher.get_opcodes():
            if tag == "equal":
                for before, after in zip(old_tokens[i:j], new_tokens[k:m], strict=True):
                    years += self._year(before, after)
                    pieces += _pair(before, after, same=not before.year or years[-1].move != YearMove.CHANGED)
            else:
                pieces += [Piece(token.text, Change.GONE) for token in old_tokens[i:j]]
                pieces += [Piece(token.text, Change.NEW) for token in new_tokens[k:m]]
        return Wording(old, new, tuple(_smooth(pieces)), tuple(years), matcher.ratio())

    def key(self, text: str) -> str:
        """Equal for two texts of which at most the years differ. (References to other items are compared letter by letter.)"""
        return "".join(token.key for token in tokens(text))

    def _keys(self, old: Sequence[Token], new: Sequence[Token]) -> list[str]:
        """The old keys, a reference to an item under the code that it has now, where the new text names that."""
        named = {token.key for token in new if token.key.startswith("#O")}
        return [next((f"#{code}" for code in self._now(token) if f"#{code}" in named), token.key) for token in old]

    def _now(self, token: Token) -> Iterable[str]:
        return self.new_codes(token.key[1:]) if token.key.startswith("#O") else ()

    def _year(self, old: Token, new: Token) -> Iterator[Year]:
        if not new.year:
            return
        if new.year == old.year:
            move = YearMove.STAYED if new.of_edition and self.shift else YearMove.FIXED
        else:
            move = YearMove.MOVED if new.year - old.year == self.shift else YearMove.CHANGED
        yield Year(old.year, new.year, move)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The text in words and numbers, each with the spaces and punctuation after it; together they are the text again."""
    found: list[Token] = []
    waiting = ""  # punctuation before the first word
    for word, start in _words(text):
        key = search_key(word)
        if found and (not key or key == _AGAIN):
            found[-1] = replace(found[-1], text=found[-1].text + word, key=found[-1].key + key)
        elif key:
            found.append(_token(waiting + word, word, text[max(0, start - _CONTEXT) : start], key))
            waiting = ""
        else:
            waiting += word
    return tuple(found) if found or not waiting else (Token(waiting, waiting),)


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Every word, number and character between them, and where it begins."""
    at = 0
    for run in words(text):
        for part in [run] if _THAI.match(run) else _BETWEEN.findall(run):
            yield part, at
            at += len(part)


def _token(shown: str, word: str, before: str, key: str) -> Token:
    plain = arabic_digits(word)
    if len(plain) == 4 and plain.isdecimal() and plain.startswith("25"):
        return Token(shown, _YEAR_KEY, int(plain), bool(_YEAR_WORD.search(before)))
    if _BARE_CODE.fullmatch(word) and (word[0] in "Oo" or _ITEM_WORD.search(before)):
        return Token(shown, f"#O{item_number(word)}")
    return Token(shown, key)


def _pair(old: Token, new: Token, *, same: bool) -> list[Piece]:
    if same:
        return [Piece(new.text, Change.SAME)]
    return [Piece(old.text, Change.GONE), Piece(new.text, Change.NEW)]


def _smooth(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Phrases instead of single words; within a run what is gone stands before what is new."""
    runs = [(change, list(run)) for change, run in groupby(pieces, key=lambda piece: piece.change)]
    stretch: list[Piece] = []  # of changes, with the few unchanged words between them
    for place, (change, run) in enumerate(runs):
        if change != Change.SAME or (stretch and place < len(runs) - 1 and len(run) < _LEAST_KEPT):
            stretch += run
            continue
        yield from _both(stretch)
        stretch = []
        yield Piece("".join(piece.text for piece in run), Change.SAME)
    yield from _both(stretch)


def _both(stretch: Sequence[Piece]) -> Iterator[Piece]:
    gone = "".join(piece.text for piece in stretch if piece.change != Change.NEW)
    new = "".join(piece.text for piece in stretch if piece.change != Change.GONE)
    spaces = (new or gone)[len((new or gone).rstrip()) :]  # behind the mark, not under it
    for text, change in ((gone.rstrip(), Change.GONE), (new.rstrip(), Change.NEW), (spaces, Change.SAME)):
        if text:
            yield Piece(text, change)

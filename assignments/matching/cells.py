"""A cell of departments taken apart: several in one cell, joined by signs, words, line breaks, brackets or a bare space."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assignments.matching.spelling import key_of
from criteria.documents.persons import is_post, without_persons
from criteria.documents.words import EVERYONE, begins_like_a_unit

__all__ = ["Fragment", "taken_apart", "without_persons"]

_WORDS = sorted(EVERYONE, key=len, reverse=True)
_EVERYONE = re.compile(
    r"(?:และ|ร่วมกับ|รวมทั้ง|,|\+)?\s*(?:"
    + "|".join(re.escape(word).replace(r"\ ", r"\s*").replace("ทุก", r"ทุก\s*") for word in _WORDS)
    + r")(?:ที่เกี่ยวข้อง)?(?![ก-๎])"
)
_STRONG = "+,/;|&"
_NUMBER = re.compile(r"^\s*(?:[0-9๐-๙]{1,2}\s?[.)]|[-·•∙*])\s*")
_ATOM = re.compile(r"(?P<sign>[+,/;|&()])|(?P<line>\n)|(?P<space>[ \t]+)|(?P<word>[^+,/;|&()\n \t]+)")
_AND = re.compile(r"(และ|ร่วมกับ|รวมทั้ง|พร้อมด้วย)")
_AND_WORDS = ("และ", "ร่วมกับ", "รวมทั้ง", "พร้อมด้วย")


@dataclass
class Fragment:
    """One department as printed, and the sub-units that stand in brackets after it."""

    text: str
    units: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Atom:
    """The smallest piece, and what parts it from the piece before: "" (nothing), " ", "\\n", "และ" or a sign."""

    text: str
    before: str
    begin: int
    end: int


def taken_apart(text: str, known_keys: set[str]) -> tuple[bool, list[Fragment], list[str]]:
    """Whether every department is meant, those that are named, and posts. Known names stay whole, whatever stands in them."""
    text, everyone = _EVERYONE.subn("\n", text)
    fragments: list[Fragment] = []
    for outer, inner in _brackets(text):
        found = list(_names(outer, known_keys))
        fragments += [Fragment(name) for name in found]
        units = list(_names(inner, known_keys))
        if units and fragments:
            fragments[-1].units += units
        else:
            fragments += [Fragment(name) for name in units]
    named = [fragment for fragment in fragments if not is_post(fragment.text)]
    return bool(everyone), named, [fragment.text for fragment in fragments if is_post(fragment.text)]


def _brackets(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of (outside, inside the bracket that follows)."""
    while text:
        outer, opened, rest = text.partition("(")
        inner, _closed, text = rest.partition(")") if opened else ("", "", "")
        yield outer, inner


def _names(text: str, known_keys: set[str]) -> Iterator[str]:
    atoms = list(_atoms(text))
    at = 0
    while at < len(atoms):
        end = _known_from(text, atoms, at, known_keys) or _unknown_from(text, atoms, at, known_keys)
        name = _NUMBER.sub("", text[atoms[at].begin : atoms[end - 1].end]).strip(" :-–\n\t").lstrip(".")
        if key_of(name) and name not in _AND_WORDS:
            yield name
        at = end


def _atoms(text: str) -> Iterator[_Atom]:
    before = ""
    for match in _ATOM.finditer(text):
        if match["word"]:
            begin = match.start()
            for piece in filter(None, _AND.split(match["word"])):
                if piece in _AND_WORDS:
                    before = "และ"
                else:
                    yield _Atom(piece, before, begin, begin + len(piece))
                    before = ""
                begin += len(piece)
        elif before not in (*_STRONG, "และ"):
            before = match["sign"] or ("\n" if match["line"] else before or " ")


def _known_from(text: str, atoms: list[_Atom], at: int, known_keys: set[str]) -> int | None:
    """Where the longest known name ends that begins at this piece."""
    for end in range(min(len(atoms), at + 12), at, -1):
        name = _NUMBER.sub("", text[atoms[at].begin : atoms[end - 1].end])
        if key_of(name) in known_keys and not _goes_on(atoms, end):
            return end
    return None


def _goes_on(atoms: list[_Atom], end: int) -> bool:
    """“กองคลัง” is not meant in “กองคลังและพัสดุกลาง”: what follows on the word is no department of its own."""
    following = atoms[end] if end < len(atoms) else None
    return bool(following and following.before == "และ" and not begins_like_a_unit(following.text))


def _unknown_from(text: str, atoms: list[_Atom], at: int, known_keys: set[str]) -> int:
    """Where an unknown name ends: at a sign, before a known name, or before what begins like a department."""
    end = at + 1
    while end < len(atoms):
        piece = atoms[end]
        if piece.before in _STRONG and piece.before:
            break
        if begins_like_a_unit(piece.text) or _known_from(text, atoms, end, known_keys):
            break
        if piece.before == "\n" and _NUMBER.match(piece.text):
            break
        end += 1
    return end

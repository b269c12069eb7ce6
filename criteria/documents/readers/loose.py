"""Which of an item's pieces is its title, its detail, its score, its department: by their look, where columns are lost."""

import re

from criteria.documents.codes import is_sub_label
from criteria.documents.shapes import Cell
from criteria.documents.words import BULLETS, DETAIL_OPENINGS, NO_COMMENT, begins_like_a_unit, is_everyone
from ita_portal.lib.thai import search_key

_ADDRESS = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_SCORE = re.compile(r"^\s*(?:100|[0-9]{1,2})(?:\.[0-9]{1,2})?\s*$|^\s*(?:๑๐๐|[๐-๙]{1,2})(?:\.[๐-๙]{1,2})?\s*$")
_FINISHED = re.compile(r"^O\s")  # the Latin letter O used as a bullet
_MOST_TITLE_PIECES = 6


def parts_of(item: list[Cell], roles: list[str]) -> tuple[dict[str, Cell], list[Cell]]:
    """Role → cell for the pieces of one item, its code first; and the pieces that follow it without belonging to it.

    `roles` are those of the header, in its order; where there is none, by look alone.
    """
    code, pieces = item[0], item[1:]
    pieces, evidence, rest = _cut_evidence(pieces, roles)
    pieces, departments, more = _cut_departments(pieces, roles)
    pieces, score, comment = _cut_score(pieces, roles)
    size = _title_size(pieces)
    cells = {"code": code, "title": _joined(pieces[:size], code), "detail": _joined(pieces[size:], code)}
    if score:
        cells |= {"score": score, "comment": _joined(comment, code)}
    if departments or "departments" in roles:
        cells["departments"] = _joined(departments, code)
    if evidence or "evidence" in roles:
        cells["evidence"] = _joined(evidence, code)
    return cells, [piece for piece in [*more, *rest] if not _repeats(piece, cells["detail"])]


def _joined(pieces: list[Cell], code: Cell) -> Cell:
    return Cell("\n".join(piece.text for piece in pieces), pieces[0].place if pieces else code.place)


def _cut_evidence(pieces: list[Cell], roles: list[str]) -> tuple[list[Cell], list[Cell], list[Cell]]:
    """Labels and addresses of what is published; after labels comes what does not belong to the item any more."""
    first = next((i for i, piece in enumerate(pieces) if is_sub_label(piece.text) or _is_address(piece.text)), None)
    if first is None or (first == 0 and "evidence" not in roles):
        return pieces, [], []
    labels = [i for i, piece in enumerate(pieces) if is_sub_label(piece.text)]
    end = labels[-1] + 1 if labels else len(pieces)
    return pieces[:first], pieces[first:end], pieces[end:]


def _is_address(text: str) -> bool:
    return len(text) < 200 and bool(_ADDRESS.search(text))


def _cut_departments(pieces: list[Cell], roles: list[str]) -> tuple[list[Cell], list[Cell], list[Cell]]:
    if roles and "departments" not in roles:
        return pieces, [], []
    found = [i for i, piece in enumerate(pieces) if i and _is_unit(piece.text)]
    if not found:
        return pieces, [], []
    first = last = found[-1]
    while first - 1 in found:
        first -= 1
    return pieces[:first], pieces[first : last + 1], pieces[last + 1 :]


def _is_unit(text: str) -> bool:
    return len(text) < 120 and (begins_like_a_unit(text) or is_everyone(text)) and not text.lstrip().startswith(DETAIL_OPENINGS)


def _cut_score(pieces: list[Cell], roles: list[str]) -> tuple[list[Cell], Cell | None, list[Cell]]:
    if roles and "score" not in roles:
        return pieces, None, []
    at = next((i for i, piece in enumerate(pieces) if i and _SCORE.match(piece.text)), None)
    if at is None:
        return pieces, None, []
    return pieces[:at], pieces[at], pieces[at + 1 :]


def _title_size(pieces: list[Cell]) -> int:
    """How many pieces make the title: all before the first that begins like a component; one where none does."""
    for index, piece in enumerate(pieces[: _MOST_TITLE_PIECES + 1]):
        if index and begins_like_detail(piece.text):
            return index
    return 1


def begins_like_detail(text: str) -> bool:
    text = text.lstrip()
    if search_key(text) == "" or text in NO_COMMENT:
        return False
    return text[0] in BULLETS or text.startswith(DETAIL_OPENINGS) or bool(_FINISHED.match(text))


def _repeats(piece: Cell, detail: Cell) -> bool:
    """An instruction printed once in the item and once more after it."""
    key = search_key(piece.text)
    return len(key) > 15 and key in search_key(detail.text)

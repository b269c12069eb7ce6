"""The header of a table: which column holds what. One row or two, merged or not, repeated as often as it likes."""

from dataclasses import dataclass, field

from criteria.documents.codes import code_of
from criteria.documents.shapes import Cell
from criteria.documents.texts import one_line, years_in
from criteria.documents.words import MAX_HEADER, header_role

_SECOND_ROW = ("score", "comment", "departments", "support", "status", "ignored", "evidence", "detail", "title")


@dataclass
class Columns:
    """Role → the columns that have it, from left to right."""

    roles: dict[str, list[int]] = field(default_factory=dict)
    width: int = 0
    status_year: int | None = None
    guessed: bool = False  # by content, since no header says it

    def first(self, role: str) -> int | None:
        return self.roles[role][0] if self.roles.get(role) else None

    def role_of(self, column: int) -> str | None:
        return next((role for role, columns in self.roles.items() if column in columns), None)


def is_header(texts: list[str]) -> bool:
    """A header has no code, and at least two columns that we know, one of them the code's or the title's; or we know all three."""
    filled = [text for text in texts if text.strip()]
    roles = [header_role(text) for text in filled]
    known = [role for role in roles if role]
    if any(len(text) > MAX_HEADER * 2 or code_of(text) for text in filled):
        return False
    if len(set(known)) < 2 or len(known) * 2 < len(filled):
        return False
    return bool({"code", "title"} & set(known)) or (len(known) == len(filled) and len(set(known)) >= 3)


def is_second_row(texts: list[str]) -> bool:
    """The lower row of a header of two: “คะแนน”, “ข้อคิดเห็น” under “สถานะปี …”; nothing else stands in it."""
    roles = [header_role(text) for text in texts if text.strip()]
    return bool(roles) and all(role in _SECOND_ROW for role in roles) and not (texts and code_of(texts[0]))


def columns_of(rows: list[list[Cell]]) -> Columns:
    """The columns of a header that stands in one or two rows; the lower word counts where there are two."""
    width = max(len(row) for row in rows)
    columns = Columns(width=width)
    for column in range(width):
        words = [one_line(row[column].text) for row in rows if column < len(row) and row[column].text.strip()]
        role = next(filter(None, map(header_role, reversed(words))), None)
        for word in words:
            if header_role(word) in ("status", "score", "comment") and years_in(word):
                columns.status_year = years_in(word)[-1]
        if role and role != "ignored":
            columns.roles.setdefault(role, []).append(column)
    _settle_doubles(columns)
    return columns


def _settle_doubles(columns: Columns) -> None:
    """“ชื่อ” is a title's header, and a misread “ข้อ” where the title has a header of its own."""
    titles = columns.roles.get("title", [])
    if "code" not in columns.roles and len(titles) > 1:
        columns.roles["code"] = [titles.pop(0)]
    if "status" in columns.roles and "score" not in columns.roles:
        columns.roles["score"] = columns.roles.pop("status")

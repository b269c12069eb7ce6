"""Which column holds what, by what stands in it: for tables without a header, or with words that we do not know."""

from collections import Counter

from criteria.documents.codes import code_of, codes_of, leading_code
from criteria.documents.headers import Columns
from criteria.documents.scores import is_score
from criteria.documents.shapes import Cell
from criteria.documents.words import begins_like_a_unit, is_everyone


def completed(columns: Columns | None, rows: list[list[Cell]]) -> Columns | None:
    """The columns with the code's column found by its content, and what the header left open guessed. None without any code."""
    columns = columns or Columns(guessed=True)
    columns.width = max(columns.width, max((len(row) for row in rows), default=0))
    code = _code_column(columns, rows)
    if code is None:
        return None
    _make_code_column(columns, code)
    taken = {column for found in columns.roles.values() for column in found}
    free = [column for column in range(columns.width) if column not in taken] if columns.guessed else []
    _guess_departments(columns, rows, free)
    _guess_score(columns, rows, free)
    _guess_texts(columns, rows, free)
    return columns


def _make_code_column(columns: Columns, code: int) -> None:
    """The content is surer than the header: “ชื่อ” over a column of codes is a misread “ข้อ”."""
    for role, found in list(columns.roles.items()):
        if role != "code" and code in found:
            found.remove(code)
            if not found:
                del columns.roles[role]
    columns.roles["code"] = [code]


def _code_column(columns: Columns, rows: list[list[Cell]]) -> int | None:
    """The column with most codes; those with a letter or a zero are surer than the running numbers beside them."""
    points: Counter[int] = Counter()
    for row in rows:
        for column, cell in enumerate(row):
            code = code_of(cell.text)
            if code:
                points[column] += 3 if code.style != "bare" else _bare_number_counts(columns, column)
            elif codes_of(cell.text) or leading_code(cell.text):
                points[column] += 2
    for column in columns.roles.get("code", []):
        points[column] += points[column] and 1
    for role in ("score", "comment", "departments", "support", "detail"):
        for column in columns.roles.get(role, []):
            del points[column]
    best = max(points.items(), key=lambda pair: (pair[1], -pair[0]), default=None)
    return best[0] if best and best[1] else None


def _bare_number_counts(columns: Columns, column: int) -> int:
    """A bare number is a code where the header says so or nobody says anything: indicators and lists are numbered, too."""
    return int(columns.guessed or column in columns.roles.get("code", []))


def _texts(rows: list[list[Cell]], column: int) -> list[str]:
    return [row[column].text.strip() for row in rows if column < len(row) and row[column].text.strip()]


def _guess_departments(columns: Columns, rows: list[list[Cell]], free: list[int]) -> None:
    for column in reversed(free):
        texts = _texts(rows, column)
        units = sum(1 for text in texts if len(text) < 200 and (begins_like_a_unit(text) or is_everyone(text)))
        if "departments" not in columns.roles and texts and units * 2 > len(texts):
            columns.roles["departments"] = [column]
            free.remove(column)
            return


def _guess_score(columns: Columns, rows: list[list[Cell]], free: list[int]) -> None:
    for column in list(free):
        texts = _texts(rows, column)
        if "score" not in columns.roles and texts and sum(map(is_score, texts)) * 10 >= len(texts) * 9:
            columns.roles["score"] = [column]
            free.remove(column)


def _guess_texts(columns: Columns, rows: list[list[Cell]], free: list[int]) -> None:
    """The first text beside the code is the title, the longest of the others the detail."""
    filled = [column for column in free if _texts(rows, column)]
    if filled and "title" not in columns.roles:
        columns.roles["title"] = [filled.pop(0)]
    if filled and "detail" not in columns.roles:
        columns.roles["detail"] = [max(filled, key=lambda column: sum(map(len, _texts(rows, column))))]

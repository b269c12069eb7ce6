"""One row of a table: is it a header, an item, the rest of the item before it, or a heading across the table?"""

from dataclasses import replace

from criteria.documents.codes import Code, codes_of, is_sub_label, leading_code
from criteria.documents.headers import Columns
from criteria.documents.headings import is_sub_heading
from criteria.documents.shapes import Cell

FIELDS = ("code", "title", "detail", "departments", "score", "comment", "evidence", "sub", "heading")


def by_role(row: list[Cell], columns: Columns) -> dict[str, Cell]:
    """Role → cell. Several columns of one role (lead and support) are put together, the lead first."""
    found: dict[str, Cell] = {}
    for role, numbers in columns.roles.items():
        cells = [row[number] for number in numbers if number < len(row)]
        if not cells:
            continue
        text = "\n".join(cell.text for cell in cells if cell.text.strip())
        found[role] = Cell(text, cells[0].place, above=cells[0].above)
    support = found.pop("support", None)
    if support and support.text.strip():
        lead = found.get("departments")
        found["departments"] = put_together(lead, support) if lead else support
    return found


def put_together(first: Cell | None, second: Cell) -> Cell:
    """What stands in two cells, as the reader reads on from one to the other."""
    if not first or not first.text.strip():
        return second
    return replace(first, text=f"{first.text}\n{second.text}") if second.text.strip() else first


def codes_in(cells: dict[str, Cell]) -> tuple[list[Code], dict[str, Cell], str]:
    """The codes of a row, its cells, and a doubt where the code did not simply stand alone in its cell.

    “O1 โครงสร้าง” in one cell is taken apart; “O1-O6” stands for each of them.
    """
    cell = cells.get("code")
    if not cell or not cell.text.strip() or is_sub_label(cell.text):
        return [], cells, ""
    codes = codes_of(cell.text)
    if codes:
        return codes, cells, "code_shared" if len(codes) > 1 else ""
    leading = leading_code(cell.text)
    if not leading:
        return [], cells, ""
    code, rest = leading
    title = put_together(Cell(rest, cell.place), cells["title"]) if "title" in cells else Cell(rest, cell.place)
    return [code], {**cells, "code": Cell(code.printed, cell.place), "title": title}, "code_in_title"


def heading_across(row: list[Cell], columns: Columns) -> Cell | None:
    """The one filled cell of a row without a code, where it is a heading: in the code's or title's column, or an indicator's name."""
    filled = [(number, cell) for number, cell in enumerate(row) if cell.text.strip()]
    if len(filled) != 1:
        return filled[0][1] if filled and _same_everywhere(filled) else None
    number, cell = filled[0]
    return cell if is_sub_heading(cell.text) or columns.role_of(number) in ("code", "title", None) else None


def _same_everywhere(filled: list[tuple[int, Cell]]) -> bool:
    """Some programs repeat the text of a merged cell in each place that it covers."""
    texts = {cell.text.strip() for _number, cell in filled}
    return len(filled) > 2 and len(texts) == 1


def lacks_its_code(cells: dict[str, Cell]) -> bool:
    """A row that has all of an item but the code: title and department or score. The rest of a split row has not."""
    return bool(_text(cells, "title")) and bool(_text(cells, "departments") or _text(cells, "score"))


def _text(cells: dict[str, Cell], role: str) -> str:
    return cells[role].text.strip() if role in cells else ""

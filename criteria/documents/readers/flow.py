"""Tables that lost their shape: one cell after the other, each on lines of its own."""

import re
from collections.abc import Iterator

from criteria.documents.codes import code_of, fits_style, is_sub_label, usual_style
from criteria.documents.headings import is_page_number, is_sub_heading
from criteria.documents.readers.loose import parts_of
from criteria.documents.shapes import Cell, Paragraph, Table
from criteria.documents.texts import without_remnants
from criteria.documents.words import header_role

Line = tuple[int, str]
_CELL_BEGINS = re.compile(r"^ {0,3}\t")


def read_indented(lines: list[Line]) -> list[Paragraph | Table]:
    """A Word dump: a tab begins a cell; a row is as many cells as the header has."""
    cells = list(_indented_cells(lines))
    blocks: list[Paragraph | Table] = []
    header: list[list[Cell]] = []
    at = 0
    while at < len(cells):
        found = _header_at(cells, at)
        if found:
            header, at = found
            blocks.append(Table(list(header)))
        elif header and code_of(cells[at].text):
            row = _row_at(cells, at, len(header[-1]))
            _add_row(blocks, row)
            at += len(row)
        else:
            if cells[at].text.strip():
                blocks.append(Paragraph(cells[at].text, cells[at].place))
            at += 1
    return blocks


def _indented_cells(lines: list[Line]) -> Iterator[Cell]:
    """The cells; lines that never belong to one (page numbers, indicators) come out by themselves."""
    held: list[str] | None = None
    place = ""
    for number, line in lines:
        begins = _CELL_BEGINS.match(line)
        text = line.strip(" \t")
        alone = is_page_number(text) or (not begins and is_sub_heading(text))
        if (begins or alone) and held is not None:
            yield Cell(without_remnants("\n".join(held).strip()), place)
            held = None
        if alone:
            yield Cell(text, f"line {number}")
        elif begins:
            held, place = [text], f"line {number}"
        elif held is not None:
            held.append(text)
        elif text:
            yield Cell(without_remnants(text), f"line {number}")
    if held is not None:
        yield Cell(without_remnants("\n".join(held).strip()), place)


def _header_at(cells: list[Cell], at: int) -> tuple[list[list[Cell]], int] | None:
    """The header that begins here, its one or two rows brought to one width, and where it ends."""
    if header_role(cells[at].text) not in ("code", "title"):
        return None
    end = at
    while end < len(cells) and (not cells[end].text.strip() or header_role(cells[end].text)):
        end += 1
    run = cells[at:end]
    upper = run[: next((i for i, cell in enumerate(run) if not cell.text.strip()), len(run))]
    lower = run[len(upper) :]
    if len({header_role(cell.text) for cell in upper}) < 2:
        return None
    return _spread(upper, lower), end


def _spread(upper: list[Cell], lower: list[Cell]) -> list[list[Cell]]:
    """The upper row has merged cells once: the cell above the lower words covers as many columns as there are words."""
    words = [position for position, cell in enumerate(lower) if cell.text.strip()]
    if not words or words[0] >= len(upper):
        return [upper]
    first, count = words[0], len(words)
    top = [*upper[: first + 1], *(Cell("", upper[first].place) for _more in range(count - 1)), *upper[first + 1 :]]
    bottom = [Cell("", cell.place) for cell in top]
    bottom[first : first + count] = [lower[position] for position in words]
    return [top, bottom]


def _row_at(cells: list[Cell], at: int, width: int) -> list[Cell]:
    """The row that begins with the code here; it ends early where the next item, a header or an indicator begins."""
    number = getattr(code_of(cells[at].text), "number", 0)
    end = at + 1
    while end < min(at + width, len(cells)):
        text = cells[end].text
        following = code_of(text)
        if (following and following.style != "bare" and following.number == number + 1) or _header_at(cells, end):
            break
        if is_sub_heading(text):
            break
        end += 1
    return cells[at:end]


def _add_row(blocks: list[Paragraph | Table], row: list[Cell]) -> None:
    last = blocks[-1] if blocks else None
    if not isinstance(last, Table):
        blocks.append(last := Table([]))
    last.rows.append(row)


def read_loose(lines: list[Line]) -> list[Paragraph | Table]:
    """Cells between empty lines, empty cells lost: a code begins an item, what the rest is shows in the words."""
    chunks = list(_chunks(lines))
    style = usual_style(chunk.text for chunk in chunks)
    blocks: list[Paragraph | Table] = []
    header, item = list[Cell](), list[Cell]()
    for chunk in chunks:
        code = code_of(chunk.text)
        outside = is_page_number(chunk.text) or is_sub_heading(chunk.text)
        begins = bool(code and fits_style(code, style))
        if begins or outside:
            _close(blocks, item, header)
            item = [chunk] if begins else []
        if outside:
            blocks.append(Paragraph(chunk.text, chunk.place))
        elif begins:
            continue
        elif item:
            item.append(chunk)
        elif header_role(chunk.text):
            header.append(chunk)
        else:
            blocks.append(Paragraph(chunk.text, chunk.place))
    _close(blocks, item, header)
    return blocks


def _chunks(lines: list[Line]) -> Iterator[Cell]:
    """Runs of lines between empty ones; a code and a label of published data always stand alone."""
    held: list[str] = []
    begun = 0
    apart = _blank_between(lines)
    for number, line in [*lines, (0, "")]:
        text = without_remnants(line.replace("\t", " ")).strip("\n")
        alone = bool(code_of(text)) or is_sub_label(text) or is_page_number(text) or (is_sub_heading(text) and not held)
        if held and (not text.strip() or alone or not apart):
            yield Cell("\n".join(held), f"line {begun}")
            held = []
        if alone:
            yield Cell(text.strip(), f"line {number}")
        elif text.strip():
            begun = begun if held else number
            held.append(text)


def _blank_between(lines: list[Line]) -> bool:
    """Whether empty lines part the cells; else each line is a cell."""
    codes = [index for index, (_number, line) in enumerate(lines) if code_of(line)]
    return sum(1 for index in codes if index and not lines[index - 1][1].strip()) * 2 >= len(codes)


def _close(blocks: list[Paragraph | Table], item: list[Cell], header: list[Cell]) -> None:
    """The chunks of an item as a row under the header; what belongs to none of its cells follows as paragraphs."""
    if not item:
        return
    cells, rest = parts_of(item, [header_role(cell.text) or "" for cell in header])
    last = blocks[-1] if blocks else None
    if not isinstance(last, Table) or len(last.rows[0]) != len(cells):
        blocks.append(last := Table([[Cell(role, item[0].place) for role in cells]]))
    last.rows.append(list(cells.values()))
    blocks += [Paragraph(chunk.text, chunk.place) for chunk in rest]

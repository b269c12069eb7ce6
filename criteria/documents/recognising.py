"""A Document becomes a Reading: items with their titles, details, departments, scores and comments, and what is doubtful about each."""

from dataclasses import replace

from criteria.documents import doubts
from criteria.documents.codes import Code, is_sub_label
from criteria.documents.contents import completed
from criteria.documents.headers import Columns, columns_of, is_header, is_second_row
from criteria.documents.headings import Position
from criteria.documents.persons import names_a_person, without_persons
from criteria.documents.rows import FIELDS, by_role, codes_in, heading_across, lacks_its_code, put_together
from criteria.documents.scores import comment_of, score_of
from criteria.documents.shapes import Cell, Document, Doubt, Entry, Paragraph, Reading, Table
from criteria.documents.texts import folded, lines_of, one_line
from criteria.documents.titles import fiscal_year_of, is_page_furniture, title_lines, title_of
from ita_portal.lib.thai import arabic_digits

MOST_ENTRIES = 300  # no list has a hundred
FEWEST_BARE = 3  # numbered rows that make a list of items where no header says so


def recognise(document: Document) -> Reading:
    """Everything that was recognised; what was not stands in `leftovers`, what is doubtful in `doubts`."""
    walk = _Walk(title_lines(document))
    for block in document.blocks:
        if isinstance(block, Table):
            walk.table(block)
        else:
            walk.paragraph(block)
    return walk.finish()


class _Walk:
    """Goes through the document once and remembers where it is."""

    def __init__(self, title: list[str]) -> None:
        self.reading = Reading(title=title_of(title))
        self.title = title
        self.position = Position()
        self.columns: Columns | None = None  # of the table before: a table goes on over pages without a header
        self.above: dict[str, Cell] = {}  # the last filled cells, for cells merged downwards

    def paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.text in self.title:
            self.title.remove(paragraph.text)
        elif not is_page_furniture(paragraph.text):
            self.position.see(paragraph)

    def table(self, table: Table) -> None:
        for header, rows in _sections(table.rows):
            self._section(header, rows)

    def _section(self, header: list[list[Cell]], rows: list[list[Cell]]) -> None:
        """Rows under one header; without any, under that of the table before, if it is as wide."""
        found = columns_of(header) if header else None
        if not found and self.columns and rows and max(map(len, rows)) == self.columns.width:
            found = self.columns
        columns = completed(found, rows) or found
        if not columns or "code" not in columns.roles or (columns.guessed and not self._worth_it(columns, rows)):
            self._no_table([*header, *rows])
            return
        self.columns = columns
        self.reading.status_year = columns.status_year or self.reading.status_year
        self.above = {}
        for row in rows:
            self._row(row, columns)

    @staticmethod
    def _worth_it(columns: Columns, rows: list[list[Cell]]) -> bool:
        """A table without header is one of items if codes stand in it and something beside them; bare numbers only if many."""
        found = [codes_in(by_role(row, columns)) for row in rows]
        styles = [codes[0].style for codes, _cells, _doubt in found if codes]
        alone = any(codes and doubt != "code_in_title" for codes, _cells, doubt in found)
        if set(styles) == {"bare"}:
            return len(styles) >= FEWEST_BARE and len(columns.roles) >= 2
        return len(styles) >= 2 or (alone and len(columns.roles) >= 2)

    def _no_table(self, rows: list[list[Cell]]) -> None:
        """Something else than items. A frame around a line of text is that line; the rest is shown to a person."""
        for row in rows:
            filled = [cell for cell in row if cell.text.strip()]
            if len(filled) == 1:
                self.paragraph(Paragraph(filled[0].text, filled[0].place))
            elif filled:
                text = " | ".join(folded(cell.text) for cell in filled)
                self.position.leftovers.append(Paragraph(text, filled[0].place))

    def _row(self, row: list[Cell], columns: Columns) -> None:
        if not any(cell.text.strip() for cell in row):
            return
        codes, cells, doubt = codes_in(by_role(row, columns))
        if codes:
            self._items(codes, cells, columns, doubt)
        elif heading := heading_across(row, columns):
            self._heading_or_label(heading)
        elif lacks_its_code(cells):
            self._without_code(row)
        else:
            self._go_on(cells, row)

    def _items(self, codes: list[Code], cells: dict[str, Cell], columns: Columns, doubt: str) -> None:
        self.position.settle()
        cells = _without_persons(self._filled_from_above(cells))
        for code in codes:
            entry = _entry(code, cells, columns, self.position)
            if doubt:
                entry.doubts.append(Doubt(doubt, cells["code"].text))
            if columns.guessed:
                entry.doubts.append(Doubt("columns_guessed"))
            self.reading.entries.append(entry)

    def _filled_from_above(self, cells: dict[str, Cell]) -> dict[str, Cell]:
        """A cell that is merged downwards holds for every row beside it."""
        filled = {}
        for role, cell in cells.items():
            if (
                cell.above
                and role != "code"
                and role in self.above
                or role in ("sub", "heading")
                and not cell.text.strip()
                and role in self.above
            ):
                cell = self.above[role]
            filled[role] = cell
        self.above = filled
        return filled

    def _heading_or_label(self, cell: Cell) -> None:
        if is_sub_label(cell.text) and self.reading.entries:
            entry = self.reading.entries[-1]
            entry.evidence = f"{entry.evidence}\n{folded(cell.text)}".strip()
        else:
            self.paragraph(Paragraph(cell.text, cell.place))

    def _without_code(self, row: list[Cell]) -> None:
        text = " | ".join(folded(cell.text) for cell in row if cell.text.strip())
        self.reading.doubts.append(Doubt("row_without_code", text))
        self.position.leftovers.append(Paragraph(text, row[0].place))

    def _go_on(self, cells: dict[str, Cell], row: list[Cell]) -> None:
        """The rest of an item's row, after a page break."""
        if not self.reading.entries:
            self._no_table([row])
            return
        entry = self.reading.entries[-1]
        for role, cell in _without_persons(cells).items():
            if cell.text.strip():
                entry.raw[role] = put_together(entry.raw.get(role), cell)
        _fill(entry)
        entry.doubts = [doubt for doubt in entry.doubts if doubt.code != "row_split"] + [Doubt("row_split")]

    def finish(self) -> Reading:
        reading = self.reading
        reading.leftovers = [one for one in (*self.position.leave(), *_stray_end(reading)) if not names_a_person(one.text)]
        if len(reading.entries) > MOST_ENTRIES:
            reading.doubts.append(Doubt("too_many", str(len(reading.entries))))
            del reading.entries[MOST_ENTRIES:]
        reading.announced = self.position.announced
        reading.fiscal_year = fiscal_year_of(reading)
        doubts.add_all(reading)
        return reading


def _sections(rows: list[list[Cell]]) -> list[tuple[list[list[Cell]], list[list[Cell]]]]:
    """Headers, each of one row or two, with the rows under them. What stands before the first has none."""
    sections: list[tuple[list[list[Cell]], list[list[Cell]]]] = [([], [])]
    for row in rows:
        texts = [cell.text for cell in row]
        header, under = sections[-1]
        if is_header(texts):
            sections.append(([row], []))
        elif header and not under and len(header) < 3 and is_second_row(texts):
            header.append(row)
        else:
            under.append(row)
    return [section for section in sections if section[0] or section[1]]


def _without_persons(cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cell of departments keeps no names, posts or telephone numbers."""
    cell = cells.get("departments")
    return {**cells, "departments": replace(cell, text=without_persons(cell.text)[0])} if cell else cells


def _entry(code: Code, cells: dict[str, Cell], columns: Columns, position: Position) -> Entry:
    entry = Entry(
        number=code.number, printed_code=code.printed, title="", sub=position.sub, group=position.group, heading=position.heading
    )
    entry.has_score_column = "score" in columns.roles
    entry.raw = {role: cell for role, cell in cells.items() if role in FIELDS}
    _fill(entry)
    return entry


def _fill(entry: Entry) -> None:
    """The entry's values from its cells."""
    text = {role: entry.raw[role].text if role in entry.raw else "" for role in FIELDS}
    entry.title = one_line(text["title"])
    entry.detail = lines_of(text["detail"])
    entry.departments = folded(text["departments"])
    entry.score = score_of(text["score"])
    entry.comment = comment_of(text["comment"])
    entry.evidence = lines_of(text["evidence"])
    place = Position()
    place.see(Paragraph(text["sub"], ""))
    entry.sub = place.sub or _sub_number(text["sub"]) or entry.sub
    entry.heading = one_line(text["heading"]) or entry.heading


def _sub_number(text: str) -> str:
    """“๙.๑ ข้อมูลพื้นฐาน” in a column of sub-indicators."""
    number = arabic_digits(folded(text)).split(" ")[0]
    return number if number.replace(".", "", 1).isdigit() and "." in number else ""


def _stray_end(reading: Reading) -> list[Paragraph]:
    """What a web page left at the end of the last item: a line without Thai, as the name of a chat window."""
    if not reading.entries:
        return []
    last = reading.entries[-1]
    lines = last.detail.split("\n")
    if (
        len(lines) < 2
        or len(lines[-1]) > 40
        or any("\u0e00" <= letter <= "\u0e7f" for letter in lines[-1])
        or not lines[-1][:1].isalpha()
    ):
        return []
    last.detail = "\n".join(lines[:-1])
    return [Paragraph(lines[-1], last.raw["detail"].place)]

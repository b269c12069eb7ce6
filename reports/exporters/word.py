"""The assignment sheet as a Word file that offices go on working in: real tables, repeated heads, Thai set as Thai."""

import io
from collections.abc import Iterable

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ita_portal.lib.workbook import safe_text
from reports.publishing import Column, Sheet
from reports.publishing.sheet import Line, SheetRow, SheetTable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "TH SarabunPSK"  # what offices write in; Word takes one of the others where it is not there
INSTEAD = "TH Sarabun New,Sarabun"
BODY, IN_TABLES = 16, 14  # points, in the measure of that typeface
INDENT = 4  # millimetres for each depth inside a cell
CENTRED = ("code", "score", "due")
DOTS = "." * 44
# What Word wants in this order inside w:rPr; a property out of order makes the file one that it repairs
_PROPERTIES = ("rFonts", "b", "bCs", "color", "sz", "szCs", "lang")


def sheet_word(sheet: Sheet) -> bytes:
    """The sheet, ready to be signed or changed."""
    paper = Document()
    _set_up(paper, sheet)
    _paragraph(paper, "\n".join(sheet.title), style="Title")
    for indicator in sheet.indicators:
        _paragraph(paper, indicator.intro, style="Normal" if indicator.is_described else "Heading 1")
        for sub in indicator.subs:
            _paragraph(paper, sub.heading, style="Heading 2")
            for table in sub.tables:
                _table(paper, table, sheet)
    if sheet.uncertain:
        _paragraph(paper, sheet.uncertain)
    for signer in sheet.places_to_sign:
        _signature(paper, signer.post, signer.name, sheet.line_width / 2)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


# --- the page


def _set_up(paper: Paper, sheet: Sheet) -> None:
    section = paper.sections[0]
    width, height = (297, 210) if sheet.landscape else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm((width - sheet.line_width) / 2)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    for name, size, bold in (("Normal", BODY, False), ("Title", BODY + 2, True), ("Heading 1", BODY + 1, True)):
        _thai_style(paper, name, size, bold)
    for name in ("Heading 2", "Heading 3"):
        _thai_style(paper, name, BODY, True)
    title = paper.styles["Title"].paragraph_format
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _without_line(paper.styles["Title"])
    _language(paper)
    _page_number(section.footer.paragraphs[0], sheet.thai)
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = safe_text(sheet.short_title), "ITA Portal", ""
    properties.language = "th-TH"


def _thai_style(paper: Paper, name: str, size: int, bold: bool) -> None:
    """Word keeps a second set of typeface, size and weight for Thai; without it Thai is shown small and in another face."""
    style = paper.styles[name]
    style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
    style.paragraph_format.space_after = Pt(4)
    style.paragraph_format.line_spacing = 1
    style.paragraph_format.keep_with_next = name.startswith("Heading")
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    weight: dict[str, dict[str, str]] = {"b": {}, "bCs": {}} if bold else {}
    half_points = str(size * 2)
    values = {"rFonts": _faces(), "color": {"val": "000000"}, "sz": {"val": half_points}, "szCs": {"val": half_points}}
    values |= weight | {"lang": {"val": "en-US", "eastAsia": "en-US", "bidi": "th-TH"}}
    for tag in _PROPERTIES:
        if tag in values:
            properties.append(_element(tag, values[tag]))


def _faces() -> dict[str, str]:
    return {"ascii": FONT, "hAnsi": FONT, "eastAsia": FONT, "cs": FONT}


def _element(tag: str, values: dict[str, str]):
    element = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _without_line(style) -> None:
    """The built-in title has a coloured line under it."""
    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _language(paper: Paper) -> None:
    """Thai as the language of the whole file, and the typefaces that stand in for ours."""
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(_element("rFonts", _faces()))
    defaults.append(_element("lang", {"val": "en-US", "eastAsia": "en-US", "bidi": "th-TH"}))
    for part in paper.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            entry = f'<w:font w:name="{FONT}"><w:altName w:val="{INSTEAD}"/><w:charset w:val="DE"/></w:font></w:fonts>'
            part._blob = part.blob.replace(b"</w:fonts>", entry.encode())


def _page_number(paragraph: Paragraph, thai: bool) -> None:
    """หน้า n จาก m, counted by Word itself in the digits of the sheet."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    digits = r" \* ThaiArabic" if thai else r" \* Arabic"
    for words, code in (("หน้า ", "PAGE"), (" จาก ", "NUMPAGES")):
        paragraph.add_run(words)
        counted = _element("fldSimple", {"instr": f"{code}{digits}"})
        shown = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "๑" if thai else "1"
        shown.append(text)
        counted.append(shown)
        paragraph._p.append(counted)


# --- what stands on it


def _paragraph(paper: Paper, text: str, style: str = "Normal") -> Paragraph:
    return paper.add_paragraph(safe_text(text), style=style)


def _table(paper: Paper, table: SheetTable, sheet: Sheet) -> None:
    _paragraph(paper, table.heading, style="Heading 3")
    for note in table.notes:
        _paragraph(paper, note).paragraph_format.keep_with_next = True
    columns = sheet.columns
    grid = paper.add_table(rows=2 if sheet.status_label else 1, cols=len(columns), style="Table Grid")
    grid.autofit = False
    for column, made in zip(columns, grid.columns, strict=True):
        made.width = Mm(column.width)
    _head(grid, columns, sheet.status_label)
    for row in table.rows:
        _row(grid, row, columns)
    paper.add_paragraph().paragraph_format.space_after = Pt(0)  # two tables that touch would be one


def _head(grid: Table, columns: list[Column], status_label: str) -> None:
    """The names of the columns, on every page; over score and comment the year that they are of."""
    rows = [list(row.cells) for row in grid.rows]
    for row in grid.rows:
        row._tr.get_or_add_trPr().extend([_element("cantSplit", {}), _element("tblHeader", {})])
    for place, column in enumerate(columns):
        under = status_label and column.key in ("score", "comment")
        cell = rows[-1][place] if under or len(rows) == 1 else rows[0][place].merge(rows[1][place])
        _write(cell, [Line(column.label)], column, bold=True, centred=True)
    if status_label:
        places = [place for place, column in enumerate(columns) if column.key in ("score", "comment")]
        over = rows[0][places[0]].merge(rows[0][places[-1]])
        _write(over, [Line(status_label)], None, bold=True, centred=True)


def _row(grid: Table, row: SheetRow, columns: list[Column]) -> None:
    """A short row stays on one page; in a long one at least the first lines stay with the code."""
    added = grid.add_row()
    if not row.is_long:
        added._tr.get_or_add_trPr().append(_element("cantSplit", {}))
    for cell, column in zip(added.cells, columns, strict=True):
        _write(cell, row.lines(column.key), column, centred=column.key in CENTRED, wait=row.is_long)


def _write(
    cell: _Cell, lines: Iterable[Line], column: Column | None, *, bold: bool = False, centred: bool = False, wait: bool = False
) -> None:
    """Fill the cell, a paragraph for each line. `wait`: the first two lines stay together with the third."""
    if column is not None:
        cell.width = Mm(column.width)
    for number, line in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        run = paragraph.add_run(safe_text(line.text))
        _small(run, bold)
        layout = paragraph.paragraph_format
        layout.space_after, layout.widow_control = Pt(0), True
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        if line.has_mark:
            layout.left_indent, layout.first_line_indent = Mm(INDENT * (line.depth + 1)), Mm(-INDENT)
        if wait and number < 2:
            layout.keep_with_next = True


def _small(run, bold: bool) -> None:
    """The size of tables, for Thai and for the rest."""
    properties = run._r.get_or_add_rPr()
    half_points = {"val": str(IN_TABLES * 2)}
    for tag, values in (("b", {}), ("bCs", {}), ("sz", half_points), ("szCs", half_points)):
        if bold or tag.startswith("sz"):
            properties.append(_element(tag, values))


def _signature(paper: Paper, post: str, name: str, indent: float) -> None:
    """Where somebody signs; its lines stay on one page."""
    lines = [f"(ลงชื่อ) {DOTS}", f"({name or DOTS})", f"ตำแหน่ง {post or DOTS}", f"วันที่ {DOTS}"]
    for number, line in enumerate(lines):
        paragraph = _paragraph(paper, line)
        layout = paragraph.paragraph_format
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
        layout.left_indent = Mm(indent)
        layout.keep_with_next = number < len(lines) - 1
        layout.space_before = Pt(0 if number else 30)

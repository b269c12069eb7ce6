"""The assignment sheet: what stands in it, as PDF, Word and Excel; who makes it, and what it costs."""

import io
import re
import subprocess

import openpyxl
import pikepdf
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from accounts.actions import save_department
from assignments.actions import assign
from criteria.documents.reading import read_document
from criteria.models import Edition
from ita_portal.lib.thai import search_key, thai_digits
from records.actions import perform
from records.models import Job
from reports.actions import ask_for_paper
from reports.models import SHEETS, Report, ReportKind
from reports.pdf.verify import verify
from reports.publishing import Sheet, SheetChoices, Signer, assignment_sheet
from submissions.actions import open_year
from submissions.enums import ResultSource
from submissions.models import Result
from tests.factories import DATA, World, make_edition
from tests.reports.test_agencies import load
from tests.reports.test_papers import client_of, content

pytestmark = pytest.mark.django_db
ARABIC = SheetChoices(thai=False)
INJECTED = '=HYPERLINK("http://bad.example/","ดูที่นี่")'


def make(world: World, ending: str, choices: SheetChoices = ARABIC) -> bytes:
    job = ask_for_paper(world.year, SHEETS[ending], choices=choices.payload(), by=world.coordinator)
    perform(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.reason) == ("done", "")
    return content(Report.objects.get(key=job.result["report"]))


def year_before(world: World, results: dict[str, tuple[str, str]], tmp_path) -> None:
    """The same agency's year before, in an edition in which what is O3 now was O4, and O4 was O3."""
    data = yaml.safe_load((DATA / "2590-small.yaml").read_text(encoding="utf-8"))
    data |= {"code": "2589-small", "fiscal_year": 2589}
    data["indicators"][2]["subs"][0]["headings"][0]["items"][1]["components"] = []
    moved = data["indicators"][3]["subs"][0]["headings"][0]["items"]
    moved.reverse()
    for code, item in zip(("O3", "O4"), moved, strict=True):
        item |= {"code": code, "depends_on": [], "components": [], "title_th": item["title_th"] + " เดิม"}
    path = tmp_path / "2589-small.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    before = open_year(world.agency, make_edition(path), by=world.admin)
    for code, (score, comment) in results.items():
        item = before.edition.items.get(number=int(code[1:]))
        Result.objects.create(assessment=before, item=item, source=ResultSource.OFFICIAL, score=score, comment=comment)


def raw_text(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def word_rows(data: bytes) -> list[list[str]]:
    """Every row of every table but the heads, as a person reads them."""
    rows = [[cell.text for cell in row.cells] for table in Document(io.BytesIO(data)).tables for row in table.rows]
    return [row for row in rows if re.match("[O][0-9๐-๙]", row[0])]


def excel_rows(data: bytes) -> list[list[str]]:
    rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return [list(row) for row in rows if re.match("[O][0-9๐-๙]", row[0] or "")]


def test_departments_stand_as_offices_write_them():
    world = World()
    unit = save_department(world.agency, "unit", name_th="กลุ่มงานหนึ่ง", parent=world.office)
    other = save_department(world.agency, "other", name_th="กลุ่มงานสอง", parent=world.office)
    items = {item.code: item for item in world.edition.items.all()}
    assign(world.year, items["O1"], lead=world.office, units={world.office.pk: [unit, other]}, by=world.coordinator)
    assign(world.year, items["O2"], lead=world.finance, support=[world.office], by=world.coordinator)
    everyone = [world.office, world.finance]
    assign(world.year, items["O3"], lead=world.finance, support=everyone, everyone=True, by=world.coordinator)
    assign(world.year, items["O4"], lead=None, support=everyone, everyone=True, by=world.coordinator)
    assert [row.departments for row in assignment_sheet(world.year, ARABIC).rows] == [
        ("กอง office", "(กลุ่มงานสอง + กลุ่มงานหนึ่ง)"),
        ("กอง finance", "และกอง office"),
        ("กอง finance", "และทุกส่วนราชการ"),
        ("ทุกส่วนราชการ",),
    ]


def test_what_belongs_to_nobody_is_said_with_a_dash():
    world = World()
    world.year.assignments.all().delete()
    assert {row.departments for row in assignment_sheet(world.year, ARABIC).rows} == {("-",)}


def test_last_years_result_is_joined_by_requirement_and_names_the_old_code(tmp_path):
    world = World()
    year_before(world, {"O1": ("100.00", ""), "O4": ("0.00", "ไม่พบ"), "O3": ("50.00", "")}, tmp_path)
    sheet = assignment_sheet(world.year, ARABIC)
    assert (sheet.status_label, sheet.landscape) == ("สถานะปี 2589", True)
    assert [(row.score, row.comment) for row in sheet.rows] == [
        ("100.00", "-"),
        ("-", "-"),
        ("0.00 (O4)", "ไม่พบ"),
        ("50.00 (O3) *", "-"),  # the catalogue is not certain that this is the same
    ]
    assert "โปรดตรวจสอบ" in sheet.uncertain


def test_the_official_result_stands_before_the_portals_own(tmp_path):
    world = World()
    year_before(world, {"O1": ("100.00", "")}, tmp_path)
    mine = Result.objects.get()
    Result.objects.create(assessment=mine.assessment, item=mine.item, source=ResultSource.COMPUTED, score="0.00", comment="ที่นี่")
    row = assignment_sheet(world.year, ARABIC).rows[0]
    assert (row.score, row.comment) == ("100.00", "-")


def test_without_a_year_before_there_are_no_columns_for_it():
    sheet = assignment_sheet(World().year, ARABIC)
    assert ([column.key for column in sheet.columns], sheet.landscape) == (["code", "title", "detail", "departments"], False)


def test_digits_are_as_chosen_and_addresses_stay():
    world = World()
    item = world.edition.items.get(number=1)
    item.title_th = "โครงสร้าง ๑ ดู https://a.example/25 และ 2"
    item.save()
    titles = [assignment_sheet(world.year, SheetChoices(thai=thai)).rows[0].title for thai in (True, False)]
    assert titles == [
        "โครงสร้าง ๑ ดู https://a.example/25 และ ๒",
        "โครงสร้าง 1 ดู https://a.example/25 และ 2",
    ]


def test_advice_is_left_out_and_conditions_stay():
    rows = {row.code: row.text("detail") for row in assignment_sheet(World().year, ARABIC).rows}
    assert rows["O4"] == "- เป็นรายงานผลของปี พ.ศ. 2589"
    assert rows["O1"].split("\n") == [
        "- แสดงแผนผังโครงสร้าง",
        "- อย่างน้อยประกอบด้วย",
        "   (1) ตำแหน่งที่สำคัญ",
        "   (2) การแบ่งส่วนงานภายใน",
    ]


@pytest.fixture
def rayong():
    return load("rayong", "2563-national", "2564-national")["2564-national"]


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_rayong_in_thai_digits_as_pdf(rayong, tmp_path):
    out = tmp_path / "a.pdf"
    call_command("render", "assignment_sheet", agency="rayong", edition="2564-national", out=out)
    pdf = out.read_bytes()
    sheet = assignment_sheet(rayong, SheetChoices())
    pages = raw_text(pdf).removesuffix("\f").split("\f")
    report = Report.objects.get(kind=ReportKind.ASSIGNMENT_SHEET)
    for number, page in enumerate(pages, start=1):
        assert f"หน้า {thai_digits(number)} จาก {thai_digits(len(pages))}" in page
        assert f"รหัสเอกสาร {report.code}" in page
        assert ("ข้อคิดเห็น" in page) == bool(re.search("^O[๐-๙]", page, re.M))  # the head stands over every part of a table
    whole = "\n".join(pages)
    codes = re.findall("^O([๐-๙]+) ", whole, re.M)  # a text may name another item at the beginning of a line
    assert list(dict.fromkeys(codes)) == [thai_digits(number) for number in range(1, 44)]
    assert whole.count("ำ") >= sum(row.title.count("ำ") + row.text("detail").count("ำ") for row in sheet.rows)
    assert "\u0e4d" not in whole
    text = flat(re.sub(r"^(รหัสเอกสาร .*|หน้า [๐-๙]+ จาก .*|บัญชีมอบหมายฯ .*)$", "", whole, flags=re.M))
    by_pypdf = flat("".join(page.extract_text() for page in PdfReader(out).pages))
    assert [row.code for row in sheet.rows if flat(row.comment) not in text] == []
    assert [row.code for row in sheet.rows if flat("".join(row.departments)) not in text] == []
    assert all(flat(row.title) in by_pypdf for row in sheet.rows)
    with pikepdf.open(out) as opened:
        told = opened.open_metadata()
        found = {name: told.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part", "dc:title")}
        boxes = {(float(page.MediaBox[2]) > float(page.MediaBox[3])) for page in opened.pages}
    title = "บัญชีมอบหมายฯ จังหวัดระยอง ปีงบประมาณ พ.ศ. ๒๕๖๔"
    assert found == {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1", "dc:title": title}
    assert boxes == {True}
    assert verify(pdf).ok


def rows_of(sheet: Sheet) -> list[list[str]]:
    return [[row.text(column.key) for column in sheet.columns] for row in sheet.rows]


def test_rayong_as_word_and_excel_says_the_same(rayong, tmp_path):
    for ending, read in (("docx", word_rows), ("xlsx", excel_rows)):
        out = tmp_path / f"a.{ending}"
        call_command("render", "assignment_sheet", agency="rayong", edition="2564-national", out=out, digits="arabic")
        sheet = assignment_sheet(rayong, ARABIC)
        expected = [[re.sub("^ +", "", cell, flags=re.M) for cell in row] for row in rows_of(sheet)]
        found = [[re.sub("^ +", "", cell, flags=re.M) for cell in row] for row in read(out.read_bytes())]
        assert found == expected
        assert (len(found), found[1][3], found[0][5]) == (43, "0.00", "สำนักงานจังหวัดระยอง\n(กง.บุคคลฯ + กง.ยุทธศาสตร์ฯ)")


def test_word_shows_thai_right_and_repeats_the_head(tmp_path):
    world = World()
    year_before(world, {"O1": ("100.00", "")}, tmp_path)
    paper = Document(io.BytesIO(make(world, "docx")))
    section = paper.sections[0]
    assert section.page_width > section.page_height
    defaults = paper.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        properties = paper.styles[name].element.rPr
        assert properties.find(qn("w:rFonts")).get(qn("w:cs")) == "TH SarabunPSK"
        assert properties.find(qn("w:szCs")).get(qn("w:val")) == properties.find(qn("w:sz")).get(qn("w:val"))
        assert (properties.find(qn("w:b")) is None) == (properties.find(qn("w:bCs")) is None)
    for table in paper.tables:
        heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True, True] + [False] * (len(heads) - 2)
        assert table.autofit is False
        assert [cell.text for cell in table.rows[0].cells][3:5] == ["สถานะปี 2589"] * 2
    sizes = {run.find(f"{qn('w:rPr')}/{qn('w:szCs')}") is not None for run in paper.tables[0]._tbl.iter(qn("w:r"))}
    assert sizes == {True}
    fonts = next(part.blob for part in paper.part.package.iter_parts() if part.partname == "/word/fontTable.xml").decode()
    assert 'w:altName w:val="TH Sarabun New,Sarabun"' in fonts


def test_excel_prints_on_the_width_of_the_paper_with_its_head(tmp_path):
    world = World()
    year_before(world, {"O1": ("100.00", "")}, tmp_path)
    page = openpyxl.load_workbook(io.BytesIO(make(world, "xlsx"))).active
    assert page.print_title_rows == "$2:$3"
    setup = page.page_setup
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (
        "landscape",
        1,
        0,
        True,
    )
    assert {cell.alignment.wrap_text for row in page.iter_rows() for cell in row if cell.value} == {True}


def test_nothing_that_somebody_typed_becomes_a_formula(tmp_path):
    world = World()
    save_department(world.agency, "office", name_th=INJECTED)
    year_before(world, {"O1": ("100.00", f"@SUM(1)\x07{INJECTED}")}, tmp_path)
    choices = SheetChoices(thai=False, signers=(Signer("=1+1", "+cmd"),))
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(make(world, "xlsx", choices))).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert {type(cell.value) for cell in cells} == {str, type(None)}
    risky = [cell for cell in cells if cell.value and cell.value[0] in "=+@"]
    assert ({cell.value for cell in risky} >= {f"@SUM(1){INJECTED}"}, {cell.quotePrefix for cell in risky}) == (True, {True})
    word = make(world, "docx", choices)
    assert word_rows(word)[0][5].startswith(INJECTED)
    assert "HYPERLINK" in raw_text(make(world, "pdf", choices))


def test_who_signs_stands_on_the_sheet_as_typed():
    world = World()
    choices = SheetChoices(thai=False, signers=(Signer("ผู้ประสานงาน ITA"), Signer("นายกองค์การ", "นายตัวอย่าง")))
    texts = {
        "pdf": raw_text(make(world, "pdf", choices)),
        "docx": "\n".join(paragraph.text for paragraph in Document(io.BytesIO(make(world, "docx", choices))).paragraphs),
        "xlsx": "\n".join(
            cell
            for row in openpyxl.load_workbook(io.BytesIO(make(world, "xlsx", choices))).active.iter_rows(values_only=True)
            for cell in row
            if cell
        ),
    }
    for text in texts.values():
        assert (text.count("ลงชื่อ"), "ผู้ประสานงาน ITA" in text, "นายตัวอย่าง" in text) == (2, True, True)


def test_each_file_has_its_own_line_of_revisions():
    world = World()
    first = {ending: make(world, ending) for ending in SHEETS}
    assert {ending: make(world, ending) for ending in SHEETS} == first
    assign(world.year, world.edition.items.get(number=1), lead=world.finance, by=world.coordinator)
    make(world, "docx")
    assert {report.kind: bool(report.supersedes) for report in Report.objects.order_by("pk")} == {
        "assignment_sheet": False,
        "assignment_word": True,
        "assignment_excel": False,
    }


def test_the_form_asks_for_the_file_whose_button_was_pressed():
    world = World()
    client, address = client_of(world.coordinator), reverse("reports:assignment_sheet", args=["alpha", "2590-small"])
    assert "No result of an earlier year" in client.get(address).content.decode()
    answer = client.post(address, {"digits": "arabic", "made_as": "docx", "post_2": "ปลัด", "due": "on", "layout": ""})
    job = Job.objects.get()
    assert (answer.status_code, job.kind, job.payload["paper"]) == (302, "report.assignment_sheet", "assignment_word")
    assert SheetChoices.of(job.payload["choices"]) == SheetChoices(
        status=False, due=True, thai=False, signers=(Signer("ปลัด", ""),)
    )
    refused = client.post(address, {"digits": "roman", "made_as": "docx", "post_1": "ปลัด"})
    assert (refused.status_code, "ปลัด" in refused.content.decode()) == (422, True)


def test_only_who_makes_papers_makes_the_sheet():
    world, other = World(), World("beta")
    address = reverse("reports:assignment_sheet", args=["alpha", "2590-small"])
    people = (other.coordinator, world.staff, world.observer, world.executive, world.coordinator)
    assert [client_of(person).get(address).status_code for person in people] == [404, 403, 403, 200, 200]


def test_the_year_leads_to_the_sheet():
    world = World()
    address = reverse("reports:assignment_sheet", args=["alpha", "2590-small"])
    for name in ("submissions:year", "reports:year"):
        page = reverse(name, args=["alpha", "2590-small"])
        shown = [address in client_of(person).get(page).content.decode() for person in (world.coordinator, world.staff)]
        assert shown == [True, False]


def test_the_sheet_costs_the_same_queries_for_four_items_and_for_forty_three(rayong):
    counts = []
    for year in (World("beta", Edition.objects.filter(code="2590-small").first() or make_edition()).year, rayong):
        with CaptureQueriesContext(connection) as captured:
            assignment_sheet(year, SheetChoices(due=True))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 10


def test_render_names_the_endings_it_knows(tmp_path):
    World()
    with pytest.raises(CommandError, match=r"\.pdf, \.docx, \.xlsx"):
        call_command("render", "assignment_sheet", agency="alpha", edition="2590-small", out=tmp_path / "a.odt")


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@pytest.mark.parametrize("digits", ["thai", "arabic"])
def test_what_is_written_is_read_again(rayong, tmp_path, ending, digits):
    """The importer of documents finds in our own sheet what stands in it."""
    out = tmp_path / f"a.{ending}"
    call_command("render", "assignment_sheet", agency="rayong", edition="2564-national", out=out, digits=digits)
    reading = read_document(out.read_bytes(), out.name)
    rows = assignment_sheet(rayong, ARABIC).rows
    assert (reading.fiscal_year, reading.status_year) == (2564, 2563)
    assert [f"O{entry.number}" for entry in reading.entries] == [row.code for row in rows]
    assert [search_key(entry.title) for entry in reading.entries] == [search_key(row.title) for row in rows]
    expected = [search_key(" ".join(row.departments)) for row in rows]
    assert [search_key(entry.departments) for entry in reading.entries] == expected
    assert [entry.score for entry in reading.entries] == [row.score for row in rows]
    comments = [search_key(row.comment.removeprefix("-")) for row in rows]
    assert [search_key(entry.comment) for entry in reading.entries] == comments
    assert {entry.has_score_column for entry in reading.entries} == {True}

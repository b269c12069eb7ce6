"""An edition as a workbook and back: nothing is lost, nothing becomes a formula, nothing hostile is opened."""

import io
import zipfile

import openpyxl
import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from criteria import files
from criteria.content import edition_data
from criteria.importers import import_edition, import_requirements
from criteria.models import Edition
from criteria.workbook import edition_from_workbook, workbook_of
from tests.criteria.test_catalogue import normal
from tests.criteria.test_difference_pages import client_of
from tests.factories import DATA, make_edition, make_person

FIXTURES = settings.BASE_DIR / "fixtures"
CATALOGUE = sorted((FIXTURES / "catalogue").glob("*.yaml"))


@pytest.fixture(autouse=True)
def _language():
    """English sentences; a page that was read in Thai leaves nothing behind."""
    with translation.override("en"):
        yield


def plain(data: dict) -> dict:
    """With every default written out, so that two spellings compare equal."""
    data = normal(data)
    for place in files.places(data):
        place.item.update(files.recurrence_of(place.item))
    data["scoring"]["weights"] = dict(sorted(data["scoring"]["weights"].items()))
    return data


def small() -> dict:
    return files.read_yaml(settings.BASE_DIR / "tests/data/2590-small.yaml")[0]


def edited(data: bytes, change) -> bytes:
    """As if opened in a spreadsheet program, changed and saved."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_numbers(book) -> None:
    """What spreadsheet programs make of a sheet: numbers of texts such as “9.1”, empty rows at the end."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if not str(cell.value).isascii():
                    continue  # Thai digits are no number to a spreadsheet program
                try:
                    cell.value = float(cell.value)
                except (TypeError, ValueError):
                    continue
        sheet.append([None, " "])


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_every_shipped_edition_survives_also_a_spreadsheet_program(path):
    data = files.read_yaml(path)[0]
    book = workbook_of(data)
    assert plain(edition_from_workbook(book)) == plain(data)
    assert plain(edition_from_workbook(edited(book, as_numbers))) == plain(data)


@pytest.mark.django_db
def test_rows_survive_too():
    import_requirements(FIXTURES / "requirements.yaml")
    data = edition_data(import_edition(FIXTURES / "catalogue/2566-national.yaml", by=None))
    assert plain(edition_from_workbook(workbook_of(data))) == plain(data)


def test_what_looks_like_a_formula_stays_a_text():
    data = small()
    next(files.places(data)).item["title_th"] = '=HYPERLINK("http://x.example")'
    book = workbook_of(data)
    cell = openpyxl.load_workbook(io.BytesIO(book))["items"]["C2"]
    assert (cell.data_type == "f", cell.value) == (False, '=HYPERLINK("http://x.example")')
    assert next(files.places(edition_from_workbook(book))).item["title_th"] == '=HYPERLINK("http://x.example")'


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "word"),
    [
        ("items", "G2", "perhaps", "items, row 2"),
        ("items", "B3", "H99", "items, row 3"),
        ("components", "B4", "7", "components, row 4"),
        ("components", "A2", "O77", "O77"),
        ("edition", "B3", "soon", "edition, row 3"),
        ("notes", "A1", "x", "notes"),
    ],
)
def test_a_wrong_cell_is_named_by_sheet_and_row(sheet, cell, value, word):
    def spoil(book) -> None:
        book[sheet][cell] = value

    with pytest.raises(files.FileRefused) as refusal:
        edition_from_workbook(edited(workbook_of(small()), spoil))
    assert any(word in problem for problem in refusal.value.problems)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"code: 2590", b"PK\x03\x04broken", bomb(), b"x" * (3 * 1024 * 1024)])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(files.FileRefused):
        edition_from_workbook(data)


@pytest.mark.django_db
def test_the_command_writes_a_workbook_and_loads_it_as_a_draft(tmp_path):
    edition, file = make_edition(), tmp_path / "edition.xlsx"
    before = edition_data(edition)
    call_command("catalogue", "export", edition.code, str(file))
    edition.delete()
    call_command("catalogue", "import", str(file), "--requirements", str(DATA / "requirements.yaml"))
    loaded = Edition.objects.get(code=before["code"])
    assert (loaded.state, plain(edition_data(loaded))) == ("draft", plain(before))


@pytest.mark.django_db
def test_an_edition_is_taken_along_as_workbook_and_yaml_by_the_administrator():
    make_edition()
    client, stranger = client_of(make_person("admin@test", is_admin=True)), client_of(make_person("somebody@test"))
    book, text = client.get("/criteria/2590-small.xlsx").content, client.get("/criteria/2590-small.yaml").content
    assert plain(edition_from_workbook(book)) == plain(yaml.safe_load(text)) == plain(small())
    assert [stranger.get(f"/criteria/2590-small.{kind}").status_code for kind in ("xlsx", "yaml")] == [404, 404]
    assert client.get("/criteria/2599-none.xlsx").status_code == 404

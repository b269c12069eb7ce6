"""Papers by the worker's own functions: made once, registered, verified, open to whom they should be."""

import io
import json

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from records.actions import perform
from records.models import Job
from reports.actions import ask_for_paper
from reports.models import Report, ReportKind
from submissions import actions
from submissions.actions import About
from tests.factories import World, pdf_upload

pytestmark = pytest.mark.django_db


def make(world: World, kind: ReportKind = ReportKind.SUMMARY) -> Report:
    job = ask_for_paper(world.year, kind, by=world.coordinator)
    perform(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.reason) == ("done", "")
    return Report.objects.get(key=job.result["report"])


def content(report: Report) -> bytes:
    with default_storage.open(report.path) as file:
        return file.read()


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def published() -> World:
    world = World()
    world.publish(failing=("O2",))
    world.year.refresh_from_db()
    return world


def test_a_paper_is_made_once_until_something_changes():
    world = World()
    world.accept("O1")
    first = make(world)
    assert make(world) == first
    world.accept("O2")
    second = make(world)
    assert (second.supersedes, second.code == first.code) == (first, False)


def test_the_verify_page_accepts_the_paper_and_refuses_a_changed_byte(published):
    pdf = content(make(published))

    def answer(data: bytes) -> tuple:
        file = io.BytesIO(data)
        file.name = "a.pdf"
        context = Client().post(reverse("reports:verify"), {"file": file}).context
        return context["examined"].ok, bool(context["registered"])

    assert answer(pdf) == (True, True)
    refused = [answer(pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]) for place in range(100, len(pdf), len(pdf) // 12)]
    assert [one for one in refused if all(one)] == []
    assert not any(registered for _ok, registered in refused)


def test_verify_pdf_says_yes_or_no(published, tmp_path, capsys):
    path = tmp_path / "a.pdf"
    path.write_bytes(content(make(published)))
    call_command("verify_pdf", path)
    assert json.loads(capsys.readouterr().out)["ok"] is True
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SystemExit) as ended:
        call_command("verify_pdf", path)
    assert ended.value.code == 1


def test_the_code_on_the_paper_is_known(published):
    report = make(published)
    page = Client().get(reverse("reports:verify"), {"code": report.code.lower()})
    assert page.context["registered"] == report
    assert Client().get(reverse("reports:verify"), {"code": "NOTHERE"}).context["registered"] is None


def test_a_paper_of_an_open_year_is_not_public_and_that_of_the_published_result_is(published):
    other = World("beta")
    draft = make(other)
    final = make(published)
    addresses = {name: reverse("reports:download", args=[report.key]) for name, report in (("draft", draft), ("final", final))}
    assert {name: Client().get(address).status_code for name, address in addresses.items()} == {"draft": 302, "final": 200}
    assert client_of(published.coordinator).get(addresses["draft"]).status_code == 404
    assert client_of(other.staff).get(addresses["draft"]).status_code == 200


def test_a_paper_before_clarification_shows_no_scores():
    world = World()
    world.score_all(failing=("O2",))
    report = make(world, ReportKind.WORKBOOK)
    sheet = openpyxl.load_workbook(io.BytesIO(content(report))).worksheets[0]
    assert [sheet.cell(row=row, column=7).value for row in range(2, 6)] == [None] * 4


def test_nothing_a_person_typed_becomes_a_formula():
    world = World()
    submission = world.item("O1")
    actions.save_answer(submission, answer="yes", explanation="=1+1", reason_none="", version=0, by=world.staff)
    actions.add_url(
        world.item("O1"), "https://a.example/", About(title="=HYPERLINK(1)", click_path="@SUM(A1)\x07"), by=world.staff
    )
    book = openpyxl.load_workbook(io.BytesIO(content(make(world, ReportKind.WORKBOOK))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert "=1+1" in {cell.value for cell in cells}


def test_the_workbook_has_a_row_per_item_and_sheets_for_scores_and_departments(published):
    book = openpyxl.load_workbook(io.BytesIO(content(make(published, ReportKind.WORKBOOK))))
    items, scores, departments = (list(sheet.iter_rows(values_only=True)) for sheet in book)
    assert [row[0] for row in items[1:]] == ["O1", "O2", "O3", "O4"]
    assert [float(row[6]) for row in items[1:]] == [100, 0, 100, 100]
    assert {row[0]: row[2] for row in scores[1:]}["OIT"] == 75
    assert [(row[1], row[2]) for row in departments[1:]] == [("O1, O2, O3, O4", 4)] * 2


def test_the_public_page_and_its_data_agree(published):
    slug, edition = published.agency.slug, published.edition.code
    page = Client().get(reverse("reports:public", args=[slug, edition]))
    data = Client().get(reverse("reports:public_json", args=[slug, edition])).json()
    table = Client().get(reverse("reports:public_csv", args=[slug, edition])).content.decode("utf-8-sig").splitlines()
    assert [item["code"] for item in data["items"]] == ["O1", "O2", "O3", "O4"]
    assert (data["scores"]["oit"], data["scores"]["indicators"]["9"], data["scores"]["complete"]) == (75.0, 50.0, False)
    assert page.content.decode().count('href="https://www.alpha.example/') == 4
    assert len(table) >= 5
    book = openpyxl.load_workbook(io.BytesIO(Client().get(reverse("reports:public_xlsx", args=[slug, edition])).content))
    assert [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == ["O1", "O2", "O3", "O4"]
    assert Client().get(reverse("reports:api_assessment", args=[slug, edition])).json() == data


def test_a_file_of_a_published_year_is_public_as_an_attachment():
    world = World()
    evidence = actions.add_file(world.item("O1"), pdf_upload(), About(), by=world.staff)
    address = reverse("reports:public_file", args=[evidence.key])
    assert Client().get(address).status_code == 404
    world.publish()
    response = Client().get(address)
    assert (response.status_code, response.headers["Content-Disposition"].split(";")[0]) == (200, "attachment")


def test_what_is_not_published_is_not_in_the_api():
    world = World()
    world.score_all()
    assert Client().get(reverse("reports:api_assessments")).json() == {"count": 0, "items": []}
    assert Client().get(reverse("reports:api_assessment", args=["alpha", "2590-small"])).status_code == 404


def test_strangers_and_staff_make_no_papers():
    alpha, beta = World("alpha"), World("beta")
    address = reverse("reports:make", args=["alpha", "2590-small", "summary"])
    assert [client_of(person).post(address).status_code for person in (beta.coordinator, alpha.staff, alpha.coordinator)] == [
        404,
        403,
        302,
    ]


def test_exports_of_a_whole_edition(published, tmp_path):
    out = tmp_path / "a.json"
    call_command("export_year", published.edition.code, format="json", out=out)
    assert json.loads(out.read_text(encoding="utf-8"))["count"] == 1
    World("beta")
    with pytest.raises(CommandError, match="one agency at a time"):
        call_command("export_year", published.edition.code, format="csv", out=out)
    call_command("export_year", published.edition.code, format="csv", out=out, agency="alpha")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_render_writes_the_registered_paper(published, tmp_path):
    out = tmp_path / "a.xlsx"
    call_command("render", "workbook", agency="alpha", edition=published.edition.code, out=out)
    assert out.read_bytes() == content(Report.objects.get(kind=ReportKind.WORKBOOK))

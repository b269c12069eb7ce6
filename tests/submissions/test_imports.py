"""Importing a document into a year: what it would change, what a person decides, what is done after a yes; and nothing before."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Department, DepartmentAlias, Membership
from assignments.enums import Decision, FragmentIs
from assignments.importers import deciding, staging
from assignments.importers.applying import StalePlan
from assignments.importers.deciding import Said, Wanted, seen_of
from assignments.importers.review import review_of
from assignments.models import Assessment, Assignment, SheetImport, SheetRow
from assignments.queries import responsible_by_item
from criteria.enums import Stage
from criteria.models import Edition
from records.models import AuditEvent, Job
from submissions.enums import ResultSource
from submissions.importers import apply_sheet, plan_digest, scores_of
from submissions.models import Result
from tests.factories import World, make_edition_before, make_entry, make_sheet
from tests.submissions.test_views import client_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Everything is led by กอง office; กอง finance supports."""
    return World()


def titles(world: World) -> list[str]:
    return list(world.edition.items.order_by("number").values_list("title_th", flat=True))


def entries(world: World, *cells: str, **more: object) -> list:
    named = zip(titles(world), cells, strict=False)
    return [make_entry(number, title, cell, **more) for number, (title, cell) in enumerate(named, start=1)]


def digest_now(sheet: SheetImport) -> str:
    review = review_of(sheet)
    return plan_digest(review, scores_of(review))


def yes(world: World, sheet: SheetImport) -> dict[str, int]:
    return apply_sheet(sheet, seen=digest_now(sheet), by=world.coordinator)


def take_all(world: World, sheet: SheetImport) -> list[str]:
    rows = sheet.rows.all()
    return deciding.decide(
        review_of(sheet), [Wanted(row.pk, Decision.ACCEPTED, seen_of(row)) for row in rows], by=world.coordinator
    )


def who(world: World) -> dict[str, list[str]]:
    """Item code → keys of its departments, the leading one first."""
    found = responsible_by_item(world.year)
    items = world.edition.items.all()
    return {
        item.code: [one.key for one in ([found[item.pk].lead] if found[item.pk].lead else []) + found[item.pk].supporting]
        for item in items
    }


BEFORE = {"O1": ["office", "finance"], "O2": ["office", "finance"], "O3": ["office", "finance"], "O4": ["office", "finance"]}


# --- what is found


def test_nothing_of_the_year_is_touched_by_reading_and_deciding(world):
    sheet = make_sheet(world, entries(world, "กอง finance", "กอง office", "ทุกส่วนราชการ", "กอง office\nกอง finance"))
    assert take_all(world, sheet) == []
    assert who(world) == BEFORE


def test_each_row_says_what_it_would_change(world):
    sheet = make_sheet(world, entries(world, "กอง finance", "กอง office", "ทุกส่วนราชการ", "กอง office\nกอง finance"))
    lines = review_of(sheet).lines
    assert [line.giving.as_list() for line in lines] == [
        ["finance", [], [], False],
        ["office", [], [], False],
        ["", ["finance", "office"], [], True],
        ["office", ["finance"], [], False],
    ]
    assert [line.changes for line in lines] == [True, True, True, False]
    assert [line.confidence for line in lines] == [100, 100, 100, 100]


def test_counts_found_against_expected(world):
    rows = entries(world, "กอง office", "กอง office")
    sheet = make_sheet(world, [*rows, make_entry(2, titles(world)[1], "กอง finance"), make_entry(9, "อื่น ๆ", "กอง office")])
    review = review_of(sheet)
    assert [item.code for item in review.missing] == ["O3", "O4"]
    assert review.doubled == ["O2"]
    assert [line.row.number for line in review.unknown] == [9]
    assert [bool(line.problem) for line in review.lines] == [False, False, False, True]
    assert [line.is_certain for line in review.lines] == [True, False, False, False]


def test_a_title_of_another_item_is_a_doubt_that_names_it(world):
    one, two = titles(world)[:2]
    sheet = make_sheet(world, [make_entry(1, two, "กอง office"), make_entry(2, "เรื่องที่ไม่มีในหลักเกณฑ์นี้เลย", "กอง office")])
    first, second = review_of(sheet).lines
    assert [(doubt.code, doubt.detail) for doubt in first.doubts] == [("title_of_another", "O2")]
    assert [(doubt.code, doubt.detail) for doubt in second.doubts] == [("title_differs", two)]
    assert not first.is_certain
    assert not second.is_certain
    assert one != two


def test_a_list_of_another_year_is_recognised_as_such(world, tmp_path: Path):
    before = make_edition_before(tmp_path)
    for place, item in enumerate(before.items.all()):
        item.title_th = f"เรื่องเฉพาะของปีก่อน ลำดับที่ {'กขคง'[place] * 9}"
        item.save()
    sheet = make_sheet(world, [make_entry(item.number, item.title_th, "กอง office") for item in before.items.all()])
    assert sheet.fits == {"2589-small": 100, "2590-small": 0}
    assert review_of(sheet).better == "2589-small"
    page = client_of(world.coordinator).get(url(world, "import_review", sheet.pk))
    assert reverse("criteria:edition", args=[before.code]) in page.content.decode()


# --- names that no department has


def test_a_name_that_is_asked_about_holds_up_its_rows_and_counts_for_all_of_them(world):
    sheet = make_sheet(world, entries(world, "กองแผนงาน", "กองแผนงาน", "กอง office"))
    review = review_of(sheet)
    assert [(one.fragment.text, one.codes) for one in review.open_questions] == [("กองแผนงาน", ["O1", "O2"])]
    refusals = take_all(world, sheet)
    assert len(refusals) == 2
    assert "กองแผนงาน" in refusals[0]
    deciding.answer(sheet, [Said("กองแผนงาน", FragmentIs.ALIAS, world.finance)], by=world.coordinator)
    assert take_all(world, sheet) == []
    assert not DepartmentAlias.objects.exists()
    assert yes(world, sheet) == {
        "assigned": 3, "departments": 0, "aliases": 1, "scores": 0, "comments": 0, "replaced": 0,
    }  # fmt: skip
    assert [alias.text for alias in world.finance.aliases.all()] == ["กองแผนงาน"]
    assert who(world) == {**BEFORE, "O1": ["finance"], "O2": ["finance"], "O3": ["office"]}


def test_a_new_department_comes_with_its_sub_unit_under_the_name_that_was_confirmed(world):
    sheet = make_sheet(world, entries(world, "สำนักงานจังหวัด\n(กลุ่มงานบุคคล)", "สำนักงานจังหวัด"))
    names = [one.fragment for one in review_of(sheet).open_questions]
    assert [name.text for name in names] == ["สำนักงานจังหวัด", "กลุ่มงานบุคคล"]
    said = [
        Said("สำนักงานจังหวัด", FragmentIs.NEW, name="สำนักงานจังหวัดระยอง"),
        Said("กลุ่มงานบุคคล", FragmentIs.NEW, name="กลุ่มงานบุคคล", under=names[1].inside),
    ]
    deciding.answer(sheet, said, by=world.coordinator)
    assert take_all(world, sheet) == []
    assert not Department.objects.filter(name_th__startswith="สำนักงาน").exists()
    outcome = yes(world, sheet)
    assert (outcome["departments"], outcome["aliases"], outcome["assigned"]) == (2, 1, 2)
    made = Department.objects.get(name_th="สำนักงานจังหวัดระยอง")
    assert [alias.text for alias in made.aliases.all()] == ["สำนักงานจังหวัด"]
    assert [unit.name_th for unit in made.units.all()] == ["กลุ่มงานบุคคล"]
    row = Assignment.objects.get(assessment=world.year, item__number=1)
    assert (row.department, [unit.name_th for unit in row.units.all()]) == (made, ["กลุ่มงานบุคคล"])


def test_what_is_no_department_is_left_out(world):
    sheet = make_sheet(world, entries(world, "กอง office\nและคณะกรรมการชุดใหญ่"))
    (question,) = review_of(sheet).open_questions
    deciding.answer(sheet, [Said(question.fragment.text, FragmentIs.NONE)], by=world.coordinator)
    (line,) = review_of(sheet).lines
    assert (line.giving.as_list(), line.problem) == (["office", [], [], False], "")
    deciding.forget_answer(sheet, question.fragment.text, by=world.coordinator)
    assert len(review_of(sheet).open_questions) == 1


# --- applying


def test_an_apply_does_what_was_accepted_and_nothing_else(world):
    sheet = make_sheet(world, entries(world, "กอง finance", "กอง finance", "ทุกส่วนราชการ"))
    first, _second, third = sheet.rows.all()
    wanted = [Wanted(first.pk, Decision.ACCEPTED, ""), Wanted(third.pk, Decision.ACCEPTED, "")]
    deciding.decide(review_of(sheet), wanted, by=world.coordinator)
    assert yes(world, sheet)["assigned"] == 2
    assert who(world) == {**BEFORE, "O1": ["finance"], "O3": ["finance", "office"]}
    row = Assignment.objects.filter(assessment=world.year, item__number=3).first()
    assert (row.everyone, row.source_text) == (True, "ทุกส่วนราชการ")


def test_applying_twice_changes_nothing(world):
    sheet = make_sheet(world, entries(world, "กอง finance", "กอง office"))
    take_all(world, sheet)
    yes(world, sheet)
    rows = set(Assignment.objects.values_list("pk", flat=True))
    assert yes(world, sheet) == dict.fromkeys(("assigned", "departments", "aliases", "scores", "comments", "replaced"), 0)
    assert set(Assignment.objects.values_list("pk", flat=True)) == rows
    again = make_sheet(world, entries(world, "กอง finance", "กอง office"), content=b"the same list in another file")
    assert not any(line.changes for line in review_of(again).lines)


def test_due_days_outlive_an_import(world):
    Assignment.objects.filter(assessment=world.year, item__number=1, department=world.office).update(due_on="2047-03-31")
    sheet = make_sheet(world, entries(world, "กอง finance"))
    take_all(world, sheet)
    yes(world, sheet)
    assert str(Assignment.objects.get(assessment=world.year, item__number=1).due_on) == "2047-03-31"


def test_a_yes_to_another_plan_does_nothing(world):
    sheet = make_sheet(world, entries(world, "กอง finance", "กอง finance"))
    first, second = sheet.rows.all()
    deciding.decide(review_of(sheet), [Wanted(first.pk, Decision.ACCEPTED, "")], by=world.coordinator)
    seen = digest_now(sheet)
    deciding.decide(review_of(sheet), [Wanted(second.pk, Decision.ACCEPTED, "")], by=world.coordinator)
    with pytest.raises(StalePlan):
        apply_sheet(sheet, seen=seen, by=world.coordinator)
    assert who(world) == BEFORE


def test_two_people_who_decide_about_the_same_row(world):
    """The second is told; the first's decision stands."""
    sheet = make_sheet(world, entries(world, "กอง finance"))
    row = sheet.rows.get()
    one, other = review_of(sheet), review_of(sheet)
    assert deciding.decide(one, [Wanted(row.pk, Decision.ACCEPTED, seen_of(row))], by=world.coordinator) == []
    refusals = deciding.decide(other, [Wanted(row.pk, Decision.LEFT_OUT, seen_of(row))], by=world.coordinator)
    assert len(refusals) == 1
    row.refresh_from_db()
    assert row.decision == Decision.ACCEPTED


def test_an_apply_is_written_down(world):
    sheet = make_sheet(world, entries(world, "กอง finance"))
    take_all(world, sheet)
    yes(world, sheet)
    verbs = AuditEvent.objects.filter(scope=world.year.scope).order_by("-id").values_list("verb", flat=True)
    assert list(verbs[:2]) == ["apply_document", "assign"]
    sheet.refresh_from_db()
    assert (sheet.applied_by, sheet.outcome["assigned"]) == (world.coordinator, 1)


def test_an_import_tells_the_departments_that_are_new_to_an_item(world):
    Assignment.objects.filter(assessment=world.year, item__number=1, department=world.office).delete()
    sheet = make_sheet(world, entries(world, "กอง office\nกอง finance"))
    take_all(world, sheet)
    yes(world, sheet)
    notices = world.staff.notices.filter(submission__item__number=1, verb="assigned").count()
    assert notices == 2  # one when the world was made


# --- scores of the year before


@pytest.fixture
def before(tmp_path: Path) -> Edition:
    return make_edition_before(tmp_path)


def scored(world: World) -> SheetImport:
    one, two, three = titles(world)[:3]
    rows = [
        make_entry(1, one, "กอง office\nกอง finance", score="100.00"),
        make_entry(2, two, "กอง office\nกอง finance", score="0.00", comment="ไม่พบช่องทาง"),
        make_entry(3, three, "กอง office\nกอง finance", score=""),
    ]
    return make_sheet(world, rows, status_year=2589)


def test_scores_open_the_year_they_belong_to_and_close_it_as_official(world, before):
    sheet = scored(world)
    assert sheet.scores_to == before
    take_all(world, sheet)
    outcome = yes(world, sheet)
    assert (outcome["assigned"], outcome["scores"], outcome["comments"]) == (0, 2, 1)
    year = Assessment.objects.get(agency=world.agency, edition=before)
    found = Result.objects.filter(assessment=year, source=ResultSource.OFFICIAL).order_by("item__number")
    assert [(one.item.code, one.score, one.comment) for one in found] == [
        ("O1", Decimal(100), ""),
        ("O2", Decimal(0), "ไม่พบช่องทาง"),
    ]
    assert year.stage == Stage.PUBLISHED
    assert not any(yes(world, sheet).values())


def test_another_official_result_is_replaced_only_by_a_yes_of_its_own(world, before):
    sheet = scored(world)
    take_all(world, sheet)
    yes(world, sheet)
    one = Result.objects.get(item__edition=before, item__number=1)
    Result.objects.filter(pk=one.pk).update(score=50, comment="เดิม")
    assert not any(yes(world, sheet).values())
    row = sheet.rows.get(number=1)
    wanted = [Wanted(row.pk, Decision.ACCEPTED, seen_of(row), replaces=True)]
    assert deciding.decide(review_of(sheet), wanted, by=world.coordinator) == []
    assert yes(world, sheet)["replaced"] == 1
    one.refresh_from_db()
    assert (one.score, one.comment) == (Decimal(100), "")
    event = AuditEvent.objects.get(verb="replace_official_result")
    assert event.details["before"] == {"score": "50.00", "comment": "เดิม"}


def test_a_year_that_is_worked_on_takes_no_official_results(world, before):
    sheet = scored(world)
    take_all(world, sheet)
    yes(world, sheet)
    Result.objects.all().delete()
    Assessment.objects.filter(edition=before).update(stage=Stage.ASSESSING, published_at=None)
    assert not any(yes(world, sheet).values())
    assert scores_of(review_of(sheet)).refusal


def test_scores_may_be_left_out(world, before):
    sheet = scored(world)
    deciding.choose_scores(sheet, None, by=world.coordinator)
    take_all(world, sheet)
    assert not any(yes(world, sheet).values())
    assert not Assessment.objects.filter(edition=before).exists()


# --- who may


def test_who_sees_the_documents_of_a_year(world):
    stranger = World("beta")
    expected = {"staff": 403, "coordinator": 200, "executive": 403, "observer": 403, "assessor": 404, "lead": 404, "admin": 200}
    sheet = make_sheet(world, entries(world, "กอง office"))
    row = sheet.rows.get()
    addresses = [url(world, "imports"), url(world, "import_review", sheet.pk), url(world, "import_row", sheet.pk, row.pk)]
    for address in [*addresses, url(world, "import_apply", sheet.pk)]:
        found = {name: client_of(person).get(address).status_code for name, person in world.people().items()}
        assert found == expected, address
        assert client_of(stranger.coordinator).get(address).status_code == 404
    assert client_of(stranger.coordinator).get(url(stranger, "import_review", sheet.pk)).status_code == 404


def test_the_administrator_imports_only_where_there_is_no_coordinator(world):
    with pytest.raises(PermissionDenied):
        staging.take(world.year, b"x", "x.txt", by=world.admin)
    Membership.objects.filter(user=world.coordinator).delete()
    sheet, is_new = staging.take(world.year, b"x", "x.txt", by=world.admin)
    assert is_new
    assert sheet.asked_by == world.admin


def test_an_endorsed_year_takes_no_document(world):
    sheet = make_sheet(world, entries(world, "กอง finance"))
    take_all(world, sheet)
    world.endorse()
    year = world.year
    year.refresh_from_db()
    sheet.assessment = year
    with pytest.raises(PermissionDenied):
        apply_sheet(sheet, seen=digest_now(sheet), by=world.coordinator)
    page = client_of(world.coordinator).get(url(world, "import_review", sheet.pk)).content.decode()
    assert 'name="decision-' not in page


# --- the pages


def post_all(client, world: World, sheet: SheetImport, decision: str, **more: str):
    rows = sheet.rows.all()
    data = {f"decision-{row.pk}": decision for row in rows} | {f"seen-{row.pk}": seen_of(row) for row in rows} | more
    return client.post(url(world, "import_review", sheet.pk), data)


def test_the_whole_way_through_the_pages(world):
    client = client_of(world.coordinator)
    text = SimpleUploadedFile("list.csv", "ข้อ,ข้อมูล,ผู้รับผิดชอบ\nO1,โครงสร้าง,กองใหม่\n".encode(), "text/csv")
    response = client.post(url(world, "imports"), {"file": text})
    job = Job.objects.get()
    assert (response.url, job.kind) == (reverse("records:job", args=[job.key]), "assignments.read_document")
    sheet = SheetImport.objects.get()
    assert "waiting" in [template.name for template in client.get(url(world, "import_review", sheet.pk)).templates][0]


def test_decisions_names_plan_and_yes_through_the_pages(world):
    client = client_of(world.coordinator)
    sheet = make_sheet(world, entries(world, "กองแผนงาน", "กอง finance"))
    page = client.get(url(world, "import_review", sheet.pk))
    assert "กองแผนงาน" in page.content.decode()
    answer = {"name0-text": "กองแผนงาน", "name0-answer": "new", "name0-name": "กองแผนงานและงบประมาณ"}
    assert client.post(url(world, "import_names", sheet.pk), answer).status_code == 302
    response = post_all(client, world, sheet, "accepted", apply="1")
    assert response.url == url(world, "import_apply", sheet.pk)
    plan = client.get(response.url)
    assert "กองแผนงานและงบประมาณ" in plan.content.decode()
    assert who(world) == BEFORE
    response = client.post(response.url, {"seen": plan.context["plan"].digest})
    assert response.url == url(world, "import_result", sheet.pk)
    assert client.get(response.url).status_code == 200
    assert who(world)["O2"] == ["finance"]
    assert client.post(url(world, "import_apply", sheet.pk), {"seen": plan.context["plan"].digest}).status_code == 409


def test_a_row_is_decided_by_itself_where_script_is_there(world):
    client = client_of(world.coordinator)
    sheet = make_sheet(world, entries(world, "กอง finance", "กอง finance"))
    row = sheet.rows.first()
    data = {f"decision-{row.pk}": "accepted", f"seen-{row.pk}": ""}
    address = url(world, "import_review", sheet.pk)
    part = client.post(address, data, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert f'id="row-{row.pk}"' in part.content.decode()
    assert "<html" not in part.content.decode()
    assert client.post(address, data | {f"decision-{row.pk}": "left_out"}, headers={"HX-Request": "true"}).status_code == 409
    assert list(sheet.rows.values_list("decision", flat=True)) == ["accepted", "open"]


def test_all_that_are_certain_in_one_go(world):
    client = client_of(world.coordinator)
    one, two = titles(world)[:2]
    sheet = make_sheet(world, [make_entry(1, one, "กอง finance"), make_entry(2, two, "กอง finance", confidence=60)])
    post_all(client, world, sheet, "open", certain="1")
    assert list(sheet.rows.values_list("decision", flat=True)) == ["accepted", "open"]


def test_a_row_is_corrected_by_hand(world):
    client = client_of(world.coordinator)
    sheet = make_sheet(world, entries(world, "กองที่ไม่มี"))
    row = sheet.rows.get()
    address = url(world, "import_row", sheet.pk, row.pk)
    assert client.post(address, {"item": "1", "lead": "", "seen": ""}).status_code == 422
    assert client.post(address, {"item": "2", "lead": "finance", "seen": ""}).status_code == 302
    assert client.post(address, {"item": "1", "lead": "office", "seen": ""}).status_code == 409
    yes(world, sheet)
    assert who(world) == {**BEFORE, "O2": ["finance"]}


def test_a_document_that_was_handed_in_before_leads_to_its_import(world):
    sheet = make_sheet(world, entries(world, "กอง office"), content=b"the very same")
    upload = SimpleUploadedFile("again.docx", b"the very same")
    response = client_of(world.coordinator).post(url(world, "imports"), {"file": upload}, follow=True)
    assert response.redirect_chain[-1][0] == url(world, "import_review", sheet.pk)
    assert SheetImport.objects.count() == 1
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    "data", [{}, {"text": "x", "file": "both"}, {"file": ("x.exe", b"MZ")}, {"file": ("x.doc", b"x")}, {"file": ("x.docx", b"")}]
)
def test_what_cannot_be_handed_in_is_refused_with_a_sentence(world, data):
    file = data.get("file")
    if isinstance(file, tuple):
        data = {"file": SimpleUploadedFile(*file)}
    elif file:
        data = data | {"file": SimpleUploadedFile("x.csv", b"a")}
    response = client_of(world.coordinator).post(url(world, "imports"), data)
    assert response.status_code == 422
    assert not SheetImport.objects.exists()


@pytest.mark.parametrize("name", ["import_review", "import_apply"])
def test_the_number_of_queries_does_not_depend_on_the_rows(world, before, name):
    one = scored(world)
    rows = [make_entry(number, title, "กอง finance", score="100") for number, title in enumerate(titles(world) * 10, 1)]
    many = make_sheet(world, rows, content=b"more", status_year=2589)
    counts = []
    for sheet in (one, many):
        client = client_of(world.coordinator)
        client.get("/me/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(world, name, sheet.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 30
    assert SheetRow.objects.filter(sheet=many).count() == 40

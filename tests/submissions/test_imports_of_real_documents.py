"""Two real documents from the file to the year: every item, every department, all scores and comments; and again, changing nothing."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils.translation import override

from accounts.actions import join, save_agency
from accounts.enums import Role
from accounts.models import Department
from assignments.enums import FragmentIs
from assignments.importers import deciding
from assignments.importers.deciding import Said
from assignments.importers.review import review_of
from assignments.models import Assessment, Assignment, SheetImport
from assignments.queries import assessment_at
from criteria.importers import import_edition, import_requirements
from criteria.models import Edition
from records.actions import perform
from records.enums import JobState
from records.models import Job
from reports.importers import import_agency
from submissions import actions
from submissions.importers import apply_sheet, plan_digest, scores_of
from submissions.models import Result
from tests.documents.measures import file_of
from tests.factories import make_person
from tests.submissions.test_views import client_of

pytestmark = pytest.mark.django_db
FIXTURES = settings.BASE_DIR / "fixtures"
NOTHING = dict.fromkeys(("assigned", "departments", "aliases", "scores", "comments", "replaced"), 0)


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    import_requirements(FIXTURES / "requirements.yaml")
    for code in ("2563-national", "2564-national", "2566-national"):
        import_edition(FIXTURES / "catalogue" / f"{code}.yaml", by=None, publish=True)


def agency_without_anything(slug: str, edition: str) -> Assessment:
    agency = save_agency(slug, name_th=slug, name_en="", kind="province", by=None)
    join(make_person(f"coordinator@{slug}"), agency, Role.COORDINATOR, by=None)
    return actions.open_year(agency, Edition.objects.get(code=edition), by=None)


def handed_in(year: Assessment, name: str, content: bytes) -> SheetImport:
    """Through the page and the worker's job."""
    client = client_of(coordinator_of(year))
    client.post(f"/{year.scope}/import/", {"file": SimpleUploadedFile(name, content)})
    job = Job.objects.get(kind="assignments.read_document")
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.reason
    sheet = SheetImport.objects.get(assessment=year)
    assert job.result["url"] == f"/{year.scope}/import/{sheet.pk}/"
    assert client.get(job.result["url"]).status_code == 200
    return sheet


def coordinator_of(year: Assessment):
    return year.agency.memberships.get(role=Role.COORDINATOR).user


def explain_as_new(sheet: SheetImport) -> None:
    """Every unknown name is a department of its own, or a sub-unit of the one in whose brackets it stands."""
    while questions := review_of(sheet).open_questions:
        said = [Said(q.fragment.text, FragmentIs.NEW, name=q.fragment.text, under=q.fragment.inside) for q in questions]
        deciding.answer(sheet, said, by=coordinator_of(sheet.assessment))


def apply_all(sheet: SheetImport) -> dict[str, int]:
    by = coordinator_of(sheet.assessment)
    deciding.accept_certain(review_of(sheet), by=by)
    review = review_of(sheet)
    return apply_sheet(sheet, seen=plan_digest(review, scores_of(review)), by=by)


def given(year: Assessment) -> dict[str, tuple]:
    """Item code → (names of departments, names of sub-units, everybody), by name."""
    found: dict[str, tuple] = {}
    for row in Assignment.objects.filter(assessment=year).select_related("item", "department"):
        names, units, everyone = found.get(row.item.code, ((), (), False))
        units = (*units, *(unit.name_th for unit in row.units.all()))
        found[row.item.code] = ((*names, row.department.name_th), units, everyone or row.everyone)
    return {code: (set(names), set(units), everyone) for code, (names, units, everyone) in found.items()}


def right(slug: str) -> dict[str, tuple]:
    """The same from the agency's reviewed file."""
    data = yaml.safe_load((FIXTURES / "agencies" / f"{slug}.yaml").read_text(encoding="utf-8"))
    tops = {one["key"]: one["name_th"] for one in data["departments"]}
    units = {unit["key"]: unit["name_th"] for one in data["departments"] for unit in one["units"]}
    (year,) = [one for one in data["assessments"] if one.get("assignments")]
    found = {}
    for entry in year["assignments"]:
        everyone = bool(entry.get("everyone"))
        names = set(tops.values()) if everyone else {tops[one["key"]] for one in entry["departments"]}
        parts = {units[unit] for one in entry["departments"] for unit in one.get("units") or []}
        found[entry["item"]] = (names, parts, everyone)
    return found


@pytest.mark.parametrize("form", ["text", "docx", "xlsx"])
def test_rayong_with_its_scores_of_the_year_before(form):
    import_agency(FIXTURES / "agencies" / "rayong.yaml", by=None)
    expected = {
        (one.item.code, one.score, one.comment) for one in Result.objects.filter(assessment__edition__code="2563-national")
    }
    assert len(expected) == 43
    standing = assessment_at("rayong", "2564-national")
    Assessment.objects.filter(edition__code="2563-national").delete()
    Assignment.objects.filter(assessment=standing).delete()
    join(make_person("coordinator@rayong"), standing.agency, Role.COORDINATOR, by=None)
    content, name = file_of("rayong", form)
    sheet = handed_in(standing, name, content)
    assert review_of(sheet).open_questions == []
    outcome = apply_all(sheet)
    assert outcome == {**NOTHING, "assigned": 43, "scores": 43, "comments": 18}
    assert given(standing) == right("rayong")
    found = {(one.item.code, one.score, one.comment) for one in Result.objects.filter(assessment__edition__code="2563-national")}
    assert {(code, score) for code, score, _comment in found} == {(code, score) for code, score, _comment in expected}
    assert sum(bool(comment) for _code, _score, comment in found) == 18
    assert Decimal("0.00") in {score for _code, score, _comment in found}
    assert apply_all(sheet) == NOTHING


def test_phrae_for_an_agency_that_has_no_department_yet():
    year = agency_without_anything("new-pao", "2566-national")
    content, name = file_of("phrae-pao", "text")
    sheet = handed_in(year, name, content)
    assert not Department.objects.filter(agency=year.agency).exists()
    explain_as_new(sheet)
    outcome = apply_all(sheet)
    assert outcome["assigned"] == 43
    names = set(Department.objects.filter(agency=year.agency).values_list("name_th", flat=True))
    assert {"กองยุทธศาสตร์ฯ", "กองการเจ้าหน้าที่", "กองคลัง", "กองช่าง", "หน่วยตรวจสอบฯ"} <= names
    assert len(names) == 7  # the secretary's office under both of its spellings: nobody said that they are one
    assert apply_all(sheet) == NOTHING


def test_a_broken_file_is_refused_with_a_sentence():
    year = agency_without_anything("new-pao", "2566-national")
    client = client_of(coordinator_of(year))
    client.post(f"/{year.scope}/import/", {"file": SimpleUploadedFile("list.docx", b"PK\x03\x04 not really")})
    job = Job.objects.get()
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.reason
    page = client.get(f"/{year.scope}/import/{SheetImport.objects.get().pk}/").content.decode()
    assert job.reason in page


# --- the command line


def command(*arguments: object) -> str:
    out = StringIO()
    with override("en"):
        call_command("assignments", "import", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    content, name = file_of("rayong", "text")
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_dry_run_says_what_would_change_and_changes_nothing(document):
    import_agency(FIXTURES / "agencies" / "rayong.yaml", by=None)
    Assignment.objects.filter(assessment__edition__code="2564-national", item__number=1).delete()
    said = command(document, "--agency", "rayong", "--edition", "2564-national")
    assert "43" in said
    assert "O1\t– → Rayong Provincial Office" in said
    assert not SheetImport.objects.exists()
    assert not Assignment.objects.filter(assessment__edition__code="2564-national", item__number=1).exists()


def test_apply_does_what_is_certain(document):
    import_agency(FIXTURES / "agencies" / "rayong.yaml", by=None)
    Assignment.objects.filter(assessment__edition__code="2564-national", item__number=1).delete()
    command(document, "--agency", "rayong", "--edition", "2564-national", "--apply")
    assert given(assessment_at("rayong", "2564-national")) == right("rayong")
    again = command(document, "--agency", "rayong", "--edition", "2564-national", "--apply")
    assert "stands already" in again


def test_apply_refuses_while_there_are_questions(document):
    agency_without_anything("new", "2564-national")
    with pytest.raises(CommandError, match="Not certain"):
        command(document, "--agency", "new", "--edition", "2564-national", "--apply")
    assert not SheetImport.objects.exists()
    command(document, "--agency", "new", "--edition", "2564-national", "--apply", "--leave-doubtful")
    assert Result.objects.filter(assessment__agency__slug="new").count() > 0


@pytest.mark.parametrize(
    ("agency", "edition", "more"),
    [("nobody", "2564-national", []), ("new", "2569-none", []), ("new", "2564-national", ["--scores-to", "2500-none"])],
)
def test_the_command_says_what_it_does_not_know(document, agency, edition, more):
    agency_without_anything("new", "2564-national")
    with pytest.raises(CommandError):
        command(document, "--agency", agency, "--edition", edition, *more)

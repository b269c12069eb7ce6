"""The five agencies' own documents: what they say stands in the rows, and counts as it was counted by hand."""

from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings

from accounts.models import Department
from assignments.models import Assessment, Assignment
from criteria.importers import import_edition, import_requirements
from criteria.scoring import shown
from reports.importers import import_agency
from reports.models import Analysis, Measure, OfficialScore
from reports.publishing import shown_year
from submissions.models import Result, Submission
from submissions.queries import previous_by_item
from submissions.results import standing_of

FIXTURES = settings.BASE_DIR / "fixtures"
pytestmark = pytest.mark.django_db


def load(slug: str, *editions: str) -> dict[str, Assessment]:
    import_requirements(FIXTURES / "requirements.yaml")
    for code in editions:
        import_edition(FIXTURES / "catalogue" / f"{code}.yaml", by=None, publish=True)
    agency = import_agency(FIXTURES / "agencies" / f"{slug}.yaml", by=None)
    found = Assessment.objects.filter(agency=agency).select_related("agency", "edition__scoring")
    return {assessment.edition.code: assessment for assessment in found}


def test_rayong_2563_is_published_with_its_scores_and_comments():
    year = load("rayong", "2563-national", "2564-national")["2563-national"]
    results = list(Result.objects.filter(assessment=year))
    assert Counter(result.score for result in results) == {Decimal(100): 31, Decimal(0): 12}
    assert sum(bool(result.comment) for result in results) == 18
    assert sum(bool(result.comment) for result in results if result.score == 100) == 7
    scores = standing_of(year).scores
    figures = {name: shown(value) for name, value in {**scores.indicators, **scores.instruments}.items() if value is not None}
    assert figures == {"9": Decimal("67.61"), "10": Decimal("50.00"), "OIT": Decimal("58.81")}
    assert year.stage == "published"


def test_rayong_2564_gives_every_item_to_departments():
    year = load("rayong", "2563-national", "2564-national")["2564-national"]
    assert Assignment.objects.filter(assessment=year).values("item").distinct().count() == 43
    everyone = {f"O{n}" for n in (13, 14, 15, 16, 17, 21, 22, 23, 24, 42, 43)}
    assert {a.item.code for a in Assignment.objects.filter(assessment=year, everyone=True).select_related("item")} == everyone
    first = Assignment.objects.get(assessment=year, item__number=1)
    assert (str(first.department.name_th), sorted(unit.name_th for unit in first.units.all())) == (
        "สำนักงานจังหวัดระยอง",
        ["กง.บุคคลฯ", "กง.ยุทธศาสตร์ฯ"],
    )
    assert Department.objects.filter(agency=year.agency, parent=None).count() == 5


def test_last_year_reaches_the_items_through_the_requirement():
    years = load("rayong", "2563-national", "2564-national")
    previous = previous_by_item(years["2564-national"], years["2564-national"].edition.items.all())
    assert len(previous) == 43
    two = previous[years["2564-national"].edition.items.get(number=2).pk]
    assert [(one.fiscal_year, one.code, one.score) for one in two] == [(2563, "O2", Decimal(0))]
    assert two[0].comment.startswith("ไม่พบช่องทางติดต่อผู้บริหาร")


def test_phrae_2566_counts_as_by_hand():
    year = load("phrae-pao", "2566-national")["2566-national"]
    rows = set(Assignment.objects.filter(assessment=year).values_list("item", "source_text"))
    cells = Counter(text for _item, text in rows)
    assert cells == {
        "กองยุทธศาสตร์ฯ": 12,
        "กองการเจ้าหน้าที่": 12,
        "ทุกส่วนราชการ": 5,
        "กองคลัง": 4,
        "สำนักงานเลขานุการ อบจ.": 4,
        "สำนักงานเลขาธิการ อบจ.": 3,
        "หน่วยตรวจสอบฯ": 2,
        "กองยุทธศาสตร์ฯ กองช่าง": 1,
    }
    assert Department.objects.filter(agency=year.agency).count() == 6


def test_rawiang_2568_keeps_what_was_published_beside_what_is_computed():
    year = load("rawiang-sao", "2568-national")["2568-national"]
    scores = dict(OfficialScore.objects.filter(assessment=year).values_list("indicator", "score"))
    assert scores == {
        "1": Decimal("98.81"),
        "2": Decimal("100.00"),
        "3": Decimal("100.00"),
        "4": Decimal("100.00"),
        "5": Decimal("98.81"),
        "6": Decimal("99.47"),
        "7": Decimal("99.76"),
        "8": Decimal("99.00"),
        "9": Decimal("53.50"),
        "10": Decimal("80.00"),
    }
    advice = {result.item.code for result in Result.objects.filter(assessment=year, score=None).select_related("item")}
    assert advice == {"O2", "O4", "O6", "O9", "O12", "O13", "O14", "O16", "O21", "O24"}
    nine = shown_year(year).score_of("9")
    assert (nine.computed, nine.official) == (None, Decimal("53.50"))
    assert (Analysis.objects.filter(assessment=year).count() >= 10, Measure.objects.filter(assessment=year).count()) == (True, 1)


def test_what_two_agencies_said_they_publish_is_kept():
    unit = load("department-unit", "2563-department")["2563-department"]
    labels = [
        label for planned in Submission.objects.filter(assessment=unit).values_list("planned", flat=True) for label in planned
    ]
    assert (sum("-" not in label for label in labels), sum("-" in label for label in labels)) == (26, 32)
    chainat = load("chainat-edu", "2565-moe-ops")["2565-moe-ops"]
    assert len(Submission.objects.get(assessment=chainat, item__number=7).planned) == 2


def test_importing_an_agency_twice_changes_nothing():
    load("rayong", "2563-national", "2564-national")
    before = (Assignment.objects.count(), Result.objects.count(), Department.objects.count(), Submission.objects.count())
    load("rayong", "2563-national", "2564-national")
    assert (Assignment.objects.count(), Result.objects.count(), Department.objects.count(), Submission.objects.count()) == before

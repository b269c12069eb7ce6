"""Reads of official figures, papers and of what the public may see."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import Max

from assignments.models import Assessment
from criteria.enums import Instrument, Stage
from criteria.models import Indicator
from criteria.scoring import mean, shown
from reports.models import Analysis, Measure, OfficialScore, Report
from submissions.models import Result, Submission


def official_scores(assessment: Assessment) -> dict[str, OfficialScore]:
    return {row.indicator: row for row in OfficialScore.objects.filter(assessment=assessment)}


def items_of_many(years: list[Assessment]) -> dict[int, list[tuple[str, str, Decimal | None]]]:
    """Assessment id → code, status and score of each item; a frozen score stands before a live one. Two queries."""
    frozen: dict[tuple[int, int], Decimal | None] = {}
    results = Result.objects.filter(assessment__in=years).order_by("-source")  # computed over official
    for year, item, score in results.values_list("assessment_id", "item_id", "score"):
        frozen[year, item] = score
    found: dict[int, list] = defaultdict(list)
    rows = Submission.objects.filter(assessment__in=years)
    names = ("assessment_id", "item_id", "item__prefix", "item__number", "status", "score")
    for year, item, prefix, number, status, score in rows.values_list(*names):
        found[year].append((f"{prefix}{number}", status, frozen.get((year, item), score)))
    return found


def official_of_many(years: list[Assessment]) -> dict[int, dict[str, Decimal]]:
    """Assessment id → indicator → officially published score."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    rows = OfficialScore.objects.filter(assessment__in=years).values_list("assessment_id", "indicator", "score")
    for year, indicator, score in rows:
        found[year][indicator] = score
    return found


def last_official(assessment: Assessment) -> tuple[int, Decimal | None, Decimal | None, Decimal | None] | None:
    """Fiscal year and the officially published scores of the three instruments in the agency's latest earlier year that has any.

    An instrument's score is the mean of its indicators, where all of them are known. Two queries.
    """
    rows = OfficialScore.objects.filter(
        assessment__agency=assessment.agency_id, assessment__edition__fiscal_year__lt=assessment.edition.fiscal_year
    )
    latest = list(rows.order_by("-assessment__edition__fiscal_year").select_related("assessment__edition"))
    if not latest:
        return None
    edition = latest[0].assessment.edition
    scores = {row.indicator: row.score for row in latest if row.assessment.edition_id == edition.pk}
    tops: dict[str, list[Decimal | None]] = defaultdict(list)
    for indicator in Indicator.objects.filter(edition=edition, parent=None):
        tops[indicator.instrument].append(scores.get(indicator.number))
    iit, eit, oit = (_mean(tops[name]) for name in Instrument.values)
    return edition.fiscal_year, iit, eit, oit


def _mean(scores: list[Decimal | None]) -> Decimal | None:
    return shown(mean(None if score is None else Fraction(score) for score in scores))


def last_result_year(assessment: Assessment) -> int:
    """The latest earlier fiscal year of which results of the agency's items are known; 0 where there is none. One query."""
    rows = Result.objects.filter(
        assessment__agency=assessment.agency_id, assessment__edition__fiscal_year__lt=assessment.edition.fiscal_year
    )
    return rows.aggregate(year=Max("assessment__edition__fiscal_year"))["year"] or 0


def analyses_of(assessment: Assessment) -> list[Analysis]:
    return list(Analysis.objects.filter(assessment=assessment))


def measures_of(assessment: Assessment) -> list[Measure]:
    return list(Measure.objects.filter(assessment=assessment))


def papers_of(assessment: Assessment) -> list[Report]:
    """Newest first; those that a newer one supersedes are marked by `superseded_by`."""
    return list(
        Report.objects.filter(assessment=assessment).select_related("made_by", "superseded_by").prefetch_related("signatures")
    )


def paper(key: UUID | str) -> Report | None:
    return Report.objects.filter(key=key).select_related("assessment__agency", "assessment__edition").first()


def paper_by_code(code: str) -> Report | None:
    return (
        Report.objects.filter(code=code)
        .select_related("assessment__agency", "assessment__edition")
        .prefetch_related("signatures")
        .first()
    )


def paper_by_hash(sha256: str) -> Report | None:
    found = Report.objects.filter(sha256=sha256).select_related("assessment__agency", "assessment__edition", "superseded_by")
    return found.prefetch_related("signatures").first()


def latest_paper(assessment: Assessment, kind: str) -> Report | None:
    return Report.objects.filter(assessment=assessment, kind=kind, superseded_by=None).first()


def published(agency_slug: str, edition_code: str) -> Assessment | None:
    """A year that the public may see."""
    return (
        Assessment.objects.filter(agency__slug=agency_slug, edition__code=edition_code, stage=Stage.PUBLISHED)
        .select_related("agency", "edition", "edition__scoring")
        .first()
    )


def published_years() -> list[Assessment]:
    found = Assessment.objects.filter(stage=Stage.PUBLISHED).select_related("agency", "edition")
    return list(found.order_by("-edition__fiscal_year", "agency__sort_key"))

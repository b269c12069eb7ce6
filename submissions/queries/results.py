"""Scores that stand, of this year and of the same requirements in other years and at other agencies."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Length

from assignments.models import Assessment
from criteria.enums import Stage
from criteria.models import Item, ItemRequirement
from submissions.enums import Answer, ResultSource
from submissions.models import ComponentVerdict, Evidence, Result, Submission


def frozen_results(assessment: Assessment) -> dict[int, Result]:
    """Item id → the result that stands: the one computed here before the official one."""
    return {result.item_id: result for result in Result.objects.filter(assessment=assessment).order_by("-source")}


@dataclass(frozen=True)
class Previous:
    """What happened to the same requirement in an earlier year."""

    fiscal_year: int
    code: str
    title: str
    score: object
    comment: str
    certain: bool
    source: str


def previous_of(submission: Submission) -> list[Previous]:
    """Results of the same requirements in the latest earlier year that has any. One query."""
    return previous_by_item(submission.assessment, Item.objects.filter(pk=submission.item_id)).get(submission.item_id, [])


def previous_by_item(assessment: Assessment, items: QuerySet[Item]) -> dict[int, list[Previous]]:
    """Item id → results of the same requirements in the latest earlier year, joined by requirement and never by code. One query."""
    path = "requirement__items__"
    results = "requirement__items__results__"
    values = (
        "item_id",
        "certain",
        "requirement__uncertain",
        *(f"{results}{name}" for name in ("score", "comment", "source")),
        *(f"{path}{name}" for name in ("number", "prefix", "title_th", "edition__fiscal_year")),
    )
    rows = ItemRequirement.objects.filter(
        item__in=items,
        requirement__items__results__assessment__agency=assessment.agency_id,
        requirement__items__edition__fiscal_year__lt=assessment.edition.fiscal_year,
    )
    found: dict[int, dict[tuple, Previous]] = defaultdict(dict)
    for row in rows.order_by(f"-{path}edition__fiscal_year", f"{path}number").values(*values):
        previous = Previous(
            fiscal_year=row[f"{path}edition__fiscal_year"],
            code=f"{row[f'{path}prefix']}{row[f'{path}number']}",
            title=row[f"{path}title_th"],
            score=row[f"{results}score"],
            comment=row[f"{results}comment"],
            certain=row["certain"] and not row["requirement__uncertain"],
            source=row[f"{results}source"],
        )
        latest = next(iter(found[row["item_id"]].values()), previous).fiscal_year
        if previous.fiscal_year == latest:
            found[row["item_id"]].setdefault((previous.code, previous.source), previous)
    return {item: list(results_.values()) for item, results_ in found.items()}


@dataclass(frozen=True)
class ZeroReason:
    """Why a published answer to a requirement got nothing: a reason that an assessor chose, or the words that came with it."""

    code: str
    comment: str
    own: bool  # of this agency, in the year that `previous_of` shows
    n: int


def zero_reasons(submission: Submission, previous_year: int) -> list[ZeroReason]:
    """The reasons for zero of the same requirements in published years, this agency's own of one year first. One query.

    Verdicts carry a code; results loaded as officially published carry free words instead.
    """
    agency = submission.assessment.agency_id
    judged = ComponentVerdict.objects.filter(
        met=False, review__decided_at__isnull=False, review__submission__score=0, **_published("review__submission__")
    )
    official = Result.objects.filter(source=ResultSource.OFFICIAL, score=0, **_published()).exclude(assessment__agency=agency)
    own = Q(review__submission__assessment__agency=agency)
    own_then = own & Q(review__submission__assessment__edition__fiscal_year=previous_year)
    codes = (
        judged.filter(
            own_then & Q(review__submission__item__in=_same_requirement(submission))
            | ~own & Q(review__submission__item__in=_surely_same(submission))
        )
        .annotate(words=Value("", output_field=TextField()), own=Case(When(own, then=Value(1)), default=Value(0)))
        .values_list("reason", "words", "own")
        .annotate(n=Count("review__submission", distinct=True))
        .order_by()
    )
    words = (
        official.filter(item__in=_surely_same(submission))
        .annotate(reason=Value("", output_field=CharField()), own=Value(0))
        .values_list("reason", "comment", "own")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rows = codes.union(words, all=True).order_by("-own", "-n")[:READ_AT_MOST]
    return [ZeroReason(code, comment, bool(is_own), n) for code, comment, is_own, n in rows]


READ_AT_MOST = 300  # different reasons and comments of one requirement; more would not change which are frequent


def full_marks(submission: Submission, limit: int = 3) -> list[Submission]:
    """Published answers to the same requirement with full marks: agencies of the same kind first, then the newest. One query.

    Each carries `shown_title` and `shown_path` of the evidence to look at.
    """
    results = Result.objects.filter(assessment=OuterRef("assessment"), item=OuterRef("item"))
    evidence = Evidence.objects.filter(submission=OuterRef("pk"), withdrawn_at__isnull=True).order_by(Length("click_path").desc())
    kind = submission.assessment.agency.kind
    return list(
        Submission.objects.filter(Exists(results.filter(score=100)), ~Exists(results.filter(score__lt=100)), **_published())
        .filter(item__in=_surely_same(submission), answer=Answer.YES)
        .exclude(assessment=submission.assessment_id)
        .annotate(
            shown_title=Subquery(evidence.values("title")[:1]),
            shown_path=Subquery(evidence.values("click_path")[:1]),
            same_kind=Case(When(assessment__agency__kind=kind, then=Value(0)), default=Value(1)),
        )
        .filter(shown_title__isnull=False)
        .select_related("assessment__agency", "assessment__edition", "item")
        .order_by("same_kind", "-assessment__edition__fiscal_year", "assessment__agency__sort_key")[:limit]
    )


def _published(path: str = "") -> dict:
    return {f"{path}assessment__stage": Stage.PUBLISHED}


def _same_requirement(submission: Submission) -> QuerySet:
    return ItemRequirement.objects.filter(requirement__items=submission.item_id).values("item")


def _surely_same(submission: Submission) -> QuerySet:
    """Items of any year that ask for the same, where nobody doubts it."""
    mine = ItemRequirement.objects.filter(item=submission.item_id, certain=True, requirement__uncertain=False)
    return ItemRequirement.objects.filter(certain=True, requirement__in=mine.values("requirement")).values("item")

"""Reads of answers, named after the page that needs them."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Length

from accounts.models import Department, User
from assignments.models import Assessment, AssessorAssignment, Assignment
from assignments.queries import Responsible
from criteria.enums import Stage
from criteria.models import Component, Item, ItemRequirement, Window
from criteria.queries import leaves, trees
from criteria.windows import Span
from submissions.enums import Answer, Outcome, ResultSource, Status
from submissions.models import (
    Check,
    Clarification,
    Comment,
    ComponentVerdict,
    Evidence,
    PartialUpload,
    Result,
    Review,
    Snapshot,
    Submission,
)


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


def submissions_of(assessment: Assessment) -> QuerySet[Submission]:
    return (
        Submission.objects.filter(assessment=assessment)
        .select_related("assessment", "item", "item__sub", "item__heading")
        .annotate(evidence_count=Count("evidence", filter=Q(evidence__withdrawn_at__isnull=True)))
        .order_by("item__number")
    )


def submission_at(agency_slug: str, edition_code: str, number: int) -> Submission | None:
    """One answer with its year, its item and the window of the year's stage, in one query."""
    beside = Item.objects.filter(edition=OuterRef("item__edition"))
    window = Window.objects.filter(edition=OuterRef("item__edition"), stage=OuterRef("assessment__stage"))
    return (
        Submission.objects.filter(
            assessment__agency__slug=agency_slug, assessment__edition__code=edition_code, item__number=number
        )
        .annotate(has_before=Exists(beside.filter(number=number - 1)), has_after=Exists(beside.filter(number=number + 1)))
        .annotate(opens_on=Subquery(window.values("opens_on")[:1]), closes_on=Subquery(window.values("closes_on")[:1]))
        .select_related(
            "assessment__agency",
            "assessment__edition",
            "assessment__edition__scoring",
            "item__sub",
            "item__heading",
            "answered_by",
        )
        .first()
    )


def span_at(submission: Submission) -> dict[Stage, Span]:
    """The window of the stage that the year is at, of a submission read by `submission_at`."""
    if submission.opens_on is None or submission.closes_on is None:
        return {}
    stage = Stage(submission.assessment.stage)
    return {stage: Span(stage, submission.opens_on, submission.closes_on)}


def evidence_of(
    submission: Submission, also: Callable[[QuerySet[Evidence]], QuerySet[Evidence]] = lambda rows: rows
) -> list[Evidence]:
    """All evidence that was not withdrawn, each with the components it proves and what its checks say. Three queries.

    `also`: what a page adds to the rows.
    """
    return list(
        also(Evidence.objects.filter(submission=submission, withdrawn_at__isnull=True))
        .select_related("file__scan", "department", "added_by", "reused_from__submission__item__edition")
        .prefetch_related("components", Prefetch("checks", queryset=Check.objects.select_related("answered_by")))
    )


def replaced_of(submission: Submission) -> dict[int, Evidence]:
    """Number → evidence of this answer in whose place a newer version stands."""
    rows = Evidence.objects.filter(submission=submission, newer__isnull=False)
    return {one.pk: one for one in rows.select_related("file__scan", "added_by")}


def evidence_in(assessment: Assessment, key: UUID) -> Evidence | None:
    """One piece of evidence of the year, withdrawn or not."""
    rows = Evidence.objects.filter(submission__assessment=assessment, key=key)
    found = rows.select_related("submission__item", "department", "file").first()
    if found:
        found.submission.assessment = assessment
    return found


def copy_at(key: UUID) -> Snapshot | None:
    """A dated copy, with what it is of."""
    about = (
        "evidence__submission__assessment__agency",
        "evidence__submission__assessment__edition",
        "evidence__submission__item",
    )
    return Snapshot.objects.filter(key=key).select_related("content", "file__scan", *about).first()


def live_evidence(assessment: Assessment) -> QuerySet[Evidence]:
    """The evidence of a whole year, in official order."""
    return (
        Evidence.objects.filter(submission__assessment=assessment, withdrawn_at__isnull=True)
        .select_related("submission__item", "file", "department", "replaces")
        .order_by("submission__item__number", "added_at", "id")
    )


def evidence_to_look_at(**which: object) -> QuerySet[Evidence]:
    """Evidence as the worker looks at it, oldest first. Two queries."""
    return (
        Evidence.objects.filter(withdrawn_at__isnull=True, **which)
        .select_related("file", "submission__item__edition", "submission__assessment__agency")
        .prefetch_related("components")
        .order_by("id")
    )


def looked_at_since(moment: datetime.datetime, names: list[str]) -> QuerySet:
    """The evidence of which one of these checks was made since then."""
    return Check.objects.filter(checked_at__gte=moment, name__in=names).values("evidence")


def years_to_watch() -> QuerySet[Assessment]:
    """Years whose links still matter: until the result is published."""
    return Assessment.objects.exclude(stage=Stage.PUBLISHED).select_related("agency", "edition").order_by("pk")


def open_checks(assessment: Assessment) -> dict[int, list[Check]]:
    """Submission id → what was found at its evidence and nobody answered. One query."""
    found: dict[int, list[Check]] = defaultdict(list)
    rows = Check.objects.filter(evidence__submission__assessment=assessment, outcome=Outcome.FOUND, answer="")
    for check in rows.annotate(submission_id=F("evidence__submission_id")).filter(evidence__withdrawn_at__isnull=True):
        found[check.submission_id].append(check)
    return found


def evidence_by_submission(assessment: Assessment) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in live_evidence(assessment):
        found[evidence.submission_id].append(evidence)
    return found


def comments_of(submission: Submission) -> list[Comment]:
    return list(Comment.objects.filter(submission=submission).select_related("author"))


def reviews_of(submission: Submission) -> list[Review]:
    """Every review with its verdicts. Two queries."""
    verdicts = Prefetch("verdicts", queryset=ComponentVerdict.objects.select_related("component").order_by("component__position"))
    return list(Review.objects.filter(submission=submission).select_related("assessor").prefetch_related(verdicts))


def clarifications_of(submission: Submission) -> list[Clarification]:
    return list(Clarification.objects.filter(submission=submission).select_related("asked_by", "decided_by"))


def open_clarification(submission: Submission) -> Clarification | None:
    return Clarification.objects.filter(submission=submission, decided_at__isnull=True).first()


def neighbours(submission: Submission) -> tuple[str, str]:
    """The codes of the items before and after, of a submission read by `submission_at`; an empty string at either end."""
    prefix, number = submission.item.prefix, submission.item.number
    before = f"{prefix}{number - 1}" if submission.has_before else ""
    return before, f"{prefix}{number + 1}" if submission.has_after else ""


def bases_of(submission: Submission) -> list[Submission]:
    """The answers to the items that this one builds on."""
    return list(
        Submission.objects.filter(assessment=submission.assessment_id, item__dependants=submission.item_id).select_related("item")
    )


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


def tally_of(assessment: Assessment) -> dict[str, int]:
    """Status → number of items."""
    return dict(Submission.objects.filter(assessment=assessment).values_list("status").annotate(n=Count("pk")).order_by())


def tallies(assessments: list[Assessment]) -> dict[int, Counter]:
    """Assessment id → status → number of items; one query for any number of years."""
    found: dict[int, Counter] = defaultdict(Counter)
    rows = (
        Submission.objects.filter(assessment__in=assessments)
        .values_list("assessment_id", "status")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for assessment_id, status, n in rows:
        found[assessment_id][status] = n
    return found


def of_departments(assessments: list[Assessment], departments: frozenset[int]) -> QuerySet[Submission]:
    """The answers of these years to the items that were given to one of these departments, with the day they are due."""
    given = Assignment.objects.filter(assessment=OuterRef("assessment"), item=OuterRef("item"), department__in=departments)
    due = given.filter(due_on__isnull=False).order_by("due_on").values("due_on")[:1]
    found = Submission.objects.filter(Exists(given), assessment__in=assessments).select_related("item")
    return found.annotate(item_due=Subquery(due))


def department_counts(assessments: list[Assessment], departments: frozenset[int]) -> list[tuple[str, str, int]]:
    """Status, its label and the number of items, for those statuses that occur; in the order of the work."""
    rows = of_departments(assessments, departments).select_related(None)
    counts = dict(rows.values_list("status").annotate(n=Count("pk")).order_by())
    return [(status.value, str(status.label), counts[status]) for status in Status if status in counts]


def assessor_counts(assessments: list[Assessment]) -> dict[int, int]:
    rows = (
        AssessorAssignment.objects.filter(assessment__in=assessments)
        .values_list("assessment_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return dict(rows)


def file_evidence(key: UUID | str) -> Evidence | None:
    """A file by its key, with the year it belongs to."""
    return (
        Evidence.objects.filter(key=key, file__isnull=False)
        .select_related("file__scan", "submission__assessment__agency", "submission__assessment__edition")
        .first()
    )


def partial_upload(submission: Submission, owner: User, key: UUID | str) -> PartialUpload | None:
    try:
        return PartialUpload.objects.filter(submission=submission, owner=owner, key=key).first()
    except ValidationError:  # no key at all
        return None


def departments_with_evidence(evidence: list[Evidence]) -> set[int]:
    return {one.department_id for one in evidence if one.department_id}


def missing_departments(responsible: Responsible, evidence: list[Evidence]) -> list[Department]:
    """Where an item was given to every department: those from which nothing has come."""
    if not responsible.everyone:
        return []
    here = departments_with_evidence(evidence)
    return [row.department for row in responsible.rows if row.department_id not in here]


def frozen_results(assessment: Assessment) -> dict[int, Result]:
    """Item id → the result that stands: the one computed here before the official one."""
    return {result.item_id: result for result in Result.objects.filter(assessment=assessment).order_by("-source")}


def to_judge(assessments: list[Assessment]) -> QuerySet[Submission]:
    """What assessors have to do with in these years."""
    return (
        Submission.objects.filter(assessment__in=assessments, status__in=[Status.ACCEPTED, Status.CONTESTED, Status.SCORED])
        .select_related("item")
        .order_by("assessment_id", "item__number")
    )


def decided_reviews(assessments: list[Assessment]) -> dict[int, list[Review]]:
    """Submission id → the reviews with a decision; of answers that are not scored yet."""
    found: dict[int, list[Review]] = defaultdict(list)
    rows = Review.objects.filter(submission__assessment__in=assessments, decided_at__isnull=False)
    for review in rows.only("submission_id", "assessor_id", "score", "decided_at", "by_lead"):
        found[review.submission_id].append(review)
    return found


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


def _published(path: str = "") -> dict:
    return {f"{path}assessment__stage": Stage.PUBLISHED}


def _same_requirement(submission: Submission) -> QuerySet:
    return ItemRequirement.objects.filter(requirement__items=submission.item_id).values("item")


def _surely_same(submission: Submission) -> QuerySet:
    """Items of any year that ask for the same, where nobody doubts it."""
    mine = ItemRequirement.objects.filter(item=submission.item_id, certain=True, requirement__uncertain=False)
    return ItemRequirement.objects.filter(certain=True, requirement__in=mine.values("requirement")).values("item")


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


def decided_by(user_id: int, assessment: Assessment) -> set[int]:
    """The answers of this year on which the assessor has decided."""
    rows = Review.objects.filter(submission__assessment=assessment, assessor=user_id, decided_at__isnull=False)
    return set(rows.values_list("submission_id", flat=True))


def covered_components(assessment: Assessment) -> dict[int, set[int]]:
    """Submission id → the components that its evidence proves."""
    found: dict[int, set[int]] = defaultdict(set)
    ties = Evidence.components.through.objects.filter(
        evidence__submission__assessment=assessment, evidence__withdrawn_at__isnull=True
    )
    for submission_id, component_id in ties.values_list("evidence__submission_id", "component_id"):
        found[submission_id].add(component_id)
    return found


def leaves_by_item(edition_id: int) -> dict[int, list[Component]]:
    """Item id → the parts that are judged."""
    nodes = trees(Component.objects.filter(item__edition=edition_id).order_by("item_id", "position"))
    return defaultdict(list, {item: leaves(roots) for item, roots in nodes.items()})


def bases_by_item(edition_id: int) -> dict[int, list[int]]:
    """Item id → the items it builds on."""
    found: dict[int, list[int]] = defaultdict(list)
    joins = Item.depends_on.through.objects.filter(from_item__edition=edition_id)
    for item, base in joins.values_list("from_item_id", "to_item_id"):
        found[item].append(base)
    return found


def codes_with(assessment: Assessment, statuses: Sequence[Status], departments: frozenset[int] | None = None) -> dict[int, str]:
    """Number → code of the items with one of these statuses; with `departments`, of those given to one of them. One query."""
    found = Submission.objects.filter(assessment=assessment, status__in=statuses)
    if departments is not None:
        found = of_departments([assessment], departments).filter(status__in=statuses)
    return _codes(found)


def codes_to_score(assessment: Assessment, user_id: int) -> dict[int, str]:
    """Number → code of the accepted items on which the assessor has not decided. One query."""
    decided = Review.objects.filter(submission=OuterRef("pk"), assessor=user_id, decided_at__isnull=False)
    return _codes(Submission.objects.filter(~Exists(decided), assessment=assessment, status=Status.ACCEPTED))


def _codes(submissions: QuerySet[Submission]) -> dict[int, str]:
    rows = submissions.order_by("item__number").values_list("item__number", "item__prefix")
    return {number: f"{prefix}{number}" for number, prefix in rows}

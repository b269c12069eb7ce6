"""The answers of a year, and one answer with what stands around it."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from assignments.models import Assessment
from criteria.enums import Stage
from criteria.models import Item, Window
from criteria.windows import Span
from submissions.models import Comment, Submission


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


def comments_of(submission: Submission) -> list[Comment]:
    return list(Comment.objects.filter(submission=submission).select_related("author"))

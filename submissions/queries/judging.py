"""What assessors have to do with, and what they decided."""

from collections import defaultdict

from django.db.models import Prefetch, QuerySet

from assignments.models import Assessment
from submissions.enums import Status
from submissions.models import Clarification, ComponentVerdict, Review, Submission


def reviews_of(submission: Submission) -> list[Review]:
    """Every review with its verdicts. Two queries."""
    verdicts = Prefetch("verdicts", queryset=ComponentVerdict.objects.select_related("component").order_by("component__position"))
    return list(Review.objects.filter(submission=submission).select_related("assessor").prefetch_related(verdicts))


def clarifications_of(submission: Submission) -> list[Clarification]:
    return list(Clarification.objects.filter(submission=submission).select_related("asked_by", "decided_by"))


def open_clarification(submission: Submission) -> Clarification | None:
    return Clarification.objects.filter(submission=submission, decided_at__isnull=True).first()


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


def decided_by(user_id: int, assessment: Assessment) -> set[int]:
    """The answers of this year on which the assessor has decided."""
    rows = Review.objects.filter(submission__assessment=assessment, assessor=user_id, decided_at__isnull=False)
    return set(rows.values_list("submission_id", flat=True))

"""Gathers item scores, calls the arithmetic, freezes results."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assignments.models import Assessment
from criteria import scoring
from criteria.queries import scoring_model
from submissions.enums import ResultSource
from submissions.models import IndicatorResult, Result, Review, Submission


@dataclass(frozen=True)
class Standing:
    """The computed scores of a year with the model they came from."""

    model: scoring.Model
    item_scores: dict[str, Decimal | None]
    scores: scoring.Scores


def item_scores_of(assessment: Assessment) -> dict[str, Decimal | None]:
    """Item code → score: the frozen results when the year has any (computed ones first, then official), else the live answers."""
    frozen: dict[str, Decimal | None] = {}
    rows = Result.objects.filter(assessment=assessment).order_by("source").select_related("item")  # computed before official
    for result in rows:
        frozen.setdefault(result.item.code, result.score)
    if frozen:
        return frozen
    live = Submission.objects.filter(assessment=assessment).select_related("item")
    return {submission.item.code: submission.score for submission in live}


def standing_of(assessment: Assessment, outside: dict[str, Decimal] | None = None) -> Standing:
    """The year's scores as they stand. `outside`: indicator → score of the IIT and EIT surveys, where they are known."""
    return standing_by(scoring_model(assessment.edition), item_scores_of(assessment), outside)


def standing_by(model: scoring.Model, items: dict[str, Decimal | None], outside: dict[str, Decimal] | None = None) -> Standing:
    """The same from what a page has read already."""
    return Standing(model, items, scoring.score(model, items, outside))


def decisive_score(reviews: list[Review], needed: int) -> Decimal | None:
    """The score on which the reviews agree, or None while one is missing or only the lead can settle a disagreement.

    With two blind assessors who differ, the lead assessor's own review decides.
    """
    decided = [review for review in reviews if review.decided_at]
    if len(decided) < needed:
        return None
    scores = {review.score for review in decided}
    if len(scores) == 1:
        return scores.pop()
    by_lead = [review.score for review in decided if review.by_lead]
    return by_lead[-1] if by_lead and len(decided) > needed else None


def disagree(reviews: list[Review], needed: int) -> bool:
    """Whether all needed reviews are in and only the lead can settle them."""
    return len(reviews) >= needed and len({review.score for review in reviews}) > 1


def freeze(assessment: Assessment) -> None:
    """Write the Result rows of a year that is being published. They are never written again."""
    standing = standing_of(assessment)
    submissions = Submission.objects.filter(assessment=assessment).select_related("item").prefetch_related("reviews")
    Result.objects.bulk_create(
        Result(assessment=assessment, item=s.item, source=ResultSource.COMPUTED, score=s.score, comment=public_comment(s))
        for s in submissions
    )
    values: dict[str, Fraction | None] = {**standing.scores.subs, **standing.scores.indicators, **standing.scores.instruments}
    values["total"] = standing.scores.total
    IndicatorResult.objects.bulk_create(
        IndicatorResult(
            assessment=assessment, name=name, score=_stored(value), level=(standing.scores.level or "") if name == "total" else ""
        )
        for name, value in values.items()
    )


def _stored(value: Fraction | None) -> Decimal | None:
    return None if value is None else (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.000001"))


def public_comment(submission: Submission) -> str:
    """What the assessors wrote, as it is published with the score."""
    return "\n".join(review.comment for review in submission.reviews.all() if review.decided_at and review.comment)

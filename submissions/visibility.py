"""Who sees which judgement and which comment at which stage. Pure functions: one place to read, one place to test."""

from collections.abc import Iterable

from accounts.enums import Role
from assignments.queries import Seat
from criteria.enums import Stage
from submissions.enums import Audience
from submissions.models import Comment, Review

SCORES_SHOWN = (Stage.CLARIFYING, Stage.CONFIRMED, Stage.PUBLISHED)
WITH_ASSESSORS = (Stage.ASSESSING, *SCORES_SHOWN)


def sees_year(seat: Seat, stage: str) -> bool:
    """Whether the person may open this agency's year at all: assessors only once it is theirs to assess."""
    if seat.has(Role.ADMIN, Role.OBSERVER) or seat.is_member:
        return True
    return seat.assesses and stage in WITH_ASSESSORS


def sees_scores(seat: Seat, stage: str) -> bool:
    """The agency learns its scores when clarification opens, not one by one before."""
    return seat.assesses or seat.has(Role.ADMIN) or stage in SCORES_SHOWN


def visible_reviews(seat: Seat, user_id: int, stage: str, reviews: Iterable[Review], needed: int) -> list[Review]:
    """Blind until due: an assessor sees the others' reviews only when all are in; a draft is its author's alone."""
    reviews = list(reviews)
    decided = [review for review in reviews if review.decided_at]
    if seat.assesses:
        all_in = len(decided) >= needed
        return [r for r in reviews if r.assessor_id == user_id or (r.decided_at and all_in)]
    return decided if sees_scores(seat, stage) else []


def visible_comments(seat: Seat, comments: Iterable[Comment]) -> list[Comment]:
    """What is said within the agency stays within it."""
    inside = seat.is_member
    return [comment for comment in comments if inside or comment.audience == Audience.ALL]


def sees_agency_history(seat: Seat) -> bool:
    """Who returned what and why is the agency's own affair."""
    return seat.is_member or seat.has(Role.ADMIN)

"""Who sees which judgement and which comment at which stage. One place to read, one place to test; each rule that a search
needs for many years at once stands beside the rule for one, and a test compares the two."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.queries import standing_of
from assignments.models import Assessment
from assignments.queries import Seat, visible_assessments
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


def years_open_to(user: User) -> QuerySet[Assessment]:
    """Every year for which `sees_year` says yes."""
    standing = standing_of(user)
    found = visible_assessments(user)
    if standing.is_admin:
        return found
    return found.filter(Q(agency__in=standing.agencies) | Q(stage__in=WITH_ASSESSORS))


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


def texts_open_to(user: User) -> Q:
    """The same rules on rows of SearchText: the years, and within them what is said within an agency."""
    standing = standing_of(user)
    said = Q(inside=False) | Q(assessment__agency__in=[agency for agency in standing.agencies if standing.belongs_to(agency)])
    return said if standing.is_admin else said & Q(assessment__in=years_open_to(user).order_by().values("pk"))


def sees_agency_history(seat: Seat) -> bool:
    """Who returned what and why is the agency's own affair."""
    return seat.is_member or seat.has(Role.ADMIN)

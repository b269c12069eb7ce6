"""A person's own notices. Those of a year that they may no longer see are not shown either."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.queries import standing_of
from assignments.queries import visible_assessments
from submissions.models import Notice
from submissions.notices.texts import Line, line, target

ON_A_PAGE = 30


def mine(person: User) -> QuerySet[Notice]:
    found = Notice.objects.filter(person=person)
    if standing_of(person).is_admin:
        return found
    return found.filter(assessment__in=visible_assessments(person).values("pk"))


def told(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """With all that a sentence needs."""
    return notices.select_related("assessment__agency", "assessment__edition", "submission__item")


def unread_count(person: User) -> int:
    return mine(person).filter(read_at__isnull=True).count()


def newest(person: User, before: int | None = None) -> tuple[list[Line], int | None]:
    """One page of notices, and where the next one begins. One query, by key: page 100 costs as much as page 1."""
    found = told(mine(person)).order_by("-id")
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found[: ON_A_PAGE + 1])
    lines = [line(notice) for notice in rows[:ON_A_PAGE]]
    return lines, (lines[-1].pk if len(rows) > ON_A_PAGE else None)


def opened(person: User, pk: int) -> str | None:
    """Where the notice leads; it and everything else about the same thing counts as read. None: not theirs."""
    notice = told(mine(person)).filter(pk=pk).first()
    if notice is None:
        return None
    same = Notice.objects.filter(person=person, assessment=notice.assessment, submission=notice.submission)
    same.filter(read_at__isnull=True).update(read_at=timezone.now())
    return target(notice)


def mark_all_read(person: User) -> int:
    return Notice.objects.filter(person=person, read_at__isnull=True).update(read_at=timezone.now())

"""Each morning: what is due in 7, 3 and 1 days, and what is late. Once for each person, item, due day and distance.

Distances are reached, not met: a morning on which nothing ran is made up for on the next.
"""

import datetime

from django.utils import timezone

from accounts.enums import Role
from accounts.queries import members_of
from assignments.models import Assessment
from assignments.queries import answers_window, responsible_by_item, staff_by_department
from criteria.enums import Stage
from submissions.enums import Verb
from submissions.models import Notice, Submission
from submissions.workflow import OPEN_TO_EDIT

DISTANCES = (1, 3, 7)
LATE_WEEKS = 4  # a late item is named again every week, and no longer than this


def years_to_remind() -> list[Assessment]:
    return list(Assessment.objects.filter(stage=Stage.PREPARING).select_related("agency", "edition").order_by("pk"))


def remind(year: Assessment, today: datetime.date) -> int:
    """Write the reminders of one agency's year; running it again writes nothing new. Returns how many items are named."""
    opens, closes = answers_window(year)
    if opens and today < opens:
        return 0
    open_items = list(Submission.objects.filter(assessment=year, status__in=OPEN_TO_EDIT))
    responsible = responsible_by_item(year)
    staff = staff_by_department(year.agency_id)
    coordinators = members_of(year.agency_id, Role.COORDINATOR)
    rows: dict[str, list[Notice]] = {}
    for submission in open_items:
        who = responsible[submission.item_id]
        due = who.due_on or closes
        occasion = _occasion(due, today)
        if due and occasion:
            people = set().union(*(staff.get(pk, set()) for pk in who.department_ids)) or coordinators
            rows.setdefault(occasion, []).extend(_rows(year, submission, people, due, occasion, today))
    for occasion, notices in rows.items():
        _replace(occasion, notices)
    return len({notice.submission_id for notices in rows.values() for notice in notices})


def _occasion(due: datetime.date | None, today: datetime.date) -> str:
    """Names the due day and the distance that was reached; empty when there is nothing to say."""
    if due is None:
        return ""
    left = (due - today).days
    if left < 0:
        week = (-left - 1) // 7
        return f"{due}/late{week}" if week < LATE_WEEKS else ""
    reached = next((distance for distance in DISTANCES if left <= distance), None)
    return f"{due}/{reached}" if reached else ""


def _rows(
    year: Assessment, submission: Submission, people: set[int], due: datetime.date, occasion: str, today: datetime.date
) -> list[Notice]:
    verb = Verb.LATE if due < today else Verb.DUE
    now = timezone.now()
    return [
        Notice(
            person_id=pk,
            verb=verb,
            assessment=year,
            submission=submission,
            facts={"due_on": due.isoformat()},
            occasion=occasion,
            at=now,
        )
        for pk in sorted(people)
    ]


def _replace(occasion: str, notices: list[Notice]) -> None:
    """The new reminder stands for those before it, so that one item counts once."""
    submissions = {notice.submission_id for notice in notices}
    before = Notice.objects.filter(submission__in=submissions, verb__in=[Verb.DUE, Verb.LATE], read_at__isnull=True)
    before.exclude(occasion=occasion).update(read_at=timezone.now())
    Notice.objects.bulk_create(notices, ignore_conflicts=True)

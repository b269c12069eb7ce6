"""Each morning: what is due in 7, 3 and 1 days, and what is late. Once for each person, item, due day and distance;
of a recurring item, for each of its periods.

Distances are reached, not met: a morning on which nothing ran is made up for on the next.
"""

import datetime
from collections.abc import Iterator

from django.utils import timezone

from accounts.enums import Role
from accounts.queries import members_of
from assignments.models import Assessment
from assignments.queries import answers_window, responsible_by_item, staff_by_department
from criteria.enums import Stage
from submissions.enums import Answer, Verb
from submissions.models import Notice, Submission
from submissions.slots import Slot, slots_by_answer
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
    open_items = list(Submission.objects.filter(assessment=year, status__in=OPEN_TO_EDIT).select_related("item"))
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
    for submission, slot, occasion in _periods(year, open_items, today):
        people = set().union(*(staff.get(pk, set()) for pk in responsible[submission.item_id].department_ids)) or coordinators
        rows.setdefault(occasion, []).extend(_rows(year, submission, people, slot.due_on, occasion, today, slot))
    for occasion, notices in rows.items():
        _replace(occasion, notices)
    return len({notice.submission_id for notices in rows.values() for notice in notices})


def _periods(year: Assessment, open_items: list[Submission], today: datetime.date) -> Iterator[tuple[Submission, Slot, str]]:
    """The empty periods of recurring items of which something is to be said today; none of an item that the agency does not have."""
    asked = [submission for submission in open_items if submission.answer != Answer.NO]
    for submission in asked:
        submission.assessment, submission.item.edition = year, year.edition
    slots = slots_by_answer(asked, today=today)
    for submission in asked:
        for slot in slots.get(submission.pk, ()):
            occasion = "" if slot.is_filled else _occasion(slot.due_on, today)
            if occasion:
                yield submission, slot, f"{slot.key}/{occasion}"


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
    year: Assessment,
    submission: Submission,
    people: set[int],
    due: datetime.date | None,
    occasion: str,
    today: datetime.date,
    slot: Slot | None = None,
) -> list[Notice]:
    assert due is not None  # otherwise there is no occasion
    soon, late = (Verb.MONTH_DUE, Verb.MONTH_LATE) if slot else (Verb.DUE, Verb.LATE)
    verb = late if due < today else soon
    facts: dict = {"due_on": due.isoformat()}
    if slot:
        facts |= {"period": slot.key, "covers": [slot.period.first_day.isoformat(), slot.period.last_day.isoformat()]}
    now = timezone.now()
    return [
        Notice(
            person_id=pk,
            verb=verb,
            assessment=year,
            submission=submission,
            facts=facts,
            occasion=occasion,
            at=now,
        )
        for pk in sorted(people)
    ]


def _replace(occasion: str, notices: list[Notice]) -> None:
    """The new reminder stands for those before it, so that one item, or one period of it, counts once."""
    submissions = {notice.submission_id for notice in notices}
    period = notices[0].facts.get("period")  # an occasion is of one period, or of items as a whole
    before = Notice.objects.filter(submission__in=submissions, read_at__isnull=True)
    if period:
        before = before.filter(verb__in=[Verb.MONTH_DUE, Verb.MONTH_LATE], facts__period=period)
    else:
        before = before.filter(verb__in=[Verb.DUE, Verb.LATE])
    before.exclude(occasion=occasion).update(read_at=timezone.now())
    Notice.objects.bulk_create(notices, ignore_conflicts=True)

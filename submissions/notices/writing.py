"""Who is told of what. Called by actions, in their transaction; never tells the person who did it.

A name is a fact only among the agency's own people: an assessor's is in no notice at all.
"""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from accounts.enums import OWN_ROLES, Role
from accounts.models import Department, User
from accounts.queries import members_of
from assignments.models import Assessment
from assignments.queries import (
    active_assessors,
    answers_window,
    coordinators_by_agency,
    due_days,
    earliest_due,
    seat_of,
    staff_answering,
    staff_by_department,
)
from criteria.enums import Stage
from criteria.models import Edition, Item
from criteria.windows import Span
from submissions.enums import Audience, Status, Verb
from submissions.models import Comment, Evidence, Notice, Submission

EXCERPT = 300
# Verb of a step of the year → what its people are told
OF_YEAR = {
    "endorse": Verb.ENDORSED,
    "reopen": Verb.REOPENED,
    "open_assessment": Verb.ASSESSING,
    "open_clarification": Verb.CLARIFYING,
    "confirm": Verb.CONFIRMED,
    "publish": Verb.PUBLISHED,
}
BEFORE_ASSESSMENT = (Verb.ENDORSED, Verb.REOPENED)  # inner matters of the agency


def tell(
    people: Iterable[int],
    verb: Verb,
    assessment: Assessment,
    submission: Submission | None = None,
    *,
    by: User | None,
    **facts: object,
) -> None:
    """One row for each person but the one who did it."""
    Notice.objects.bulk_create(rows_for(people, verb, assessment, submission, by=by, facts=facts))


def rows_for(
    people: Iterable[int], verb: Verb, assessment: Assessment, submission: Submission | None, *, by: User | None, facts: dict
) -> list[Notice]:
    now = timezone.now()
    return [
        Notice(person_id=pk, verb=verb, assessment=assessment, submission=submission, facts=facts, at=now)
        for pk in sorted(set(people) - {by.pk if by else None})
    ]


def _close(verbs: Iterable[Verb], **of: object) -> None:
    """What is over need not be read any more, and is not mailed."""
    Notice.objects.filter(verb__in=verbs, read_at__isnull=True, **of).update(read_at=timezone.now())


def of_filled(submission: Submission, periods: list[str]) -> None:
    """Something stands for these periods now (by their keys): nobody needs to be reminded of them."""
    _close((Verb.MONTH_DUE, Verb.MONTH_LATE), submission=submission, facts__period__in=periods)


def of_step(verb: str, submission: Submission, *, by: User, note: str = "") -> None:
    """A step of one answer was taken."""
    if verb in _STEPS:
        _STEPS[verb](submission, by, note[:EXCERPT])


def _submitted(submission: Submission, by: User, note: str) -> None:
    over = (Verb.RETURNED, Verb.DUE, Verb.LATE, Verb.MONTH_DUE, Verb.MONTH_LATE, Verb.ASSIGNED, Verb.CHASED)
    _close(over, submission=submission)
    year = submission.assessment
    tell(members_of(year.agency_id, Role.COORDINATOR), Verb.SUBMITTED, year, submission, by=by, by_name=str(by))


def _recalled(submission: Submission, by: User, note: str) -> None:
    _close((Verb.SUBMITTED,), submission=submission)


def _returned(submission: Submission, by: User, note: str) -> None:
    year = submission.assessment
    _close((Verb.SUBMITTED, Verb.ACCEPTED), submission=submission)
    _close((Verb.READY,), assessment=year)
    due = earliest_due(year, submission.item_id) or answers_window(year)[1]
    staff = staff_answering(year, submission.item_id)
    tell(staff, Verb.RETURNED, year, submission, by=by, by_name=str(by), text=note, due_on=due.isoformat() if due else "")


def _accepted(submission: Submission, by: User, note: str) -> None:
    year = submission.assessment
    _close((Verb.SUBMITTED,), submission=submission)
    tell(staff_answering(year, submission.item_id), Verb.ACCEPTED, year, submission, by=by, by_name=str(by))
    if not Submission.objects.filter(assessment=year).exclude(status=Status.ACCEPTED).exists():
        tell(members_of(year.agency_id, Role.EXECUTIVE), Verb.READY, year, by=by)


def _contested(submission: Submission, by: User, note: str) -> None:
    year = submission.assessment
    staff = staff_answering(year, submission.item_id) | members_of(year.agency_id, Role.COORDINATOR)
    tell(staff, Verb.CONTESTED, year, submission, by=by, by_name=str(by), text=note)
    tell(active_assessors(year), Verb.CONTESTED, year, submission, by=by, text=note)


def _settled(submission: Submission, by: User, note: str) -> None:
    year = submission.assessment
    _close((Verb.CONTESTED,), submission=submission)
    staff = staff_answering(year, submission.item_id) | members_of(year.agency_id, Role.COORDINATOR)
    tell(staff | active_assessors(year), Verb.SETTLED, year, submission, by=by, text=note)


_STEPS = {
    "submit": _submitted,
    "recall": _recalled,
    "return": _returned,
    "accept": _accepted,
    "contest": _contested,
    "settle": _settled,
}


def of_comment(comment: Comment) -> None:
    """Those who answer for the item, and those who spoke there before; what stays in the agency only to its members."""
    submission, by = comment.submission, comment.author
    year = submission.assessment
    members = staff_answering(year, submission.item_id) | members_of(year.agency_id, Role.COORDINATOR)
    spoke = set(Comment.objects.filter(submission=submission).values_list("author_id", flat=True))
    members |= spoke & members_of(year.agency_id, *OWN_ROLES)
    text = comment.text[:EXCERPT]
    inside = seat_of(by, year).is_member
    tell(members, Verb.COMMENTED, year, submission, by=by, text=text, **({"by_name": str(by)} if inside else {}))
    if comment.audience == Audience.ALL:
        tell(spoke & active_assessors(year), Verb.COMMENTED, year, submission, by=by, text=text)


def of_year(verb: str, year: Assessment, *, by: User, note: str = "") -> None:
    """The agency's year took a step."""
    told = OF_YEAR[verb]
    _close((Verb.READY, *OF_YEAR.values()), assessment=year)
    people = members_of(year.agency_id, *OWN_ROLES)
    tell(people, told, year, by=by, text=note[:EXCERPT])
    if told not in BEFORE_ASSESSMENT:
        tell(active_assessors(year) - people, told, year, by=by)


def of_assignment(
    year: Assessment,
    given: dict[Item, list[Department]],
    *,
    by: User | None,
    dues: dict[int, datetime.date] | None = None,
) -> None:
    """Items were given to departments that did not have them before. What an import brings is told to nobody.

    `dues`: item id → its day, from whoever has read them already. The same number of queries for any number of items.
    """
    if by is None or not any(given.values()):
        return
    people = staff_by_department(year.agency_id)
    dues, closes = due_days(year) if dues is None else dues, answers_window(year)[1]
    notices: list[Notice] = []
    for submission in Submission.objects.filter(assessment=year, item__in=given).select_related("item"):
        due = dues.get(submission.item_id) or closes
        for department in given[submission.item]:
            facts = {"department": department.pk, "due_on": due.isoformat() if due else "", "by_name": str(by)}
            notices += rows_for(people.get(department.pk, ()), Verb.ASSIGNED, year, submission, by=by, facts=facts)
    Notice.objects.bulk_create(notices)


def of_windows(edition: Edition, changed: dict[Stage, Span | None], *, by: User | None) -> None:
    """Days of the calendar changed: told to the coordinators of every year of the edition that is under way. Four queries."""
    years = Assessment.objects.filter(edition=edition).exclude(stage=Stage.PUBLISHED)
    days = {
        stage.value: [span.opens_on.isoformat(), span.closes_on.isoformat()] if span else [] for stage, span in changed.items()
    }
    _close((Verb.WINDOWS,), assessment__in=years)
    coordinators = coordinators_by_agency(years.values("agency"))
    notices: list[Notice] = []
    for year in years:
        people = coordinators.get(year.agency_id, set())
        notices += rows_for(people, Verb.WINDOWS, year, None, by=by, facts={"windows": days})
    Notice.objects.bulk_create(notices)


def of_extension(
    year: Assessment, before: datetime.date | None, until: datetime.date | None, *, reason: str, by: User | None
) -> None:
    """The agency's time for answers changed: told to its coordinators; what was told of it before is over."""
    _close((Verb.EXTENDED,), assessment=year)
    days = [day.isoformat() if day else "" for day in (before, until)]
    people = members_of(year.agency_id, Role.COORDINATOR)
    tell(people, Verb.EXTENDED, year, by=by, text=reason[:EXCERPT], before=days[0], until=days[1])


def of_link(evidence: Evidence, *, works: bool) -> None:
    """An address broke for good, or works again: told once to those who answer for the item and to the coordinators."""
    submission = evidence.submission
    year = submission.assessment
    _close((Verb.LINK_DEAD, Verb.LINK_BACK), submission=submission, facts__evidence=str(evidence.key))
    people = staff_answering(year, submission.item_id) | members_of(year.agency_id, Role.COORDINATOR)
    verb = Verb.LINK_BACK if works else Verb.LINK_DEAD
    tell(people, verb, year, submission, by=None, evidence=str(evidence.key), text=f"{evidence.title}\n{evidence.url}"[:EXCERPT])


def of_virus(evidence: Evidence, found: str) -> None:
    """A virus was found in a file that was kept: told once to who handed it in there, and to the coordinators."""
    submission = evidence.submission
    year = submission.assessment
    people = {evidence.added_by_id} & members_of(year.agency_id, *OWN_ROLES) | members_of(year.agency_id, Role.COORDINATOR)
    text = f"{evidence.title}\n{found}"[:EXCERPT]
    tell(people, Verb.VIRUS, year, submission, by=None, evidence=str(evidence.key), text=text)


def of_withdrawn(evidence: Evidence) -> None:
    """What was withdrawn need not be mended."""
    _close((Verb.LINK_DEAD, Verb.LINK_BACK, Verb.VIRUS), submission=evidence.submission, facts__evidence=str(evidence.key))


def of_chase(
    year: Assessment, given: Iterable[tuple[Submission, Department, set[int], datetime.date | None]], *, by: User, text: str = ""
) -> set[int]:
    """Remind people of items that are missing: each person once for each item. Answers with who was told.

    The new reminder stands for the unread ones before it, so that one item counts once. Three queries for any number of items.
    """
    rows: dict[tuple[int, int], Notice] = {}
    for submission, department, people, due in given:
        facts = {
            "department": department.pk,
            "due_on": due.isoformat() if due else "",
            "by_name": str(by),
            "text": text[:EXCERPT],
        }
        for row in rows_for(people, Verb.CHASED, year, submission, by=by, facts=facts):
            rows.setdefault((row.person_id, submission.pk), row)
    told, items = {person for person, _item in rows}, {item for _person, item in rows}
    _close((Verb.CHASED, Verb.DUE, Verb.LATE), submission__in=items, person__in=told)
    Notice.objects.bulk_create(rows.values())
    return told

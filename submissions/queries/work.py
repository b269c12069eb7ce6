"""How many items wait for whom, and which."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from assignments.models import Assessment, AssessorAssignment, Assignment
from submissions.enums import Status
from submissions.models import Review, Submission


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

"""Earlier versions of evidence, and where else in the year a piece of it may stand."""

from accounts.enums import Role
from assignments.queries import Seat, responsible_by_item
from submissions.models import Evidence, Submission
from submissions.queries import replaced_of, submissions_of
from submissions.workflow import OPEN_TO_EDIT


def add_versions(submission: Submission, evidence: list[Evidence]) -> None:
    """Gives each its earlier versions, newest first. One query where any was replaced, otherwise none."""
    before = replaced_of(submission) if any(one.replaces_id for one in evidence) else {}
    for one in evidence:
        one.versions = []
        earlier = one.replaces_id
        while earlier is not None:
            one.versions.append(before[earlier])
            earlier = before[earlier].replaces_id


def other_items(submission: Submission, seat: Seat) -> list[Submission]:
    """The items of the same year whose answers this person may change now, but this one; in official order."""
    assessment = submission.assessment
    open_now = [one for one in submissions_of(assessment) if one.pk != submission.pk and one.status in OPEN_TO_EDIT]
    if seat.has(Role.COORDINATOR):
        return open_now
    given = responsible_by_item(assessment)
    return [one for one in open_now if one.item_id in given and given[one.item_id].department_ids & seat.departments]

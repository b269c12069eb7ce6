"""What was handed in."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch, QuerySet

from accounts.models import Department, User
from assignments.models import Assessment
from assignments.queries import Responsible
from submissions.models import Check, Evidence, PartialUpload, Snapshot, Submission


def evidence_of(
    submission: Submission, also: Callable[[QuerySet[Evidence]], QuerySet[Evidence]] = lambda rows: rows
) -> list[Evidence]:
    """All evidence that was not withdrawn, each with the components it proves and what its checks say. Three queries.

    `also`: what a page adds to the rows.
    """
    return list(
        also(Evidence.objects.filter(submission=submission, withdrawn_at__isnull=True))
        .select_related("file__scan", "department", "added_by", "reused_from__submission__item__edition")
        .prefetch_related("components", Prefetch("checks", queryset=Check.objects.select_related("answered_by")))
    )


def replaced_of(submission: Submission) -> dict[int, Evidence]:
    """Number → evidence of this answer in whose place a newer version stands."""
    rows = Evidence.objects.filter(submission=submission, newer__isnull=False)
    return {one.pk: one for one in rows.select_related("file__scan", "added_by")}


def evidence_in(assessment: Assessment, key: UUID) -> Evidence | None:
    """One piece of evidence of the year, withdrawn or not."""
    rows = Evidence.objects.filter(submission__assessment=assessment, key=key)
    found = rows.select_related("submission__item", "department", "file").first()
    if found:
        found.submission.assessment = assessment
    return found


def file_evidence(key: UUID | str) -> Evidence | None:
    """A file by its key, with the year it belongs to."""
    return (
        Evidence.objects.filter(key=key, file__isnull=False)
        .select_related("file__scan", "submission__assessment__agency", "submission__assessment__edition")
        .first()
    )


def partial_upload(submission: Submission, owner: User, key: UUID | str) -> PartialUpload | None:
    try:
        return PartialUpload.objects.filter(submission=submission, owner=owner, key=key).first()
    except ValidationError:  # no key at all
        return None


def whole_uploads(submission: Submission, owner: User) -> list[PartialUpload]:
    """What this person sent for the answer in parts, all of which came."""
    return list(PartialUpload.objects.filter(submission=submission, owner=owner, received=F("size")).order_by("touched_at"))


def copy_at(key: UUID) -> Snapshot | None:
    """A dated copy, with what it is of."""
    about = (
        "evidence__submission__assessment__agency",
        "evidence__submission__assessment__edition",
        "evidence__submission__item",
    )
    return Snapshot.objects.filter(key=key).select_related("content", "file__scan", "screenshot__content", *about).first()


def live_evidence(assessment: Assessment) -> QuerySet[Evidence]:
    """The evidence of a whole year, in official order."""
    return (
        Evidence.objects.filter(submission__assessment=assessment, withdrawn_at__isnull=True)
        .select_related("submission__item", "file", "department", "replaces")
        .order_by("submission__item__number", "added_at", "id")
    )


def evidence_by_submission(assessment: Assessment) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for evidence in live_evidence(assessment):
        found[evidence.submission_id].append(evidence)
    return found


def departments_with_evidence(evidence: list[Evidence]) -> set[int]:
    return {one.department_id for one in evidence if one.department_id}


def missing_departments(responsible: Responsible, evidence: list[Evidence]) -> list[Department]:
    """Where an item was given to every department: those from which nothing has come."""
    if not responsible.everyone:
        return []
    here = departments_with_evidence(evidence)
    return [row.department for row in responsible.rows if row.department_id not in here]

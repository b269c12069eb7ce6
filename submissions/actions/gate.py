"""What every step passes: the facts, the policy, and the one function that writes a status."""

import datetime

from django.db import transaction

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import Seat, responsible_by_item, seat_of
from records.actions import record
from submissions import notices, policy
from submissions.models import Evidence, Submission
from submissions.policy import Facts
from submissions.workflow import STEPS


class StaleSubmission(Exception):
    """Somebody else moved or changed the answer in the meantime; nothing of theirs was overwritten."""


def facts_of(submission: Submission, day: datetime.date | None = None) -> Facts:
    """As the calendar stood on `day`, or stands today."""
    return Facts(
        responsible=responsible_by_item(submission.assessment, [submission.item_id])[submission.item_id],
        evidence_count=_evidence_count(submission),
        window=policy.window_of(submission.assessment, day=day),
    )


def allow(submission: Submission, verb: str, by: User) -> Seat:
    seat = seat_of(by, submission.assessment)
    policy.can_step(seat, submission, verb, facts_of(submission)).require()
    return seat


def hold_to_edit(submission: Submission, by: User, day: datetime.date | None = None) -> None:
    """Hold the row, read it fresh, ask the policy: endorsement holds the same rows, so nothing lands after the seal.

    `day`: on which what is written came, where that was not now.
    """
    fresh = Submission.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=submission.pk)
    submission.status, submission.assessment.stage = fresh.status, fresh.assessment.stage
    policy.may_edit(seat_of(by, submission.assessment), submission, facts_of(submission, day)).require()


def ensure_unchanged(submission: Submission, seen: str) -> None:
    """Raise StaleSubmission when the answer no longer stands as the person saw it. Who sends nothing is not asked."""
    if seen and not policy.unchanged(submission, _evidence_count(submission), seen):
        raise StaleSubmission


def _evidence_count(submission: Submission) -> int:
    return Evidence.objects.filter(submission=submission, withdrawn_at__isnull=True).count()


def move(submission: Submission, verb: str, *, by: User, note: str = "", details: dict | None = None, **changes: object) -> None:
    """The status by conditional UPDATE and the audit row, in one transaction. A stale read loses instead of overwriting.

    The condition names columns of the row itself only: a condition on another table would be looked up before the row is
    waited for, and two steps that meet would both win. The stage is held by locking the year instead.
    """
    step = STEPS[verb]
    with transaction.atomic():
        year = held(submission.assessment_id)
        here = Submission.objects.filter(pk=submission.pk, status=submission.status, status__in=step.sources)
        if year.stage not in step.stages or not here.update(status=step.target, **changes):
            raise StaleSubmission
        record(
            verb,
            target=submission,
            by=by,
            scope=submission.assessment.scope,
            note=note,
            item=submission.item.code,
            **(details or {}),
        )
        notices.of_step(verb, submission, by=by, note=note)
    submission.status = step.target
    for name, value in changes.items():
        setattr(submission, name, value)


def held(assessment_id: int) -> Assessment:
    """The year, locked until the transaction ends: its stage stays. Always locked before its answers."""
    return Assessment.objects.select_for_update(no_key=True).get(pk=assessment_id)

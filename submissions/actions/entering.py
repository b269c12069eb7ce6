"""The coordinator's word that an answer stands in the official system: said of just what was seen, and taken back."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assignments.queries import seat_of
from records.actions import record
from submissions import policy
from submissions.actions.gate import StaleSubmission, held
from submissions.copying import copy_row
from submissions.models import Entered, Submission


@transaction.atomic
def enter(submission: Submission, *, seen: str, by: User) -> Entered:
    """`seen`: the digest of what the person copied. Raises StaleSubmission when the answer is another one by now.

    Said twice of the same text, the first word stands.
    """
    held(submission.assessment_id)
    row = copy_row(submission)
    policy.may_enter(seat_of(by, row.submission.assessment), row.submission).require()
    if seen != row.digest:
        raise StaleSubmission
    if row.entered and row.is_entered:
        return row.entered
    words = {"digest": row.digest, "at": timezone.now(), "by": by}
    entered, _created = Entered.objects.update_or_create(submission=row.submission, defaults=words)
    _record("enter", row.submission, by)
    return entered


@transaction.atomic
def take_back_entered(submission: Submission, *, by: User) -> None:
    """It does not stand there after all. Repeating it changes nothing."""
    year = held(submission.assessment_id)
    policy.may_mark_entered(seat_of(by, submission.assessment), year).require()
    deleted, _rows = Entered.objects.filter(submission=submission).delete()
    if deleted:
        _record("take_back_entered", submission, by)


def _record(verb: str, submission: Submission, by: User) -> None:
    record(verb, target=submission, by=by, scope=submission.assessment.scope, item=submission.item.code)

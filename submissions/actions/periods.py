"""Periods of a recurring item: “there was nothing in this month”, stated and taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from criteria.periods import Period
from ita_portal.lib.thai import tidy
from ita_portal.lib.verdict import Verdict
from records.actions import record
from submissions import notices
from submissions.actions.gate import StaleSubmission, hold_to_edit
from submissions.models import Evidence, NothingToReport, Submission
from submissions.slots import filled_by


@transaction.atomic
def state_nothing(submission: Submission, period: Period, *, sentence: str, by: User) -> NothingToReport:
    """State that a period of the item had nothing; shown with this sentence, and sealed like evidence.

    Refused while the period goes on, and where a document stands for it. Stating the same again changes the sentence.
    """
    hold_to_edit(submission, by)
    if period not in submission.item.periods:
        Verdict(_("This item does not ask for that period.")).require()
    if timezone.localdate() <= period.last_day:
        Verdict(_("%(period)s is not over yet; state it afterwards.") % {"period": period.name}).require()
    if not tidy(sentence):
        Verdict(_("Write what there was not, as the public will read it.")).require()
    live = Evidence.objects.filter(submission=submission, withdrawn_at__isnull=True)
    if any(period in filled_by(submission.item, one) for one in live):
        text = _("Evidence stands for %(period)s. Withdraw it, or change its period, before you state that there was nothing.")
        Verdict(text % {"period": period.name}).require()
    _standing(submission, period).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    row = NothingToReport.objects.create(
        submission=submission,
        covers_from=period.first_day,
        covers_until=period.last_day,
        sentence=tidy(sentence)[:300],
        stated_at=timezone.now(),
        stated_by=by,
    )
    _record("state_nothing", submission, period, by, note=row.sentence)
    notices.of_filled(submission, [period.key])
    return row


@transaction.atomic
def take_back_nothing(submission: Submission, period: Period, *, by: User) -> None:
    """Take the statement back; the period is asked for again. Raises StaleSubmission when somebody else did already."""
    hold_to_edit(submission, by)
    _take_back(submission, period, by)


def _take_back(submission: Submission, period: Period, by: User) -> None:
    if not _standing(submission, period).update(withdrawn_at=timezone.now(), withdrawn_by=by):
        raise StaleSubmission
    _record("take_back_nothing", submission, period, by)


def filled(submission: Submission, evidence: Evidence, *, by: User) -> None:
    """Evidence came for some of the item's periods: it stands instead of a statement, and their reminders are over.

    Called by the actions that write evidence, while they hold the answer.
    """
    periods = filled_by(submission.item, evidence)
    if not periods:
        return
    stated = set(_live(submission).values_list("covers_from", flat=True))
    for period in periods:
        if period.first_day in stated:
            _take_back(submission, period, by)
    notices.of_filled(submission, [period.key for period in periods])


def _live(submission: Submission):
    return NothingToReport.objects.filter(submission=submission, withdrawn_at__isnull=True)


def _standing(submission: Submission, period: Period):
    return _live(submission).filter(covers_from=period.first_day)


def _record(verb: str, submission: Submission, period: Period, by: User, note: str = "") -> None:
    scope, code = submission.assessment.scope, submission.item.code
    record(verb, target=submission, by=by, scope=scope, note=note, item=code, covers=period.interval)

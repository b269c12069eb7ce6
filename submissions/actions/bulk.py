"""One step for several answers: each is asked for on its own, and each says what became of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions import assign_many
from assignments.models import Assessment
from submissions import policy
from submissions.actions.answering import accept, return_for_changes
from submissions.actions.gate import StaleSubmission
from submissions.actions.judging import score_as_met
from submissions.models import Submission

STEPS: dict[str, Callable] = {"accept": accept, "return": return_for_changes, "score_as_met": score_as_met}


@dataclass(frozen=True)
class Outcome:
    """What became of one of them; without a refusal it was done."""

    submission: Submission
    refusal: str = ""


def take_step(submissions: Iterable[Submission], verb: str, *, seen: dict[str, str], by: User, **words: object) -> list[Outcome]:
    """The step for each. `seen`: item code → how it stood when the person looked; one that changed since is left alone."""
    return [Outcome(submission, _refusal(submission, verb, seen, by, words)) for submission in submissions]


def _refusal(submission: Submission, verb: str, seen: dict[str, str], by: User, words: dict) -> str:
    try:
        _unchanged(submission, seen).require()
        STEPS[verb](submission, **words, by=by)
    except PermissionDenied as refusal:
        return str(refusal)
    except StaleSubmission:
        return _("Somebody else changed it in this moment. Look at it again before you decide.")
    return ""


def _unchanged(submission: Submission, seen: dict[str, str]):
    return policy.unchanged(submission, submission.evidence_count, seen.get(submission.item.code, ""))


def assign_all(
    assessment: Assessment, submissions: list[Submission], *, seen: dict[str, str], by: User, **words
) -> list[Outcome]:
    """Give the items to departments, all in one transaction; those that somebody changed since `seen` are left alone."""
    outcomes = [Outcome(submission, _unchanged(submission, seen).reason) for submission in submissions]
    items = [outcome.submission.item for outcome in outcomes if not outcome.refusal]
    if items:
        assign_many(assessment, items, **words, by=by)
    return outcomes

"""One step for several answers: each is asked for on its own, and each says what became of it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Department, User
from assignments.actions import assign_many
from assignments.cells import NewDay, save_cells
from assignments.models import Assessment, Assignment
from records.templatetags.thai import date_be
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


def days_as_seen(rows: Iterable[Assignment]) -> str:
    """Each department of an item with its due day, as a page remembers what it showed: `12:2047-03-31,13:`."""
    return ",".join(f"{row.department_id}:{row.due_on.isoformat() if row.due_on else ''}" for row in rows)


def _days_seen(text: str) -> dict[int, datetime.date | None]:
    """The same read back; what nobody can have seen is passed over."""
    found: dict[int, datetime.date | None] = {}
    for pair in text.split(","):
        department, _colon, day = pair.partition(":")
        try:
            found[int(department)] = datetime.date.fromisoformat(day) if day else None
        except ValueError:
            continue
    return found


def set_days(
    assessment: Assessment,
    submissions: list[Submission],
    *,
    seen: dict[str, str],
    department: Department | None,
    due_on: datetime.date | None,
    by: User,
) -> list[Outcome]:
    """One due day for what this department, or every department, answers for; what somebody else set since `seen` is left alone."""
    days = []
    for submission in submissions:
        shown = _days_seen(seen.get(submission.item.code, ""))
        meant = {pk: day for pk, day in shown.items() if department is None or pk == department.pk}
        days.append(NewDay(submission.item_id, meant, due_on))
    saved = save_cells(assessment, [], days=days, by=by)
    left = {one.change.item: one.now for one in saved.conflicts}
    return [Outcome(one, _day_refusal(left[one.item_id]) if one.item_id in left else "") for one in submissions]


def _day_refusal(now: object) -> str:
    days = now if isinstance(now, tuple) else ()
    theirs = ", ".join(dict.fromkeys(date_be(day, "short") or "—" for day in days))
    return _("Somebody else set another day in the meantime: %(day)s. It was left so.") % {"day": theirs}

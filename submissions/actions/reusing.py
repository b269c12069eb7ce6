"""Evidence of an earlier year: used again by a person's word, or found no longer valid. The earlier year itself is only read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, User
from assignments.models import Assignment
from criteria.crosswalk import title_key
from criteria.models import Component
from ita_portal.lib.thai import tidy
from ita_portal.lib.verdict import Verdict
from records.actions import record
from submissions.actions.answering import About, add_row, refuse_twice
from submissions.actions.gate import hold_to_edit
from submissions.earlier import proved_before
from submissions.models import Evidence, NoLonger, Submission


@transaction.atomic
def use_again(submission: Submission, old: Evidence, *, by: User) -> Evidence:
    """Add it to this year's answer: the same address or the same stored file, tied to the components that read the same."""
    hold_to_edit(submission, by)
    _refuse_foreign(submission, old)
    same = {"file": old.file} if old.file_id else {"url": old.url}
    refuse_twice(submission, old.title, **same)
    about = About(
        old.title, _department(submission, old, by), _same_components(submission, old), old.click_path, old.covers, old.place
    )
    what = {"kind": old.kind, "url": old.url, "file": old.file, "file_name": old.file_name, "title": old.title}
    evidence = add_row(submission, about, by=by, reused_from=old, **what)
    NoLonger.objects.filter(submission=submission, evidence=old).delete()
    _record("use_again", submission, old, by)
    return evidence


@transaction.atomic
def no_longer(submission: Submission, old: Evidence, *, reason: str, by: User) -> NoLonger:
    """Remember that it does not prove this year's item, and why."""
    hold_to_edit(submission, by)
    _refuse_foreign(submission, old)
    if not tidy(reason):
        Verdict(_("Say why it is no longer valid; the next person reads it.")).require()
    words = {"reason": tidy(reason)[:500], "decided_at": timezone.now(), "decided_by": by}
    row, _created = NoLonger.objects.update_or_create(submission=submission, evidence=old, defaults=words)
    _record("no_longer", submission, old, by, note=row.reason)
    return row


@dataclass(frozen=True)
class Decided:
    """What became of one of them; without a refusal it was done."""

    submission: Submission
    evidence: Evidence
    refusal: str = ""


def decide_all(pairs: Iterable[tuple[Submission, Evidence]], *, again: bool, reason: str = "", by: User) -> list[Decided]:
    """Each on its own: what is refused does not take the others along."""
    return [Decided(answer, old, _refusal(answer, old, again, reason, by)) for answer, old in pairs]


def _refusal(submission: Submission, old: Evidence, again: bool, reason: str, by: User) -> str:
    try:
        if again:
            use_again(submission, old, by=by)
        else:
            no_longer(submission, old, reason=reason, by=by)
    except PermissionDenied as refusal:
        return str(refusal)
    return ""


def _refuse_foreign(submission: Submission, old: Evidence) -> None:
    if not proved_before(submission, old):
        Verdict(_("This is no evidence of an earlier year for the same requirement.")).require()


def _department(submission: Submission, old: Evidence, by: User) -> Department | None:
    """The one that added it, where it answers for this year's item, too."""
    rows = Assignment.objects.filter(assessment=submission.assessment_id, item=submission.item_id, department=old.department_id)
    return old.department if old.department_id and rows.exists() else None


def _same_components(submission: Submission, old: Evidence) -> tuple[Component, ...]:
    """This year's components whose wording is that of the ones it proved, whatever year they name."""
    proved = {title_key(component.text) for component in old.components.all()}
    return tuple(one for one in Component.objects.filter(item=submission.item_id) if title_key(one.text) in proved)


def _record(verb: str, submission: Submission, old: Evidence, by: User, note: str = "") -> None:
    scope, code = submission.assessment.scope, submission.item.code
    record(verb, target=submission, by=by, scope=scope, note=note, item=code, evidence=old.pk)

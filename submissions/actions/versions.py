"""A newer version of a piece of evidence, and the same piece at another item of the year. Nothing is ever overwritten."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment
from ita_portal.lib.verdict import Verdict
from records.actions import record
from submissions import notices
from submissions.actions.answering import About, add_row, refuse_no_address, refuse_twice, take_in
from submissions.actions.gate import StaleSubmission, hold_to_edit
from submissions.enums import EvidenceKind
from submissions.models import Evidence, Submission
from submissions.search import texts


@transaction.atomic
def replace_evidence(old: Evidence, what: str | UploadedFile, *, by: User) -> Evidence:
    """Put another address or file in its place. What was said of it carries over; the old one stays in the history."""
    submission = old.submission
    hold_to_edit(submission, by)
    same: dict
    new: dict
    if isinstance(what, str):
        refuse_no_address(what)
        name, same, new = what, {"url": what}, {"kind": EvidenceKind.URL, "url": what}
    else:
        stored, name = take_in(submission, what, by=by)
        same, new = {"file": stored}, {"kind": EvidenceKind.FILE, "file": stored, "file_name": name}
    refuse_twice(submission, name, **same)
    title = name[:300] if old.title in (old.url[:300], old.file_name) else old.title
    live = Evidence.objects.filter(pk=old.pk, withdrawn_at__isnull=True)
    reason = _("Replaced by version %(n)s") % {"n": old.version + 1}
    if not live.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason):
        raise StaleSubmission
    texts.drop_evidence(old)
    notices.of_withdrawn(old)
    about = About(title, old.department, tuple(old.components.all()), old.click_path, old.covers, old.place)
    evidence = add_row(submission, about, by=by, title=title, replaces=old, version=old.version + 1, **new)
    _record("replace_evidence", submission, by, evidence=evidence.pk, before=old.pk, what=str(evidence.file_id or evidence.url))
    return evidence


@transaction.atomic
def use_also(submission: Submission, one: Evidence, *, by: User) -> Evidence:
    """The same address or file for another item of the same year; which components it proves there is said there."""
    hold_to_edit(submission, by)
    if one.submission.assessment_id != submission.assessment_id or one.withdrawn_at:
        Verdict(_("This is no evidence of the same year that still stands.")).require()
    refuse_twice(submission, one.title, **({"file": one.file} if one.file_id else {"url": one.url}))
    given = Assignment.objects.filter(
        assessment=submission.assessment_id, item=submission.item_id, department=one.department_id
    ).exists()
    about = About(one.title, one.department if given else None, (), one.click_path, one.covers, one.place)
    what = {"kind": one.kind, "url": one.url, "file": one.file, "file_name": one.file_name, "title": one.title}
    evidence = add_row(submission, about, by=by, reused_from=one, **what)
    _record("use_also", submission, by, evidence=evidence.pk, before=one.pk)
    return evidence


def _record(verb: str, submission: Submission, by: User, **details: Any) -> None:
    record(verb, target=submission, by=by, scope=submission.assessment.scope, item=submission.item.code, **details)

"""The agency writes: answers, evidence, comments, and the steps up to accepted."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, User
from assignments.queries import seat_of
from criteria.models import Component
from criteria.periods import Period
from ita_portal.lib.thai import tidy, tidy_lines
from ita_portal.lib.verdict import Verdict
from records.actions import record
from records.queries import history_of
from submissions import notices, policy, quota, uploads
from submissions.actions import periods
from submissions.actions.gate import StaleSubmission, allow, hold_to_edit, move
from submissions.actions.looking import ask_for_look
from submissions.actions.publishing import ask_for_public_copy
from submissions.actions.scanning import ask_for_scan
from submissions.enums import Audience, EvidenceKind
from submissions.models import Comment, Evidence, StoredFile, Submission
from submissions.search import texts

SITTING = datetime.timedelta(minutes=15)


@transaction.atomic
def save_answer(
    submission: Submission, *, answer: str, explanation: str, reason_none: str, version: int, draft: bool = False, by: User
) -> None:
    """Save the texts if nobody saved since `version`; raises StaleSubmission otherwise, so that both texts can be shown.

    Sending the same texts twice is saved once. `draft`: saved while somebody writes; a sitting stands in the audit trail once.
    """
    hold_to_edit(submission, by)
    values = {"answer": answer, "explanation": tidy_lines(explanation), "reason_none": tidy_lines(reason_none)}
    same = Submission.objects.filter(pk=submission.pk, version=version, status=submission.status)
    if not same.update(**values, version=version + 1, answered_at=timezone.now(), answered_by=by):
        if not Submission.objects.filter(pk=submission.pk, status=submission.status, answered_by=by, **values).exists():
            raise StaleSubmission
    elif not (draft and _recorded_lately(submission, "save_answer", by)):
        record(
            "save_answer", target=submission, by=by, scope=submission.assessment.scope, item=submission.item.code, answer=answer
        )
    submission.refresh_from_db(fields=[*values, "version", "answered_at", "answered_by"])
    texts.keep_answer(submission)


def _recorded_lately(submission: Submission, verb: str, by: User) -> bool:
    """Whether the newest event of this answer is the same deed of the same person, a short while ago."""
    last = next(iter(history_of("submission", submission.pk, 1)), None)
    return last is not None and (last.verb, last.actor_id) == (verb, by.pk) and timezone.now() - last.at < SITTING


@dataclass(frozen=True)
class About:
    """What is said of a piece of evidence, whichever kind it is."""

    title: str = ""
    department: Department | None = None
    components: tuple[Component, ...] = ()
    click_path: str = ""
    covers: Period | None = None  # what the document is of, whenever it was uploaded
    place: str = ""  # where in it: “หน้า 12, ตารางที่ 3”


@transaction.atomic
def add_url(submission: Submission, url: str, about: About, *, by: User) -> Evidence:
    """Add a web address as evidence."""
    hold_to_edit(submission, by)
    refuse_no_address(url)
    refuse_twice(submission, url, url=url)
    evidence = add_row(submission, about, by=by, kind=EvidenceKind.URL, url=url, title=tidy(about.title) or url[:300])
    _record_added(evidence, by, url=url)
    return evidence


def refuse_no_address(url: str) -> None:
    if not url.startswith(("https://", "http://")):
        Verdict(_("An address begins with https:// or http://.")).require()


@transaction.atomic
def add_file(
    submission: Submission, upload: UploadedFile, about: About, *, came_on: datetime.date | None = None, by: User
) -> Evidence:
    """Keep an upload and add it as evidence. Refuses with a sentence what cannot be kept.

    `came_on`: the day of its last byte, where that was not now; by it the calendar is asked.
    """
    hold_to_edit(submission, by, came_on)
    stored, name = take_in(submission, upload, by=by)
    refuse_twice(submission, name, file=stored)
    evidence = add_row(
        submission, about, by=by, kind=EvidenceKind.FILE, file=stored, file_name=name, title=tidy(about.title) or name
    )
    _record_added(evidence, by, sha256=stored.sha256, **({"came_on": came_on.isoformat()} if came_on else {}))
    return evidence


def take_in(submission: Submission, upload: UploadedFile, *, by: User) -> tuple[StoredFile, str]:
    """Store an upload for an answer that the caller holds; returns the row and the file's name. Refuses what cannot be kept."""
    policy.may_take_file(quota.kept(submission), upload.size or 0).require()
    Verdict(uploads.problem_with(upload)).require()
    stored, name = uploads.keep(upload, by=by)
    ask_for_scan(stored)
    ask_for_public_copy(stored)
    return stored, name


def _record_added(evidence: Evidence, by: User, **what: str) -> None:
    submission = evidence.submission
    covers = {"covers": evidence.covers.interval} if evidence.covers else {}
    record(
        "add_evidence", target=submission, by=by, scope=submission.assessment.scope, item=submission.item.code, **what, **covers
    )


def refuse_twice(submission: Submission, name: str, **same: object) -> None:
    """The same address or the same bytes prove nothing twice; a second click or a page sent again adds nothing."""
    if Evidence.objects.filter(submission=submission, withdrawn_at__isnull=True, **same).exists():
        Verdict(_("“%(name)s” is among the evidence already.") % {"name": name}).require()


@dataclass(frozen=True)
class Wanted:
    """A piece of evidence as somebody hands it in: an address or an upload, and what is said of it."""

    what: str | UploadedFile
    about: About
    came_on: datetime.date | None = None  # of an upload whose last byte came before


def add_all(submission: Submission, wanted: Iterable[Wanted], *, by: User) -> tuple[list[Evidence], list[str]]:
    """Add each on its own: what is refused does not take the others along. Returns what was added, and the refusals' sentences."""
    added, refused = [], []
    for one in wanted:
        try:
            if isinstance(one.what, str):
                added.append(add_url(submission, one.what, one.about, by=by))
            else:
                added.append(add_file(submission, one.what, one.about, came_on=one.came_on, by=by))
        except PermissionDenied as refusal:
            refused.append(str(refusal))
    return added, list(dict.fromkeys(refused))


def add_row(submission: Submission, about: About, *, by: User, **what: object) -> Evidence:
    evidence = Evidence.objects.create(
        submission=submission,
        department=about.department,
        click_path=tidy(about.click_path),
        place=tidy(about.place),
        added_at=timezone.now(),
        added_by=by,
        **_days(about.covers),
        **what,
    )
    periods.filled(submission, evidence, by=by)
    evidence.components.set(component for component in about.components if component.item_id == submission.item_id)
    texts.keep_evidence(evidence)
    ask_for_look(evidence, by=by)
    return evidence


def _days(covers: Period | None) -> dict:
    return {"covers_from": covers.first_day, "covers_until": covers.last_day} if covers else {}


@transaction.atomic
def describe_evidence(evidence: Evidence, about: About, *, by: User) -> None:
    """Change what is said of a piece of evidence; the address or the bytes stay."""
    submission = evidence.submission
    hold_to_edit(submission, by)
    evidence.title = tidy(about.title) or evidence.title
    evidence.click_path = tidy(about.click_path)
    evidence.place = tidy(about.place)
    evidence.department = about.department
    evidence.covers_from, evidence.covers_until = (
        (about.covers.first_day, about.covers.last_day) if about.covers else (None, None)
    )
    evidence.save(update_fields=["title", "click_path", "place", "department", "covers_from", "covers_until"])
    periods.filled(submission, evidence, by=by)
    texts.keep_evidence(evidence)
    evidence.components.set(component for component in about.components if component.item_id == submission.item_id)
    ask_for_look(evidence, by=by)
    record(
        "describe_evidence",
        target=submission,
        by=by,
        scope=submission.assessment.scope,
        item=submission.item.code,
        evidence=evidence.pk,
        **({"covers": evidence.covers.interval} if evidence.covers else {}),
    )


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, reason: str, by: User) -> None:
    """Take a piece of evidence back. It stays in the history with the reason."""
    submission = evidence.submission
    hold_to_edit(submission, by)
    if not tidy(reason):
        Verdict(_("Say why the evidence is withdrawn; the reason is kept in the history.")).require()
    live = Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True)
    if not live.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=tidy(reason)):
        raise StaleSubmission
    texts.drop_evidence(evidence)
    notices.of_withdrawn(evidence)
    record("withdraw_evidence", target=submission, by=by, scope=submission.assessment.scope, note=reason, evidence=evidence.pk)


def submit(submission: Submission, *, by: User) -> None:
    """Hand the answer in. The audit trail keeps a digest of its words as they were then."""
    submission.refresh_from_db(fields=["answer", "explanation", "reason_none", "version"])
    allow(submission, "submit", by)
    words = "\n".join((submission.answer, submission.explanation, submission.reason_none))
    move(
        submission, "submit", by=by, details={"version": submission.version, "sha256": hashlib.sha256(words.encode()).hexdigest()}
    )


def recall(submission: Submission, *, by: User) -> None:
    allow(submission, "recall", by)
    move(submission, "recall", by=by)


@transaction.atomic
def return_for_changes(submission: Submission, *, comment: str, by: User) -> None:
    """Send the answer back to the department; the comment says what to change."""
    allow(submission, "return", by)
    if not tidy(comment):
        Verdict(_("Write what has to be changed; the department reads it.")).require()
    move(submission, "return", by=by, note=tidy_lines(comment))
    _say(submission, comment, Audience.AGENCY, by)


def accept(submission: Submission, *, by: User) -> None:
    allow(submission, "accept", by)
    move(submission, "accept", by=by)


@transaction.atomic
def add_comment(submission: Submission, *, text: str, by: User) -> Comment:
    """Say something under the item: members speak within the agency, assessors to everybody who sees the year."""
    seat = seat_of(by, submission.assessment)
    policy.may_comment(seat).require()
    if not tidy(text):
        Verdict(_("Write a comment first.")).require()
    audience = Audience.AGENCY if seat.is_member else Audience.ALL
    comment = _say(submission, text, audience, by)
    notices.of_comment(comment)
    return comment


def _say(submission: Submission, text: str, audience: Audience, by: User) -> Comment:
    comment = Comment.objects.create(submission=submission, author=by, audience=audience, text=tidy_lines(text))
    texts.keep_comment(comment)
    return comment

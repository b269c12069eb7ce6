"""Answering, judging, and moving the year. The only writer of `Submission.status` is `_move`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Agency, Department, User
from assignments import actions as years
from assignments.models import Assessment, AssessorAssignment
from assignments.queries import Seat, responsible_by_item, seat_of
from criteria.models import Component, Edition, Item
from criteria.queries import allowed_scores, components_of, required_leaves
from criteria.scoring import component_score
from ita_portal.lib.thai import tidy, tidy_lines
from ita_portal.lib.verdict import Verdict
from records.actions import record
from submissions import policy, uploads
from submissions.enums import Audience, EvidenceKind
from submissions.models import Clarification, Comment, ComponentVerdict, Evidence, Review, SealedEvidence, Submission
from submissions.policy import Facts, Tally
from submissions.queries import live_evidence, open_clarification, reviews_of, tally_of
from submissions.results import decisive_score, freeze
from submissions.workflow import STEPS


class StaleSubmission(Exception):
    """Somebody else moved or changed the answer in the meantime; nothing of theirs was overwritten."""


@transaction.atomic
def open_year(agency: Agency, edition: Edition, *, source: dict | None = None, by: User | None) -> Assessment:
    """Let an agency take part in an edition, with an empty answer for every item; repeating it changes nothing."""
    assessment = years.open_year(agency, edition, source=source, by=by)
    here = set(Submission.objects.filter(assessment=assessment).values_list("item_id", flat=True))
    missing = [item for item in Item.objects.filter(edition=edition) if item.pk not in here]
    Submission.objects.bulk_create(Submission(assessment=assessment, item=item) for item in missing)
    return assessment


# --- facts and the one gate of status -------------------------------------------------------------------------------


def facts_of(submission: Submission) -> Facts:
    return Facts(
        responsible=responsible_by_item(submission.assessment, [submission.item_id])[submission.item_id],
        evidence_count=Evidence.objects.filter(submission=submission, withdrawn_at__isnull=True).count(),
        window=policy.window_of(submission.assessment),
    )


def _allow(submission: Submission, verb: str, by: User) -> Seat:
    seat = seat_of(by, submission.assessment)
    policy.can_step(seat, submission, verb, facts_of(submission)).require()
    return seat


def _move(submission: Submission, verb: str, *, by: User, note: str = "", **changes: object) -> None:
    """The status by conditional UPDATE and the audit row, in one transaction. A stale read loses instead of overwriting.

    The condition names columns of the row itself only: a condition on another table would be looked up before the row is
    waited for, and two steps that meet would both win. The stage is held by locking the year instead.
    """
    step = STEPS[verb]
    with transaction.atomic():
        year = _held(submission.assessment_id)
        here = Submission.objects.filter(pk=submission.pk, status=submission.status, status__in=step.sources)
        if year.stage not in step.stages or not here.update(status=step.target, **changes):
            raise StaleSubmission
        record(verb, target=submission, by=by, scope=submission.assessment.scope, note=note, item=submission.item.code)
    submission.status = step.target
    for name, value in changes.items():
        setattr(submission, name, value)


# --- answering ------------------------------------------------------------------------------------------------------


def _may_edit(submission: Submission, by: User) -> None:
    """Hold the row, read it fresh, ask the policy: endorsement holds the same rows, so nothing lands after the seal."""
    fresh = Submission.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=submission.pk)
    submission.status, submission.assessment.stage = fresh.status, fresh.assessment.stage
    policy.may_edit(seat_of(by, submission.assessment), submission, facts_of(submission)).require()


@transaction.atomic
def save_answer(submission: Submission, *, answer: str, explanation: str, reason_none: str, version: int, by: User) -> None:
    """Save the texts if nobody saved since `version`; raises StaleSubmission otherwise, so that both texts can be shown."""
    _may_edit(submission, by)
    values = {"answer": answer, "explanation": tidy_lines(explanation), "reason_none": tidy_lines(reason_none)}
    same = Submission.objects.filter(pk=submission.pk, version=version, status=submission.status)
    if not same.update(**values, version=version + 1, answered_at=timezone.now(), answered_by=by):
        raise StaleSubmission
    record("save_answer", target=submission, by=by, scope=submission.assessment.scope, item=submission.item.code, answer=answer)
    submission.refresh_from_db(fields=[*values, "version", "answered_at", "answered_by"])


@dataclass(frozen=True)
class About:
    """What is said of a piece of evidence, whichever kind it is."""

    title: str = ""
    department: Department | None = None
    components: tuple[Component, ...] = ()
    click_path: str = ""


@transaction.atomic
def add_url(submission: Submission, url: str, about: About, *, by: User) -> Evidence:
    """Add a web address as evidence."""
    _may_edit(submission, by)
    evidence = _add(submission, about, by=by, kind=EvidenceKind.URL, url=url, title=tidy(about.title) or url[:300])
    record("add_evidence", target=submission, by=by, scope=submission.assessment.scope, item=submission.item.code, url=url)
    return evidence


@transaction.atomic
def add_file(submission: Submission, upload: UploadedFile, about: About, *, by: User) -> Evidence:
    """Keep an upload and add it as evidence. Refuses with a sentence what cannot be kept."""
    _may_edit(submission, by)
    Verdict(uploads.problem_with(upload)).require()
    stored, name = uploads.keep(upload)
    evidence = _add(
        submission, about, by=by, kind=EvidenceKind.FILE, file=stored, file_name=name, title=tidy(about.title) or name
    )
    record(
        "add_evidence",
        target=submission,
        by=by,
        scope=submission.assessment.scope,
        item=submission.item.code,
        sha256=stored.sha256,
    )
    return evidence


def _add(submission: Submission, about: About, *, by: User, **what: object) -> Evidence:
    evidence = Evidence.objects.create(
        submission=submission,
        department=about.department,
        click_path=tidy(about.click_path),
        added_at=timezone.now(),
        added_by=by,
        **what,
    )
    evidence.components.set(component for component in about.components if component.item_id == submission.item_id)
    return evidence


@transaction.atomic
def describe_evidence(evidence: Evidence, about: About, *, by: User) -> None:
    """Change what is said of a piece of evidence; the address or the bytes stay."""
    submission = evidence.submission
    _may_edit(submission, by)
    evidence.title = tidy(about.title) or evidence.title
    evidence.click_path = tidy(about.click_path)
    evidence.department = about.department
    evidence.save(update_fields=["title", "click_path", "department"])
    evidence.components.set(component for component in about.components if component.item_id == submission.item_id)
    record(
        "describe_evidence",
        target=submission,
        by=by,
        scope=submission.assessment.scope,
        item=submission.item.code,
        evidence=evidence.pk,
    )


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, reason: str, by: User) -> None:
    """Take a piece of evidence back. It stays in the history with the reason."""
    submission = evidence.submission
    _may_edit(submission, by)
    if not tidy(reason):
        Verdict(_("Say why the evidence is withdrawn; the reason is kept in the history.")).require()
    live = Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True)
    if not live.update(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=tidy(reason)):
        raise StaleSubmission
    record("withdraw_evidence", target=submission, by=by, scope=submission.assessment.scope, note=reason, evidence=evidence.pk)


def submit(submission: Submission, *, by: User) -> None:
    _allow(submission, "submit", by)
    _move(submission, "submit", by=by)


def recall(submission: Submission, *, by: User) -> None:
    _allow(submission, "recall", by)
    _move(submission, "recall", by=by)


@transaction.atomic
def return_for_changes(submission: Submission, *, comment: str, by: User) -> None:
    """Send the answer back to the department; the comment says what to change."""
    _allow(submission, "return", by)
    if not tidy(comment):
        Verdict(_("Write what has to be changed; the department reads it.")).require()
    _move(submission, "return", by=by, note=tidy_lines(comment))
    Comment.objects.create(submission=submission, author=by, audience=Audience.AGENCY, text=tidy_lines(comment))


def accept(submission: Submission, *, by: User) -> None:
    _allow(submission, "accept", by)
    _move(submission, "accept", by=by)


@transaction.atomic
def add_comment(submission: Submission, *, text: str, by: User) -> Comment:
    """Say something under the item: members speak within the agency, assessors to everybody who sees the year."""
    seat = seat_of(by, submission.assessment)
    policy.may_comment(seat).require()
    if not tidy(text):
        Verdict(_("Write a comment first.")).require()
    audience = Audience.AGENCY if seat.is_member else Audience.ALL
    return Comment.objects.create(submission=submission, author=by, audience=audience, text=tidy_lines(text))


# --- judging --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judgement:
    """What an assessor says of one component; without a component, of the item as a whole."""

    component_id: int | None
    met: bool
    reason: str = ""
    note: str = ""


@transaction.atomic
def save_review(
    submission: Submission, judgements: Iterable[Judgement], *, comment: str = "", value: Decimal | None = None, by: User
) -> Review:
    """Keep an assessor's work as a draft: as many verdicts as there are, in any state."""
    seat = seat_of(by, submission.assessment)
    policy.may_review(seat, submission).require()
    review, _created = Review.objects.get_or_create(submission=submission, assessor=by)
    if review.decided_at:
        Verdict(_("You have already recorded your score for this item.")).require()
    review.comment, review.score, review.by_lead = tidy_lines(comment), value, seat.has(Role.LEAD_ASSESSOR)
    review.save()
    known = {component.pk for component in Component.objects.filter(item=submission.item_id)} | {None}
    review.verdicts.all().delete()
    ComponentVerdict.objects.bulk_create(
        ComponentVerdict(
            review=review, component_id=j.component_id, met=j.met, reason="" if j.met else j.reason, note=tidy(j.note)
        )
        for j in judgements
        if j.component_id in known and (j.met or j.reason)
    )
    return review


@transaction.atomic
def score(submission: Submission, *, by: User) -> Decimal | None:
    """Record the assessor's saved review for good; the item is scored once all needed assessors agree or the lead decided.

    Returns the item's score, or None while another review is awaited.
    """
    _allow(submission, "score", by)
    review = Review.objects.filter(submission=submission, assessor=by).prefetch_related("verdicts").first()
    if review is None:
        Verdict(_("Judge the components first.")).require()
    assert review is not None
    review.score = _score_of(submission, review)
    review.decided_at = timezone.now()
    review.save(update_fields=["score", "decided_at"])
    record(
        "review", target=submission, by=by, scope=submission.assessment.scope, item=submission.item.code, score=str(review.score)
    )
    final = decisive_score(reviews_of(submission), submission.assessment.edition.scoring.assessors)
    if final is not None:
        _move(submission, "score", by=by, score=final)
    return final


def _score_of(submission: Submission, review: Review) -> Decimal:
    """The item's score by the edition's scale; refuses with a sentence while something is missing."""
    scale = allowed_scores(submission.item.edition)
    if scale != [Decimal(0), Decimal(100)]:
        return _typed_score(review.score, scale)
    parts = required_leaves(components_of([submission.item]).get(submission.item_id, []))
    wanted: list[int | None] = [part.pk for part in parts] or [None]
    verdicts = {verdict.component_id: verdict for verdict in review.verdicts.all()}
    missing = [pk for pk in wanted if pk not in verdicts]
    if missing:
        message = _("%(n)s required components have no verdict yet. Where one is not met, choose the reason too.")
        Verdict(message % {"n": len(missing)}).require()
    return component_score([verdicts[pk].met for pk in wanted])


def _typed_score(value: Decimal | None, scale: list[Decimal]) -> Decimal:
    if value is None:
        Verdict(_("Type the item's score first.")).require()
    assert value is not None
    if scale and value not in scale:
        Verdict(_("This edition allows only these scores: %(scale)s.") % {"scale": ", ".join(map(str, scale))}).require()
    if not 0 <= value <= 100:
        Verdict(_("A score lies between 0 and 100.")).require()
    return value


@transaction.atomic
def score_as_met(submission: Submission, *, by: User) -> Decimal | None:
    """Every component met, in one step."""
    leaves = required_leaves(components_of([submission.item]).get(submission.item_id, []))
    judgements = [Judgement(part.pk, met=True) for part in leaves] or [Judgement(None, met=True)]
    save_review(submission, judgements, value=Decimal(100), by=by)
    return score(submission, by=by)


@transaction.atomic
def contest(submission: Submission, *, explanation: str, by: User) -> Clarification:
    """Dispute the score. The sealed evidence counts; none can be added."""
    _allow(submission, "contest", by)
    if not tidy(explanation):
        Verdict(_("Explain where the disclosed evidence shows what the assessor missed.")).require()
    before = submission.score
    assert before is not None  # a scored answer has one: a constraint of the table
    _move(submission, "contest", by=by, note=tidy_lines(explanation))
    return Clarification.objects.create(
        submission=submission, explanation=tidy_lines(explanation), asked_at=timezone.now(), asked_by=by, score_before=before
    )


@transaction.atomic
def settle(submission: Submission, *, decision: str, value: Decimal, by: User) -> None:
    """The lead assessor's decision on a disputed score."""
    _allow(submission, "settle", by)
    if not tidy(decision):
        Verdict(_("Write the reason of the decision; the agency reads it.")).require()
    final = _typed_score(value, allowed_scores(submission.item.edition))
    clarification = open_clarification(submission)
    assert clarification is not None  # written with the step that brought the answer here
    _move(submission, "settle", by=by, note=tidy_lines(decision), score=final)
    Clarification.objects.filter(pk=clarification.pk).update(
        decision=tidy_lines(decision), score_after=final, decided_at=timezone.now(), decided_by=by
    )


# --- moving the year ------------------------------------------------------------------------------------------------


def tally(assessment: Assessment) -> Tally:
    return Tally(tally_of(assessment), AssessorAssignment.objects.filter(assessment=assessment).count())


def _allow_year(assessment: Assessment, verb: str, by: User) -> None:
    policy.can_step_year(seat_of(by, assessment), assessment, verb, tally(assessment)).require()


@transaction.atomic
def endorse(assessment: Assessment, *, by: User) -> None:
    """The executive's word: the evidence is sealed with hashes, and from here on nobody changes it."""
    _lock_answers(assessment)
    _allow_year(assessment, "endorse", by)
    lines = [(evidence, _digest(evidence)) for evidence in live_evidence(assessment)]
    seal = hashlib.sha256(json.dumps([digest for _evidence, digest in lines]).encode() + assessment.scope.encode()).hexdigest()
    now = timezone.now()
    SealedEvidence.objects.filter(assessment=assessment, seal=seal).delete()
    SealedEvidence.objects.bulk_create(
        SealedEvidence(assessment=assessment, seal=seal, evidence=evidence, digest=digest) for evidence, digest in lines
    )
    years.move(assessment, "endorse", by=by, endorsed_at=now, endorsed_by=by, seal=seal)


def _held(assessment_id: int) -> Assessment:
    """The year, locked until the transaction ends: its stage stays. Always locked before its answers."""
    return Assessment.objects.select_for_update(no_key=True).get(pk=assessment_id)


def _lock_answers(assessment: Assessment) -> None:
    """Writers of answers that began before are waited for, so that none lands after the seal was counted."""
    _held(assessment.pk)
    list(Submission.objects.select_for_update().filter(assessment=assessment).values_list("pk", flat=True))


def _digest(evidence: Evidence) -> str:
    """SHA-256 over what a piece of evidence says and holds."""
    content = [
        str(evidence.key),
        evidence.submission.item.code,
        evidence.kind,
        evidence.title,
        evidence.url,
        evidence.file_id or "",
        evidence.file_name,
        evidence.click_path,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def reopen(assessment: Assessment, *, reason: str, by: User) -> None:
    """Take the endorsement back before the assessment opens."""
    _allow_year(assessment, "reopen", by)
    if not tidy(reason):
        Verdict(_("Say why the year is reopened.")).require()
    years.move(assessment, "reopen", by=by, note=tidy(reason), endorsed_at=None, endorsed_by=None, seal="")


@transaction.atomic
def open_assessment(assessment: Assessment, *, by: User) -> None:
    _allow_year(assessment, "open_assessment", by)
    years.move(assessment, "open_assessment", by=by)


@transaction.atomic
def open_clarification_round(assessment: Assessment, *, by: User) -> None:
    _allow_year(assessment, "open_clarification", by)
    years.move(assessment, "open_clarification", by=by)


@transaction.atomic
def confirm(assessment: Assessment, *, by: User) -> None:
    _allow_year(assessment, "confirm", by)
    years.move(assessment, "confirm", by=by)


@transaction.atomic
def publish(assessment: Assessment, *, outside: dict[str, Decimal] | None = None, by: User) -> None:
    """Freeze the results and open the year to the public."""
    _allow_year(assessment, "publish", by)
    freeze(assessment, outside)
    years.move(assessment, "publish", by=by, published_at=timezone.now(), published_by=by)

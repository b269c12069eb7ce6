"""Opening an agency's year, sealing it, moving it on to the published result."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from assignments import actions as stages
from assignments.models import Assessment, AssessorAssignment
from assignments.queries import seat_of
from criteria.models import Edition, Item
from ita_portal.lib.thai import tidy
from ita_portal.lib.verdict import Verdict
from submissions import notices, policy
from submissions.actions.gate import held
from submissions.actions.looking import ask_for_copies
from submissions.models import Evidence, NothingToReport, SealedEvidence, Submission
from submissions.policy import Tally
from submissions.queries import live_evidence, tally_of
from submissions.results import freeze
from submissions.slots import statements_of_year


@transaction.atomic
def open_year(agency: Agency, edition: Edition, *, source: dict | None = None, by: User | None) -> Assessment:
    """Let an agency take part in an edition, with an empty answer for every item; repeating it changes nothing."""
    assessment = stages.open_year(agency, edition, source=source, by=by)
    here = set(Submission.objects.filter(assessment=assessment).values_list("item_id", flat=True))
    missing = [item for item in Item.objects.filter(edition=edition) if item.pk not in here]
    Submission.objects.bulk_create(Submission(assessment=assessment, item=item) for item in missing)
    return assessment


def tally(assessment: Assessment) -> Tally:
    return Tally(tally_of(assessment), AssessorAssignment.objects.filter(assessment=assessment).count())


def _allow_year(assessment: Assessment, verb: str, by: User) -> None:
    policy.can_step_year(seat_of(by, assessment), assessment, verb, tally(assessment)).require()


def _move(assessment: Assessment, verb: str, *, by: User, note: str = "", **changes: object) -> None:
    stages.move(assessment, verb, by=by, note=note, **changes)
    notices.of_year(verb, assessment, by=by, note=note)


@transaction.atomic
def endorse(assessment: Assessment, *, by: User) -> None:
    """The executive's word: the evidence is sealed with hashes, and from here on nobody changes it."""
    _lock_answers(assessment)
    _allow_year(assessment, "endorse", by)
    lines = [SealedEvidence(evidence=one, digest=_digest(one)) for one in live_evidence(assessment)]
    lines += [SealedEvidence(nothing=one, digest=_digest_of_nothing(one)) for one in statements_of_year(assessment)]
    seal = hashlib.sha256(json.dumps([line.digest for line in lines]).encode() + assessment.scope.encode()).hexdigest()
    now = timezone.now()
    for line in lines:
        line.assessment, line.seal = assessment, seal
    if not SealedEvidence.objects.filter(assessment=assessment, seal=seal).exists():  # the same list again is that list
        SealedEvidence.objects.bulk_create(lines)
    _move(assessment, "endorse", by=by, endorsed_at=now, endorsed_by=by, seal=seal)
    assessment.seal = seal
    ask_for_copies(assessment, by=by)


def _lock_answers(assessment: Assessment) -> None:
    """Writers of answers that began before are waited for, so that none lands after the seal was counted."""
    held(assessment.pk)
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
    if evidence.covers:  # what was sealed without a period keeps the digest it was sealed with
        content += _days_of(evidence)
    if evidence.place:
        content += ["place", evidence.place]
    if evidence.replaces:
        content += ["version", str(evidence.version), str(evidence.replaces.key)]
    return _hashed(content)


def _digest_of_nothing(one: NothingToReport) -> str:
    """The same over a statement that a period had nothing."""
    return _hashed([one.submission.item.code, "nothing", one.sentence, one.stated_at.isoformat(), *_days_of(one)])


def _days_of(row: Evidence | NothingToReport) -> list[str]:
    return [str(row.covers_from), str(row.covers_until)]


def _hashed(content: list[str]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def reopen(assessment: Assessment, *, reason: str, by: User) -> None:
    """Take the endorsement back before the assessment opens."""
    _allow_year(assessment, "reopen", by)
    if not tidy(reason):
        Verdict(_("Say why the year is reopened.")).require()
    _move(assessment, "reopen", by=by, note=tidy(reason), endorsed_at=None, endorsed_by=None, seal="")


@transaction.atomic
def open_assessment(assessment: Assessment, *, by: User) -> None:
    _allow_year(assessment, "open_assessment", by)
    _move(assessment, "open_assessment", by=by)


@transaction.atomic
def open_clarification_round(assessment: Assessment, *, by: User) -> None:
    _allow_year(assessment, "open_clarification", by)
    _move(assessment, "open_clarification", by=by)


@transaction.atomic
def confirm(assessment: Assessment, *, by: User) -> None:
    _allow_year(assessment, "confirm", by)
    _move(assessment, "confirm", by=by)


@transaction.atomic
def publish(assessment: Assessment, *, by: User) -> None:
    """Freeze the results and open the year to the public."""
    _allow_year(assessment, "publish", by)
    freeze(assessment)
    _move(assessment, "publish", by=by, published_at=timezone.now(), published_by=by)

"""Having evidence looked at by the worker, and answering what its checks say."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import seat_of
from ita_portal.lib.thai import tidy
from ita_portal.lib.verdict import Verdict
from records.actions import ask, ask_later, record
from records.models import Job
from records.queries import was_asked
from submissions import policy
from submissions.actions.gate import hold_to_edit
from submissions.checks.path import FOUND_WAY
from submissions.enums import Occasion, Outcome
from submissions.inspecting import can_open, opens_anything
from submissions.models import Check, Evidence
from submissions.queries import live_evidence, looked_at_since
from submissions.search import texts

LOOK = "evidence.look"
WAYS = "evidence.ways"
RETRY = "evidence.retry"
PRESERVE = "evidence.preserve"
WALK_AGAIN = datetime.timedelta(days=7)  # websites change without anybody telling the portal


def ask_for_look(evidence: Evidence, *, by: User | None) -> Job | None:
    """Have the worker look at one piece of evidence, in the caller's transaction; None where it could not open the address."""
    if evidence.url and not can_open(evidence.url):
        return None
    assessment = evidence.submission.assessment
    if evidence.url:
        ask_for_ways(assessment, by=by)
    return ask(LOOK, by=by, scope=assessment.scope, evidence=evidence.pk)


def ask_for_ways(assessment: Assessment, *, by: User | None) -> Job:
    """Have the worker walk through the agency's website for all evidence of a year, soon: one walk serves a sitting of handing in."""
    wait = datetime.timedelta(seconds=settings.WAYS_WAIT)
    return ask_later(WAYS, wait=wait, by=by, scope=assessment.scope, year=assessment.pk)


@transaction.atomic
def ask_for_look_at_year(assessment: Assessment, *, by: User | None) -> Job:
    """Have the worker look at all evidence of a year, and for the ways to it."""
    ask_for_ways(assessment, by=by)
    return ask(LOOK, by=by, scope=assessment.scope, year=assessment.pk)


@transaction.atomic
def look_at_links(assessment: Assessment, *, by: User) -> Job:
    """Somebody wants to know of all links of a year now; the ways to them are not walked again."""
    policy.may_look(seat_of(by, assessment)).require()
    return ask(LOOK, by=by, scope=assessment.scope, year=assessment.pk)


def ask_for_look_at_night(assessment: Assessment, night: datetime.date) -> Job | None:
    """The night's look at a year, once a week with a walk for the ways; None where it was asked for already."""
    if was_asked(LOOK, assessment.scope, night=night.isoformat()):
        return None
    if _lacks_ways(assessment):
        ask_for_ways(assessment, by=None)
    return ask(LOOK, by=None, scope=assessment.scope, year=assessment.pk, night=night.isoformat())


def _lacks_ways(assessment: Assessment) -> bool:
    """Whether there is an address for which nobody has walked through the website of late."""
    walked = looked_at_since(timezone.now() - WALK_AGAIN, [FOUND_WAY.name])
    urls = live_evidence(assessment).exclude(url="").exclude(pk__in=walked).values_list("url", flat=True)
    return any(can_open(url) for url in urls)


def ask_for_copies(assessment: Assessment, *, by: User) -> Job | None:
    """Have all evidence of a year copied as it is now, in the transaction of the endorsement that sealed it. None where this
    installation opens no address and no file was handed in."""
    if not (opens_anything() or live_evidence(assessment).filter(file__isnull=False).exists()):
        return None
    occasion = Occasion.ENDORSED.value
    return ask(PRESERVE, by=by, scope=assessment.scope, year=assessment.pk, occasion=occasion, seal=assessment.seal)


def ask_for_copies_of_closing_day(assessment: Assessment, day: datetime.date) -> Job | None:
    """On the evening of the last day for answers; None where it was asked for already."""
    if was_asked(PRESERVE, assessment.scope, closes=day.isoformat()):
        return None
    occasion = Occasion.CLOSING.value
    return ask(PRESERVE, by=None, scope=assessment.scope, year=assessment.pk, occasion=occasion, closes=day.isoformat())


@transaction.atomic
def keep_copy(evidence: Evidence, *, by: User) -> Job | None:
    """Have one piece of evidence copied as it is now; None where this installation could not open it."""
    assessment = evidence.submission.assessment
    policy.may_look(seat_of(by, assessment)).require()
    if evidence.url and not can_open(evidence.url):
        return None
    job = ask(PRESERVE, by=by, scope=assessment.scope, evidence=evidence.pk, occasion=Occasion.ON_DEMAND.value)
    code = evidence.submission.item.code
    record("keep_copy", target=evidence.submission, by=by, scope=assessment.scope, item=code, evidence=evidence.pk)
    return job


@transaction.atomic
def look_again(evidence: Evidence, *, by: User) -> Job | None:
    """Somebody wants to know now. The answer and its edit time stay as they are."""
    policy.may_look(seat_of(by, evidence.submission.assessment)).require()
    return ask_for_look(evidence, by=by)


@transaction.atomic
def use_way(evidence: Evidence, *, by: User) -> None:
    """Take the way that the portal found as the evidence's own. Refuses where it found none."""
    check = Check.objects.filter(evidence=evidence, name=FOUND_WAY.name, outcome=Outcome.CLEAR).first()
    way = check.facts.get("way", "") if check else ""
    if not way:
        Verdict(_("The portal has found no way to this evidence. Write the way down yourself.")).require()
    submission = evidence.submission
    hold_to_edit(submission, by)
    Evidence.objects.filter(pk=evidence.pk).update(click_path=way[:1000])
    evidence.click_path = way[:1000]
    texts.keep_evidence(evidence)
    code, scope = submission.item.code, submission.assessment.scope
    record("describe_evidence", target=submission, by=by, scope=scope, item=code, evidence=evidence.pk)
    ask_for_look(evidence, by=by)


@transaction.atomic
def answer_check(check: Check, *, reason: str, by: User) -> None:
    """Say that what the check points at was looked at and is right, and why; an empty reason takes the answer back."""
    submission = check.evidence.submission
    policy.may_answer_check(seat_of(by, submission.assessment), submission).require()
    reason = tidy(reason)
    if len(reason) > 500:
        Verdict(_("Say it in at most 500 characters.")).require()
    answered = {"answer": reason, "answered_at": timezone.now() if reason else None, "answered_by": by if reason else None}
    Check.objects.filter(pk=check.pk).update(**answered)
    record(
        "answer_check",
        target=submission,
        by=by,
        scope=submission.assessment.scope,
        note=reason,
        evidence=check.evidence_id,
        check=check.name,
    )

"""How the addresses of a year's evidence stand, and how each stood before: read from what the worker saw."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from assignments.models import Assessment
from criteria.enums import Stage
from ita_portal.lib.fetch import Trouble
from submissions.checks.case import Past
from submissions.checks.families import KINDS
from submissions.checks.reach import ADDRESS, ANSWERS, CHAIN, LOG_IN, NOT_FOUND, TLS
from submissions.enums import EvidenceKind, LinkState, Outcome
from submissions.models import Check, Evidence, Look
from submissions.queries import evidence_to_look_at, live_evidence

DECIDING = (ANSWERS.name, ADDRESS.name, TLS.name, NOT_FOUND.name, LOG_IN.name)  # what keeps the public out, as facts
SPEAKING = (*DECIDING, CHAIN.name)  # and what kept the portal from looking
NEEDS_SOMEBODY = (LinkState.BROKEN, LinkState.BARRED)


@dataclass(frozen=True)
class Link:
    """One address: how it stands, since when it fails, when it worked last, and what the checks say of it."""

    evidence: Evidence
    state: LinkState
    failing_since: datetime.datetime | None
    worked_at: datetime.datetime | None  # the last time that it answered as it should
    looks: int
    failures: int  # in a row, up to now
    looked_at: datetime.datetime | None
    retry_at: datetime.datetime | None
    sentences: tuple[str, ...]  # of the checks that keep the public out, or say why nobody could look

    @property
    def code(self) -> str:
        return self.evidence.submission.item.code

    @property
    def needs_somebody(self) -> bool:
        return self.state in NEEDS_SOMEBODY


def links_of(assessment: Assessment) -> list[Link]:
    """Every address that stands as evidence of the year, in the order of the items. Three queries."""
    return _links(list(live_evidence(assessment).filter(kind=EvidenceKind.URL)))


def link_of(evidence: Evidence) -> Link:
    return _links([evidence])[0]


def _links(evidence: list[Evidence]) -> list[Link]:
    histories = looks_of(evidence)
    checks: dict[int, list[Check]] = defaultdict(list)
    for check in Check.objects.filter(evidence__in=evidence, name__in=SPEAKING).exclude(outcome=Outcome.CLEAR):
        checks[check.evidence_id].append(check)
    return [_link(one, histories[one.pk], checks[one.pk]) for one in evidence]


def _link(evidence: Evidence, history: list[Look], checks: list[Check]) -> Link:
    past = past_of(history)
    newest = history[-1] if history else None
    found = {check.name for check in checks if check.outcome == Outcome.FOUND and check.name in DECIDING}
    state = _state(newest, found, past)
    why = {LinkState.TRYING: ANSWERS.name, LinkState.UNCHECKED: LOG_IN.name}.get(state)
    telling = [check for check in checks if check.outcome == Outcome.FOUND] or [check for check in checks if check.name == why]
    said = [KINDS[check.name].sentence(check.outcome, check.facts) for check in telling]
    return Link(
        evidence=evidence,
        state=state,
        failing_since=past.failing_since,
        worked_at=past.worked_at,
        looks=sum(look.times for look in history),
        failures=past.failures,
        looked_at=newest.last_at if newest else None,
        retry_at=newest.retry_at if newest else None,
        sentences=tuple(said),
    )


def _state(newest: Look | None, found: set[str], past: Past) -> LinkState:
    if found & {ANSWERS.name, ADDRESS.name}:
        return LinkState.BROKEN
    if found:
        return LinkState.BARRED
    if past.failures:
        return LinkState.TRYING
    if newest is None or newest.trouble == Trouble.CLOSED:
        return LinkState.UNSEEN
    return LinkState.FINE if newest.worked else LinkState.UNCHECKED


def looks_of(evidence: Iterable[Evidence]) -> dict[int, list[Look]]:
    """Evidence id → the history of its address, oldest first. One query."""
    found: dict[int, list[Look]] = defaultdict(list)
    for look in Look.objects.filter(evidence__in=list(evidence)).order_by("evidence_id", "id"):
        found[look.evidence_id].append(look)
    return found


def past_of(history: list[Look]) -> Past:
    """The failures since it worked last. Looks that say nothing about the link are passed over."""
    failing: list[Look] = []
    for look in reversed(history):
        if look.worked:
            return Past(sum(one.times for one in failing), failing[-1].first_at if failing else None, look.last_at)
        if look.failed:
            failing.append(look)
    return Past(sum(one.times for one in failing), failing[-1].first_at if failing else None)


def due_again(now: datetime.datetime) -> QuerySet[Evidence]:
    """Evidence whose address did not answer and is due for another try, of years that are not over."""
    waiting = Look.objects.filter(retry_at__lte=now).values("evidence")
    return evidence_to_look_at(pk__in=waiting).exclude(submission__assessment__stage=Stage.PUBLISHED)

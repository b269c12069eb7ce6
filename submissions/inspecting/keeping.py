"""Keeping what a look found. The same look, kept twice, leaves the same rows; the answer's own row is never touched."""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import InterfaceError, OperationalError, transaction

from ita_portal.lib.fetch import TOO_MANY, Fetched, Trouble
from submissions import notices
from submissions.checks.case import Case, Family, Finding
from submissions.checks.families import FAMILIES, KINDS, names_of
from submissions.checks.reach import ANSWERS, is_failure, next_try, says_nothing
from submissions.enums import Occasion, Outcome
from submissions.models import Check, Evidence, Look
from submissions.preserving import ask_for_screenshots, occasions_due, take

log = logging.getLogger(__name__)

OF_THE_MACHINE = (OperationalError, InterfaceError, OSError)  # no piece's fault: the whole job is tried again
WRITTEN = ["outcome", "facts", "measured", "places", "content", "version", "checked_at"]
SAME = ("status", "trouble", "failed", "final_url", "hops", "content")  # what makes two answers the same
TOO_OFTEN = datetime.timedelta(hours=1)  # a website that was asked too often is left alone for at least so long
CHANGING = ["last_at", "times", "seconds", "detail", "marks", "retry_at"]


@dataclass(frozen=True)
class Seen:
    """One piece of evidence after the look: its case, what its address answered, the digest of what came, what the checks say."""

    evidence: Evidence
    case: Case
    fetched: Fetched | None
    content: str  # SHA-256; empty where nothing came
    findings: tuple[Finding, ...] = ()

    @property
    def whole(self) -> bool:
        """The content was looked at too, not only whether it changed: checks that say nothing any more go."""
        return self.fetched is None or not (self.fetched.unchanged or self.fetched.trouble == Trouble.CLOSED)

    @property
    def undecided(self) -> bool:
        """Nothing new about whether the link answers."""
        return self.fetched is not None and says_nothing(self.fetched)


def keep(
    handful: list[Seen], now: datetime.datetime, families: tuple[Family, ...] = FAMILIES, asked: Occasion | None = None
) -> None:
    """Keep what was looked at together. A piece that cannot be kept costs only itself: it is logged and left for the next look."""
    try:
        _keep(handful, now, families, asked)
    except OF_THE_MACHINE:
        raise
    except Exception:
        if len(handful) == 1:
            log.exception("evidence %s cannot be kept; the next look tries again", handful[0].evidence.pk)
            return
        log.exception("%s pieces of evidence cannot be kept together; now one by one", len(handful))
        for seen in handful:
            keep([seen], now, families, asked)


@transaction.atomic
def _keep(handful: list[Seen], now: datetime.datetime, families: tuple[Family, ...], asked: Occasion | None) -> None:
    """Write the histories and the checks of what was looked at together, but for what was withdrawn meanwhile.

    `families`: those that looked; what the others said stays. `asked`: why a copy of each is wanted.
    """
    numbers = [seen.evidence.pk for seen in handful]
    live = Evidence.objects.filter(pk__in=numbers, withdrawn_at__isnull=True)
    held = set(live.select_for_update().order_by("pk").values_list("pk", flat=True))
    here = [seen for seen in handful if seen.evidence.pk in held]
    _keep_looks([seen for seen in here if seen.fetched is not None], now)
    _keep_checks(here, now, names_of(families))
    if families is FAMILIES:
        due = occasions_due([seen.evidence for seen in here], asked)  # once more, now that the rows are held
        wanted = [seen for seen in here if seen.evidence.pk in due]
        copies = [take(seen.evidence, seen.fetched, due[seen.evidence.pk], now, asked=asked is not None) for seen in wanted]
        ask_for_screenshots(copy for copy in copies if copy)


def _keep_looks(here: list[Seen], now: datetime.datetime) -> None:
    newest = _newest_looks(seen.evidence.pk for seen in here)
    begun, lengthened, over = [], [], []
    for seen in here:
        last, look = newest.get(seen.evidence.pk), _look(seen, now)
        if last and all(getattr(last, name) == getattr(look, name) for name in SAME):
            lengthened.append(last)
            last.times += 1
        else:
            begun.append(look)
            over += [last] if last and last.retry_at else []
            last = look
        _bring_up_to_date(last, seen, newest.get(seen.evidence.pk), now)
    Look.objects.bulk_update(lengthened, CHANGING)
    Look.objects.filter(pk__in=[look.pk for look in over]).update(retry_at=None)
    Look.objects.bulk_create(begun)


def _newest_looks(evidence: Iterable[int]) -> dict[int, Look]:
    rows = Look.objects.filter(evidence__in=list(evidence)).order_by("evidence_id", "id")
    return {look.evidence_id: look for look in rows}


def _look(seen: Seen, now: datetime.datetime) -> Look:
    fetched = seen.fetched
    assert fetched is not None
    return Look(
        evidence=seen.evidence,
        first_at=now,
        last_at=now,
        status=200 if fetched.unchanged else fetched.status,
        trouble=fetched.trouble or "",
        failed=is_failure(fetched),
        final_url=fetched.final_url[:2000],
        hops=[[hop.url, 200 if hop.status == 304 else hop.status] for hop in fetched.hops],
        content=seen.content,
    )


def _bring_up_to_date(look: Look, seen: Seen, before: Look | None, now: datetime.datetime) -> None:
    fetched = seen.fetched
    assert fetched is not None
    look.last_at = now
    look.seconds, look.detail = round(fetched.seconds, 3), fetched.detail
    look.retry_at = _next_try(seen.case.past.failures, fetched, now)
    if not (fetched.unchanged and before):
        sends_on = seen.case.document is not None and seen.case.document.refresh != ""  # where to is read in it each time
        marks = ("etag", "last-modified") if fetched.fine and not sends_on else ()
        look.marks = {name: fetched.headers[name] for name in marks if fetched.headers.get(name)}
    elif before is not look:
        look.marks = before.marks


def _next_try(failures: int, fetched: Fetched, now: datetime.datetime) -> datetime.datetime | None:
    """After a failure and where the website was asked too often, and no earlier than it wants."""
    if fetched.status == TOO_MANY:
        return now + max(fetched.patience(now), TOO_OFTEN)
    return max(next_try(failures + 1, now), now + fetched.patience(now)) if is_failure(fetched) else None


def _keep_checks(here: list[Seen], now: datetime.datetime, names: list[str]) -> None:
    rows = [
        Check(
            evidence=seen.evidence,
            name=finding.name,
            outcome=finding.outcome,
            facts=finding.facts,
            measured=finding.measured,
            places=[asdict(place) for place in finding.places],
            content=seen.content,
            version=KINDS[finding.name].version,
            checked_at=now,
        )
        for seen in here
        for finding in seen.findings
    ]
    told = _turned(here)
    Check.objects.bulk_create(rows, update_conflicts=True, unique_fields=["evidence", "name"], update_fields=WRITTEN)
    whole = [seen.evidence.pk for seen in here if seen.whole]
    undecided = [seen.evidence.pk for seen in here if seen.undecided]
    old = Check.objects.filter(evidence__in=whole, name__in=names, answer="", checked_at__lt=now)
    old.exclude(evidence__in=undecided, name=ANSWERS.name).delete()
    for evidence, works in told:
        notices.of_link(evidence, works=works)


def _turned(here: list[Seen]) -> list[tuple[Evidence, bool]]:
    """The evidence whose address is dead since this look, or works again: what the row says before it is written decides, so
    that each turn is told once. The rows of the evidence are held."""
    rows = Check.objects.filter(evidence__in=[seen.evidence.pk for seen in here], name=ANSWERS.name)
    before = dict(rows.values_list("evidence_id", "outcome"))
    found = []
    for seen in here:
        for finding in seen.findings:
            was_dead, is_dead = before.get(seen.evidence.pk) == Outcome.FOUND, finding.outcome == Outcome.FOUND
            if finding.name == ANSWERS.name and was_dead != is_dead:
                found.append((seen.evidence, not is_dead))
    return found

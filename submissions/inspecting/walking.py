"""The ways from the home page to the evidence of a year, found by one walk and kept as checks."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.utils import timezone

from ita_portal.lib.hosts import canonical, host_of
from submissions.checks.case import Case, Walk
from submissions.checks.families import WAYS, look
from submissions.checks.ways import place_of
from submissions.inspecting import keeping
from submissions.inspecting.cases import Gathered, gather
from submissions.inspecting.exploring import MOST_PAGES, Explorer, Search, Target, rewalk
from submissions.inspecting.keeping import Seen
from submissions.inspecting.outside import origin_of
from submissions.models import Evidence

FEW_PAGES = 60  # of a walk for one piece of evidence; the walk for the whole year looks further


def find_ways(
    evidence: Iterable[Evidence], progress: Callable[[int], None] = lambda pages: None, now: datetime.datetime | None = None
) -> int:
    """Walk through the agency's website for evidence of one year, read by `queries.evidence_to_look_at`.

    Says something only of addresses. Returns how many pages were looked at.
    """
    moment = now or timezone.now()
    gathered = [one for one in gather(evidence, moment) if one.case.handed.is_address]
    if not gathered:
        return 0
    cases, pages = _walked(gathered, progress)
    seen = [
        Seen(one.evidence, case, None, one.last.content if one.last else "", tuple(look(case, WAYS)))
        for one, case in zip(gathered, cases, strict=True)
    ]
    keeping.keep(seen, moment, WAYS)
    return pages


def _walked(gathered: list[Gathered], progress: Callable[[int], None]) -> tuple[list[Case], int]:
    host = gathered[0].case.house.main_host
    if not host:
        nowhere = Walk((), 0, whole=False, problem="unknown")
        return [replace(one.case, walk=nowhere) for one in gathered], 0
    targets = [_target(one) for one in gathered]
    most = MOST_PAGES if len(targets) > 1 else FEW_PAGES
    with Explorer(_home(host, gathered)) as explorer:
        search = Search(explorer, targets, gathered[0].case.asked.fiscal_year, most)
        walks = search.run(progress)
        cases = [
            replace(one.case, walk=walks[target.key], written=rewalk(explorer, one.case.handed.click_path, target))
            for one, target in zip(gathered, targets, strict=True)
        ]
    return cases, search.fetched


def _target(one: Gathered) -> Target:
    """The address as it was typed, and where it led when it was looked at last."""
    urls = [one.case.handed.url, one.last.final_url if one.last else ""]
    number = one.evidence.submission.item.number
    return Target(one.evidence.pk, frozenset(place_of(url) for url in urls if url), number, one.case.asked.title)


def _home(host: str, gathered: list[Gathered]) -> str:
    """The home page as the evidence itself writes it (with www. or not, with https or not); else by the host alone."""
    urls = [one.case.handed.url for one in gathered]
    written = Counter(f"{origin_of(url)}/" for url in urls if host_of(url) == canonical(host))
    return written.most_common(1)[0][0] if written else f"https://{host}/"

"""One look at many pieces of evidence: fetch, read, check, keep."""

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.core.files.storage import default_storage
from django.utils import timezone

from ita_portal.lib.batches import batches
from ita_portal.lib.fetch import Fetched
from submissions.checks.case import Case, Finding
from submissions.checks.families import look
from submissions.documents import Document, Foreign, read_all
from submissions.enums import EvidenceKind, Occasion
from submissions.inspecting import keeping
from submissions.inspecting.cases import Gathered, gather
from submissions.inspecting.keeping import Seen
from submissions.inspecting.outside import Wanted, fetch_all, origin_of
from submissions.models import Evidence
from submissions.preserving import occasions_due

AT_ONCE = 20  # pieces that are looked at together; what a killed worker loses at most
MOST_BYTES = 64 * 1024 * 1024  # of the files among them, which are in memory at once


def look_at(
    evidence: Iterable[Evidence],
    now: datetime.datetime | None = None,
    asked: Occasion | None = None,
    alive: Callable[[], None] = lambda: None,
) -> Iterator[int]:
    """Look at evidence read by `queries.evidence_to_look_at`; yields how many are done after each handful.

    `asked`: keep a dated copy of each for this reason; otherwise copies are kept as they are due. `alive` is called now and then
    within a handful, which may take minutes.
    """
    done = 0
    for handful in batches(evidence, _size, largest=MOST_BYTES, most=AT_ONCE):
        moment = now or timezone.now()
        seen = [
            replace(one, findings=tuple(look(one.case)))
            for one in _see(gather(handful, moment), set(occasions_due(handful, asked)), alive)
        ]
        keeping.keep(seen, moment, asked=asked)
        done += len(handful)
        yield done


def _size(evidence: Evidence) -> int:
    return evidence.file.size if evidence.file else 0


def look_at_addresses(cases: Iterable[Case]) -> list[list[Finding]]:
    """All checks of each address that nobody handed in yet, in their order; nothing is kept."""
    gathered = [Gathered(Evidence(kind=EvidenceKind.URL, url=case.handed.url), case, None) for case in cases]
    return [list(look(seen.case)) for seen in _see(gathered, set())]


def _see(gathered: list[Gathered], copied: set[int], alive: Callable[[], None] = lambda: None) -> list[Seen]:
    """Fetch the addresses, open the files, and read all of them in a limited child. `copied`: wanted whole, changed or not."""
    addresses = [one for one in gathered if one.case.handed.is_address]
    marks = (one.last.marks if one.last and one.evidence.pk not in copied else {} for one in addresses)
    wanted = [Wanted(one.case.handed.url, known) for one, known in zip(addresses, marks, strict=True)]
    answers, probes = fetch_all(wanted, alive)
    fetched = {id(one): answer for one, answer in zip(addresses, answers, strict=True)}
    foreign: dict[object, Foreign] = {
        origin: _foreign(answer) for origin, answer in probes.items() if answer.fine and answer.body
    }
    for one in gathered:
        answer = fetched.get(id(one))
        if answer is not None and answer.body:
            foreign[id(one)] = _foreign(answer)
        elif one.evidence.file is not None:
            foreign[id(one)] = _of_file(one.evidence)
    read: dict[object, Document] = dict(zip(foreign, read_all(list(foreign.values()), alive), strict=True))
    found = []
    for one in gathered:
        answer = fetched.get(id(one))
        origin = origin_of(answer.final_url) if answer and answer.fine else ""
        case = replace(one.case, fetched=answer, document=read.get(id(one)), probe=probes.get(origin), missing=read.get(origin))
        found.append(Seen(one.evidence, case, answer, _digest(one, answer)))
    return found


def _foreign(answer: Fetched) -> Foreign:
    return Foreign(answer.body, answer.final_url, answer.headers.get("content-type", ""), answer.cut)


def _of_file(evidence: Evidence) -> Foreign:
    assert evidence.file is not None
    with default_storage.open(evidence.file.path) as stored:
        return Foreign(stored.read(), evidence.file_name, evidence.file.media_type)


def _digest(one: Gathered, answer: Fetched | None) -> str:
    if one.evidence.file is not None:
        return one.evidence.file.sha256
    if answer is None or not answer.fine:
        return ""
    if answer.unchanged:
        return one.last.content if one.last else ""
    return hashlib.sha256(answer.body).hexdigest()

"""One look at many pieces of evidence: fetch, read, check, keep."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from django.core.files.storage import default_storage
from django.utils import timezone

from ita_portal.lib.fetch import Fetched
from submissions.checks.case import Case, Finding
from submissions.checks.families import look
from submissions.documents import Document, Foreign, read_all
from submissions.enums import EvidenceKind
from submissions.inspecting import keeping
from submissions.inspecting.cases import Gathered, gather
from submissions.inspecting.keeping import Seen
from submissions.inspecting.outside import Wanted, fetch_all, origin_of
from submissions.models import Evidence

AT_ONCE = 50  # pieces that are looked at together; what a killed worker loses at most


def look_at(evidence: Iterable[Evidence], now: datetime.datetime | None = None) -> Iterator[int]:
    """Look at evidence read by `queries.evidence_to_look_at`; yields how many are done after each handful."""
    rest, done = iter(evidence), 0
    while handful := list(islice(rest, AT_ONCE)):
        moment = now or timezone.now()
        seen = [replace(one, findings=tuple(look(one.case))) for one in _see(gather(handful, moment))]
        keeping.keep(seen, moment)
        done += len(handful)
        yield done


def look_at_address(case: Case) -> list[Finding]:
    """All checks of one address that nobody handed in yet; nothing is kept."""
    return list(look(_see([Gathered(Evidence(kind=EvidenceKind.URL, url=case.handed.url), case, None)])[0].case))


def _see(gathered: list[Gathered]) -> list[Seen]:
    """Fetch the addresses, open the files, and read all of them in a limited child."""
    addresses = [one for one in gathered if one.case.handed.is_address]
    answers, missing = fetch_all(Wanted(one.case.handed.url, one.last.marks if one.last else {}) for one in addresses)
    fetched = {id(one): answer for one, answer in zip(addresses, answers, strict=True)}
    foreign: dict[object, Foreign] = {origin: _foreign(answer) for origin, answer in missing.items() if answer.body}
    for one in gathered:
        answer = fetched.get(id(one))
        if answer is not None and answer.body:
            foreign[id(one)] = _foreign(answer)
        elif one.evidence.file is not None:
            foreign[id(one)] = _of_file(one.evidence)
    read: dict[object, Document] = dict(zip(foreign, read_all(list(foreign.values())), strict=True))
    found = []
    for one in gathered:
        answer = fetched.get(id(one))
        beside = read.get(origin_of(answer.final_url)) if answer and answer.fine else None
        case = replace(one.case, fetched=answer, document=read.get(id(one)), missing=beside)
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

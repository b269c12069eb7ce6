"""What the checks say of evidence, as a page shows it."""

import datetime
from dataclasses import dataclass

from criteria.models import Component
from records.queries import open_jobs
from submissions.actions import LOOK
from submissions.checks.families import KINDS, ORDER
from submissions.checks.path import FOUND_WAY, WRITTEN
from submissions.enums import Grade, Outcome
from submissions.models import Check, Evidence, Submission

WEIGHT = {Outcome.FOUND: 0, Outcome.UNKNOWN: 1, Outcome.CLEAR: 2}


@dataclass(frozen=True)
class Passage:
    """Where something stands, with the words themselves, and the components that they show, if any."""

    page: int  # 0 where there are no pages
    text: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """One check, in words."""

    name: str
    outcome: str
    code: str
    label: str
    grade: str
    sentence: str
    places: list["Passage"]
    answer: str
    answered_by: str
    answered_at: datetime.datetime | None

    @property
    def open(self) -> bool:
        """Something to look at that nobody has answered yet."""
        return self.outcome == Outcome.FOUND and not self.answer


@dataclass(frozen=True)
class Checked:
    """All that was seen of one piece of evidence. `busy`: the worker has still to look."""

    lines: list[Line]
    checked_at: datetime.datetime | None
    busy: bool
    way: str = ""  # from the home page, as the portal found it; empty where the written one leads there

    @property
    def to_see(self) -> list[Line]:
        """What deserves a look: found or not to be checked."""
        return [line for line in self.lines if line.outcome != Outcome.CLEAR]

    @property
    def clear(self) -> list[Line]:
        return [line for line in self.lines if line.outcome == Outcome.CLEAR]


def passages_of(check: Check, parts: dict[int, str]) -> list[Passage]:
    """Each passage once, with all components that it shows."""
    found: dict[tuple[int, str], list[str]] = {}
    for place in check.places:
        shown = found.setdefault((place["page"], place["text"]), [])
        if place.get("part") in parts:
            shown.append(parts[place["part"]])
    return [Passage(page, text, tuple(shown)) for (page, text), shown in found.items()]


def line_of(check: Check, parts: dict[int, str]) -> Line:
    kind = KINDS[check.name]
    return Line(
        name=check.name,
        outcome=check.outcome,
        code=kind.code,
        label=str(kind.code.label),
        grade=str(Grade(kind.grade).label),
        sentence=kind.sentence(check.outcome, check.facts),
        places=passages_of(check, parts),
        answer=check.answer,
        answered_by=str(check.answered_by or ""),
        answered_at=check.answered_at,
    )


def checked_of(evidence: Evidence, busy: set[int], parts: dict[int, str]) -> Checked:
    """`parts`: the item's components by their number. Needs `checks` prefetched with who answered. A check that the portal no longer has is not shown."""
    known = [check for check in evidence.checks.all() if check.name in KINDS]
    ordered = sorted(known, key=lambda check: (WEIGHT[Outcome(check.outcome)], ORDER[check.name]))
    moments = [check.checked_at for check in known]
    right = any(check.name == WRITTEN.name and check.outcome == Outcome.CLEAR for check in known)  # theirs leads there too
    ways = [check.facts.get("way", "") for check in known if check.name == FOUND_WAY.name and not right]
    lines = [line_of(check, parts) for check in ordered]
    return Checked(lines, max(moments, default=None), evidence.pk in busy, next(iter(ways), ""))


def add_checked(submission: Submission, evidence: list[Evidence], leaves: list[Component]) -> None:
    """Give each piece what its checks say. One query: what the worker has still to look at."""
    busy = {job.payload.get("evidence", 0) for job in open_jobs(submission.assessment.scope, LOOK)} if evidence else set()
    for one in evidence:
        one.checked = checked_of(one, busy, {leaf.pk: leaf.text for leaf in leaves})

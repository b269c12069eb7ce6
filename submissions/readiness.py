"""How ready one answer is: what is there and what is still missing, in the order in which one works. Never a score.

From the answer alone, so it is shown while somebody writes. What the lines count is what assessors deducted for (reasons R1 to R15).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from submissions.checks import Hint
from submissions.checks.at_hand import Seen
from submissions.enums import Answer, EvidenceKind, Reason
from submissions.forecast import Outlook, outlook_of
from submissions.workflow import OPEN_TO_EDIT

COUNTED = (Reason.R1, Reason.R3, Reason.R15)  # of the item as a whole: a line of its own says the same


@dataclass(frozen=True)
class Point:
    """One thing that an answer needs. `anchor`: where on the item's page it is done."""

    is_done: bool
    text: str
    anchor: str
    is_advice: bool = False  # good to have; counts for nothing


@dataclass(frozen=True)
class Readiness:
    points: list[Point]
    outlook: Outlook

    @property
    def needed(self) -> list[Point]:
        return [point for point in self.points if not point.is_advice]

    @property
    def done(self) -> int:
        return sum(point.is_done for point in self.needed)

    @property
    def total(self) -> int:
        return len(self.needed)

    @property
    def next(self) -> Point | None:
        """What to do first."""
        return next((point for point in self.needed if not point.is_done), None)


def readiness_of(seen: Seen, hints: list[Hint]) -> Readiness:
    """Pure: everything is given. `hints`: those of the same item."""
    return Readiness(list(_points(seen, hints)), outlook_of(seen.submission, len(seen.evidence), hints))


def _points(seen: Seen, hints: list[Hint]) -> Iterator[Point]:
    submission = seen.submission
    if not submission.answer:
        yield Point(False, _("Say whether the agency has it"), "#answer")
    elif submission.answer == Answer.NO:
        yield Point(True, _("Answered: the agency does not have it, which counts as 0"), "#answer")
        said = bool(submission.reason_none.strip())
        yield Point(said, _("The reason is written") if said else _("Write why the agency does not have it"), "#answer")
    else:
        yield Point(True, _("Answered: the agency has it"), "#answer")
    if submission.answer != Answer.NO:
        yield from _proof(seen)
        yield from _objections(hints)
        said = bool(submission.explanation.strip())
        yield Point(
            said, _("Explained to the assessor") if said else _("Tell the assessor where to look"), "#answer", is_advice=True
        )
    handed_in = submission.status not in OPEN_TO_EDIT
    yield Point(handed_in, _("Handed in to the coordinator") if handed_in else _("Hand it in to the coordinator"), "#actions")


def _proof(seen: Seen) -> Iterator[Point]:
    """The evidence, and what of it belongs to something."""
    n = len(seen.evidence)
    text = ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", n) % {"n": n}
    yield Point(n > 0, text if n else _("Add evidence: the page where the public finds it, or a file"), "#evidence")
    parts = [part.pk in seen.covered for part in seen.leaves if part.required]
    yield from _share(_("Components with evidence: %(done)s of %(total)s"), parts, "#requirements")
    if n:
        ways = [bool(one.click_path.strip()) for one in seen.evidence if one.kind == EvidenceKind.URL]
        yield from _share(_("Ways from the home page: %(done)s of %(total)s"), ways, "#evidence")
    slots = [slot.is_filled for slot in seen.slots if slot.is_filled or slot.is_wanted]
    yield from _share(_("Periods: %(done)s of %(total)s"), slots, "#slots")
    if seen.missing_departments:
        names = ", ".join(str(department) for department in seen.missing_departments)
        yield Point(False, _("Still missing: %(names)s") % {"names": names}, "#evidence")


def _share(text: str, done: list[bool], anchor: str) -> Iterable[Point]:
    return [Point(all(done), text % {"done": sum(done), "total": len(done)}, anchor)] if done else []


def _objections(hints: list[Hint]) -> Iterator[Point]:
    others = [hint for hint in hints if hint.evidence or hint.code not in COUNTED]
    if against := sum(not hint.informs for hint in others):
        text = ngettext("%(n)s point that an assessor may object to", "%(n)s points that an assessor may object to", against)
        yield Point(False, text % {"n": against}, "#hints")
    if to_see := sum(hint.informs for hint in others):
        text = ngettext("%(n)s thing worth a look", "%(n)s things worth a look", to_see)
        yield Point(False, text % {"n": to_see}, "#hints", is_advice=True)

"""Everything about one item, as one person sees it."""

import datetime
from dataclasses import dataclass, field

from django.forms import BoundField

from accounts.enums import Role
from accounts.models import Department
from assignments.models import Assessment
from assignments.queries import Responsible, Seat
from criteria.models import Component
from criteria.periods import Period
from criteria.queries import Node, leaves
from ita_portal.lib.verdict import Verdict
from submissions import policy
from submissions.checks import Hint
from submissions.enums import Status
from submissions.forms import NothingForm
from submissions.guidance import ItemHelp
from submissions.models import Clarification, Comment, Evidence, Review, Submission
from submissions.pages.again import AgainItem
from submissions.pages.ahead import Ahead
from submissions.pages.item.checklist import Covered
from submissions.pages.item.history import Happening
from submissions.pages.uploads import WaitingUpload
from submissions.readiness import Readiness
from submissions.slots import Slot
from submissions.workflow import STEPS

KEYS = {"accept": "a", "return": "r"}  # what a coordinator presses instead of the button
FORWARD = ("submit", "accept")  # the steps that carry an answer on, shown as the main button


@dataclass(frozen=True)
class Judged:
    """One component in the review form, with what proves it; `after` and `before` lead round and round."""

    number: int
    verdict: BoundField
    reason: BoundField
    note: BoundField
    evidence: list[Evidence]
    target_year: int | None
    after: int
    before: int


@dataclass
class ItemPage:
    """Everything about one item, as one person sees it."""

    submission: Submission
    seat: Seat
    responsible: Responsible
    nodes: list[Node]
    evidence: list[Evidence]
    can: dict[str, Verdict]
    can_edit: Verdict
    can_comment: Verdict
    can_review: Verdict
    can_assign: Verdict
    checklist: list[Covered]
    hints: list[Hint]
    missing_departments: list[Department]
    help: ItemHelp
    comments: list[Comment]
    reviews: list[Review]
    clarifications: list[Clarification]
    history: list[Happening]
    bases: list[Submission]
    before: str
    after: str
    due_on: datetime.date | None
    shows_score: bool
    own_review: Review | None = None
    ready: Readiness | None = None  # for the agency's own people, while answers are written
    ahead: Ahead | None = None
    again: AgainItem | None = None
    slots: list[Slot] = field(default_factory=list)
    uploads: list[WaitingUpload] = field(default_factory=list)
    asked: str = ""  # key of the period that the address names: where the next evidence goes
    forms: dict = field(default_factory=dict)

    @property
    def item(self):
        return self.submission.item

    @property
    def assessment(self) -> Assessment:
        return self.submission.assessment

    @property
    def leaves(self) -> list[Component]:
        return leaves(self.nodes)

    @property
    def wanted_changes(self) -> Happening | None:
        """What the coordinator asked for when returning the answer, while it is returned."""
        if self.submission.status != Status.RETURNED:
            return None
        return next((event for event in self.history if event.verb == "return"), None)

    @property
    def seen(self) -> str:
        """How the answer stands on this page; sent along with what is decided here."""
        return policy.state_of(self.submission, len(self.evidence))

    @property
    def sees_checks(self) -> bool:
        return self.seat.is_member or self.seat.assesses

    @property
    def can_answer_checks(self) -> Verdict:
        return policy.may_answer_check(self.seat, self.submission)

    @property
    def looking(self) -> bool:
        """Whether the worker has still to look at some of the evidence: the page asks again by itself."""
        return self.sees_checks and any(one.checked.busy for one in self.evidence)

    @property
    def keys(self) -> bool:
        """Whether the buttons below answer to keys: for the coordinator, who looks through one item after the other."""
        return self.seat.has(Role.COORDINATOR)

    @property
    def noticed(self) -> list[str]:
        """The reason codes of the hints, to be offered first when the answer is returned."""
        return [str(hint.code) for hint in self.hints]

    @property
    def loose_evidence(self) -> list[Evidence]:
        """What is tied to no component."""
        return [one for one in self.evidence if not one.components.all()]

    @property
    def slot_rows(self) -> list[tuple[Slot, NothingForm | None]]:
        """The periods of the item, each with the form to state that there was nothing where that can be stated."""
        typed = self.forms.get("nothing")
        return [(slot, self._nothing(slot, typed)) for slot in self.slots]

    def _nothing(self, slot: Slot, typed: NothingForm | None) -> NothingForm | None:
        if typed and typed.period == slot.period:
            return typed
        return NothingForm(item=self.item, period=slot.period) if self.can_edit and slot.is_wanted else None

    @property
    def unplaced(self) -> list[Evidence]:
        """Evidence of a recurring item that stands for none of its periods."""
        here = {one.pk for slot in self.slots for one in slot.evidence}
        return [one for one in self.evidence if self.slots and one.pk not in here]

    @property
    def asked_period(self) -> Period | None:
        return next((slot.period for slot in self.slots if slot.key == self.asked), None)

    @property
    def judged(self) -> list[Judged]:
        """The rows of the review form, each beside what proves it."""
        rows = self.forms["review"].rows()
        return [self._judged(number, row, len(rows)) for number, row in enumerate(rows, 1)]

    def _judged(self, number: int, row: dict, last: int) -> Judged:
        leaf = row["leaf"]
        proof = self.evidence if leaf is None else [one for one in self.evidence if leaf in one.components.all()]
        offset = leaf.target_offset if leaf else None
        year = None if offset is None else self.assessment.edition.fiscal_year + offset
        return Judged(number, row["verdict"], row["reason"], row["note"], proof, year, number % last + 1, (number - 2) % last + 1)

    @property
    def steps(self) -> list[dict]:
        """The steps of this person's roles that lead on from here, allowed ones first, each with its sentence."""
        mine = [step for step in STEPS.values() if self.seat.has(*step.roles) and self.submission.status in step.sources]
        rows = [
            {
                "verb": s.verb,
                "label": s.label,
                "verdict": self.can[s.verb],
                "kind": "primary" if s.verb in FORWARD else "secondary",
                "key": KEYS.get(s.verb, ""),
            }
            for s in mine
        ]
        return sorted(rows, key=lambda row: not row["verdict"])

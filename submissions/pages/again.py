"""Last year's evidence beside this year's items: still valid, or no longer?"""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.enums import Role
from accounts.models import User
from assignments.models import Assessment
from assignments.queries import Responsible, Seat, responsible_by_item, seat_of
from criteria.models import Item
from ita_portal.lib.verdict import Verdict
from submissions import policy, queries
from submissions.checks import year_hint
from submissions.earlier import Earlier, earlier_evidence, year_with_evidence
from submissions.models import Evidence, Result, Submission
from submissions.policy import Facts


@dataclass(frozen=True)
class AgainLine:
    """One piece of last year's evidence for one item."""

    submission: Submission
    earlier: Earlier
    hint: str
    result: Result | None  # of the item in the year before
    typed: str = ""  # the reason, where it was not taken

    @property
    def evidence(self) -> Evidence:
        return self.earlier.evidence

    @property
    def key(self) -> str:
        """Names it in the form."""
        return f"{self.submission.item.code}:{self.evidence.key}"

    @property
    def proved(self) -> list[str]:
        return [component.text for component in self.evidence.components.all()]


@dataclass(frozen=True)
class AgainItem:
    """An item with what proved it last year, and whether this person may decide about it now."""

    submission: Submission
    before: Assessment
    lines: list[AgainLine]
    verdict: Verdict

    @property
    def item(self) -> Item:
        return self.submission.item

    @property
    def open(self) -> list[AgainLine]:
        return [line for line in self.lines if line.earlier.is_open]

    @property
    def decided(self) -> list[AgainLine]:
        return [line for line in self.lines if not line.earlier.is_open]


@dataclass
class AgainPage:
    assessment: Assessment
    before: Assessment | None
    items: list[AgainItem]

    @property
    def lines(self) -> dict[str, AgainLine]:
        return {line.key: line for item in self.items for line in item.lines}

    @property
    def open_items(self) -> list[AgainItem]:
        return [item for item in self.items if item.open]

    @property
    def decided(self) -> list[AgainLine]:
        return [line for item in self.items for line in item.decided]

    @property
    def can_decide(self) -> bool:
        return any(item.verdict for item in self.open_items)


def again_page(assessment: Assessment, user: User, typed: Mapping[str, str] | None = None) -> AgainPage:
    """The items that the person answers. The number of queries does not depend on how many there are."""
    seat = seat_of(user, assessment)
    before = year_with_evidence(assessment)
    if before is None:
        return AgainPage(assessment, None, [])
    responsible = responsible_by_item(assessment)
    answers = [one for one in queries.submissions_of(assessment) if _is_theirs(seat, responsible.get(one.item_id, Responsible()))]
    window = policy.window_of(assessment)
    facts = {one.pk: Facts(responsible.get(one.item_id, Responsible()), one.evidence_count, window) for one in answers}
    for one in answers:
        one.assessment, one.item.edition = assessment, assessment.edition
    verdicts = {one.pk: policy.may_edit(seat, one, facts[one.pk]) for one in answers}
    return AgainPage(assessment, before, [item for item in _items(before, answers, verdicts, typed or {}) if item.lines])


def again_of_item(submission: Submission, verdict: Verdict) -> AgainItem | None:
    """For the item's own page; None where nothing of last year is there."""
    before = year_with_evidence(submission.assessment)
    if before is None:
        return None
    found = _items(before, [submission], {submission.pk: verdict}, {})[0]
    return found if found.lines else None


def _is_theirs(seat: Seat, responsible: Responsible) -> bool:
    return seat.has(Role.COORDINATOR) or bool(seat.departments & responsible.department_ids)


def _items(
    before: Assessment, answers: list[Submission], verdicts: dict[int, Verdict], typed: Mapping[str, str]
) -> list[AgainItem]:
    found = earlier_evidence(before, answers)
    results = queries.frozen_results(before)
    return [
        AgainItem(
            answer,
            before,
            [_line(answer, one, results, typed) for one in found[answer.pk]],
            verdicts[answer.pk],
        )
        for answer in answers
    ]


def _line(answer: Submission, one: Earlier, results: dict[int, Result], typed: Mapping[str, str]) -> AgainLine:
    reason = typed.get(f"reason-{answer.item.code}:{one.evidence.key}", "")
    return AgainLine(answer, one, year_hint(answer.item, one.evidence), results.get(one.item.pk), reason)

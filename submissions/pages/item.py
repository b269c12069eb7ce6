"""The page of one item."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import Department, User
from assignments.models import Assessment
from assignments.policy import may_assign
from assignments.queries import Responsible, Seat, answers_window, responsible_by_item, seat_of
from criteria.enums import Stage
from criteria.models import Component
from criteria.periods import Period
from criteria.queries import Node, components_of, leaves, required_leaves
from ita_portal.lib.verdict import Verdict
from records.models import AuditEvent
from records.queries import history_of
from submissions import policy, queries, visibility
from submissions.checks import Hint, hints
from submissions.checks.at_hand import Seen
from submissions.enums import Outcome, Status
from submissions.forms import (
    AnswerForm,
    CommentForm,
    ContestForm,
    EvidenceForm,
    NothingForm,
    ReturnForm,
    ReviewForm,
    SettleForm,
)
from submissions.guidance import ItemHelp, item_help
from submissions.models import Clarification, Comment, Evidence, Review, Submission
from submissions.pages.again import AgainItem, again_of_item
from submissions.pages.ahead import Ahead, ahead_by_address, ahead_of
from submissions.pages.checked import add_checked
from submissions.pages.versions import add_versions
from submissions.policy import Facts
from submissions.preserving import closing_of, with_first_copy
from submissions.slots import Slot, slots_by_answer
from submissions.workflow import STEPS

KEYS = {"accept": "a", "return": "r"}  # what a coordinator presses instead of the button
FORWARD = ("submit", "accept")  # the steps that carry an answer on, shown as the main button


@dataclass(frozen=True)
class Happening:
    """A line of an item's history, in words."""

    at: datetime.datetime
    verb: str
    what: str
    who: str
    note: str


def happening(event: AuditEvent) -> Happening:
    step = STEPS.get(event.verb)
    what = str(step.label) if step else str(OTHER_VERBS.get(event.verb, event.verb))
    return Happening(event.at, event.verb, what, event.actor_name, event.note)


OTHER_VERBS = {
    "save_answer": gettext_lazy("Answer saved"),
    "add_evidence": gettext_lazy("Evidence added"),
    "describe_evidence": gettext_lazy("Evidence described"),
    "withdraw_evidence": gettext_lazy("Evidence withdrawn"),
    "replace_evidence": gettext_lazy("Evidence replaced by a newer version"),
    "use_also": gettext_lazy("Evidence of another item used here, too"),
    "state_nothing": gettext_lazy("Stated that a period had nothing"),
    "take_back_nothing": gettext_lazy("Statement that a period had nothing taken back"),
    "use_again": gettext_lazy("Evidence of an earlier year used again"),
    "no_longer": gettext_lazy("Evidence of an earlier year found no longer valid"),
    "virus_found": gettext_lazy("A virus was found in a file"),
    "answer_check": gettext_lazy("A check answered"),
    "keep_copy": gettext_lazy("A dated copy asked for"),
    "enter": gettext_lazy("Marked as entered in the official system"),
    "take_back_entered": gettext_lazy("Mark of the official system taken back"),
    "review": gettext_lazy("Score recorded"),
}


@dataclass
class Covered:
    """A component in the checklist, with the evidence tied to it."""

    text: str
    required: bool
    is_leaf: bool
    met: bool
    target_year: int | None
    evidence: list[Evidence]
    children: list["Covered"] = field(default_factory=list)


def checklist(nodes: list[Node], evidence: list[Evidence], fiscal_year: int) -> list[Covered]:
    """The components as a tree, each leaf with what proves it; a component with parts is covered when they are."""
    found = []
    for node in nodes:
        component = node.component
        children = checklist(node.children, evidence, fiscal_year)
        here = [one for one in evidence if component in one.components.all()]
        met = all(child.met for child in children if child.required) if children else bool(here)
        year = None if component.target_offset is None else fiscal_year + component.target_offset
        found.append(Covered(component.text, component.required, not children, met, year, here, children))
    return found


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
    ahead: Ahead | None = None
    again: AgainItem | None = None
    slots: list[Slot] = field(default_factory=list)
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
    def judged(self) -> list["Judged"]:
        """The rows of the review form, each beside what proves it."""
        rows = self.forms["review"].rows()
        return [self._judged(number, row, len(rows)) for number, row in enumerate(rows, 1)]

    def _judged(self, number: int, row: dict, last: int) -> "Judged":
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


def item_page(submission: Submission, user: User, asked: str = "") -> ItemPage:
    """Gather the page. The number of queries does not depend on how much there is. `asked`: key of the period to add to."""
    assessment = submission.assessment
    submission.item.edition = assessment.edition
    seat = seat_of(user, assessment)
    responsible = responsible_by_item(assessment, [submission.item_id]).get(submission.item_id, Responsible())
    spans = queries.span_at(submission)
    closing = closing_of(assessment, answers_window(assessment, spans)[1])
    evidence = queries.evidence_of(submission, partial(with_first_copy, closing=closing))
    facts = Facts(responsible, len(evidence), policy.window_of(assessment, spans))
    nodes = components_of([submission.item]).get(submission.item_id, [])
    slots = slots_by_answer([submission], {submission.pk: evidence}).get(submission.pk, [])
    missing = queries.missing_departments(responsible, evidence)
    bases = queries.bases_of(submission)
    judged = assessment.stage in visibility.WITH_ASSESSORS
    reviews = queries.reviews_of(submission) if judged else []
    before, after = queries.neighbours(submission)
    page = ItemPage(
        submission=submission,
        seat=seat,
        responsible=responsible,
        nodes=nodes,
        evidence=evidence,
        can=policy.steps(seat, submission, facts),
        can_edit=policy.may_edit(seat, submission, facts),
        can_comment=policy.may_comment(seat),
        can_review=policy.may_review(seat, submission),
        can_assign=may_assign(seat, assessment),
        checklist=checklist(nodes, evidence, assessment.edition.fiscal_year),
        hints=hints(_seen(submission, nodes, evidence, missing, bases, slots)) if seat.is_member or seat.assesses else [],
        missing_departments=missing,
        help=item_help(submission, leaves(nodes), bases, responsible, queries.previous_of(submission)),
        comments=visibility.visible_comments(seat, queries.comments_of(submission)),
        reviews=visibility.visible_reviews(seat, user.pk, assessment.stage, reviews, assessment.edition.scoring.assessors),
        clarifications=queries.clarifications_of(submission) if assessment.stage in visibility.SCORES_SHOWN else [],
        history=[happening(event) for event in history_of("submission", submission.pk, 30)]
        if visibility.sees_agency_history(seat)
        else [],
        bases=bases,
        before=before,
        after=after,
        due_on=responsible.due_on or (answers_window(assessment, spans)[1] if assessment.stage == Stage.PREPARING else None),
        shows_score=visibility.sees_scores(seat, assessment.stage) and submission.score is not None,
        ahead=_ahead(submission, user),
        slots=slots,
        asked=asked,
        own_review=next((review for review in reviews if review.assessor_id == user.pk), None),
    )
    if page.sees_checks:
        add_checked(submission, evidence, leaves(nodes))
        add_versions(submission, evidence)
    page.forms = _forms(page)
    page.again = again_of_item(page.submission, page.can_edit) if page.can_edit else None
    return page


def _ahead(submission: Submission, user: User) -> Ahead | None:
    """In the clarification round the page reads most already, so the next one is only looked for when it is asked for."""
    if submission.assessment.stage == Stage.CLARIFYING:
        return ahead_by_address(submission.assessment, user, submission.item.code)
    return ahead_of(submission.assessment, user, submission.item.number)


def _seen(
    submission: Submission,
    nodes: list[Node],
    evidence: list[Evidence],
    missing: list[Department],
    bases: list[Submission],
    slots: list[Slot],
) -> Seen:
    return Seen(
        submission=submission,
        item=submission.item,
        evidence=evidence,
        covered={component.pk for one in evidence for component in one.components.all()},
        leaves=leaves(nodes),
        missing_departments=missing,
        bases=bases,
        main_host=submission.assessment.agency.main_host,
        slots=slots,
        checks=[check for one in evidence for check in one.checks.all() if check.outcome == Outcome.FOUND and not check.answer],
    )


def evidence_departments(page: ItemPage) -> list[Department]:
    """The departments on whose behalf this person may add evidence."""
    rows = [row.department for row in page.responsible.rows]
    if page.seat.has(Role.COORDINATOR):
        return rows
    return [department for department in rows if department.pk in page.seat.departments]


def evidence_form(page: ItemPage, *args) -> EvidenceForm:
    departments = evidence_departments(page)
    initial = {"department": departments[0].pk} if len(departments) == 1 else {}
    periods = page.item.periods
    covers = page.asked_period or (periods[0] if len(periods) == 1 else None)
    return EvidenceForm(*args, item=page.item, departments=departments, leaves=page.leaves, covers=covers, initial=initial)


def has_typed_score(assessment: Assessment) -> bool:
    """Whether assessors type the item's score, because the edition's scale is not simply 0 or 100."""
    return list(assessment.edition.scoring.scale) != ["0", "100"]


def review_form(page: ItemPage, *args) -> ReviewForm:
    return ReviewForm(
        *args, leaves=required_leaves(page.nodes), typed_score=has_typed_score(page.assessment), review=page.own_review
    )


def step_form(verb: str, submission: Submission, data: QueryDict | None = None) -> forms.Form:
    """The form of a step, empty for those that need no words."""
    if verb == "settle":
        scale = [Decimal(value) for value in submission.assessment.edition.scoring.scale]
        score = submission.score
        return SettleForm(data, scale=scale, initial={"value": None if score is None else f"{score.normalize():f}"})
    return {"return": ReturnForm, "contest": ContestForm}.get(verb, forms.Form)(data)


def _forms(page: ItemPage) -> dict:
    """Only the forms that this person can use now."""
    found: dict = {}
    if page.can_edit:
        found["answer"] = AnswerForm.of(page.submission)
        found["evidence"] = evidence_form(page)
    if page.can_comment:
        found["comment"] = CommentForm()
    if page.can["return"]:
        found["return"] = ReturnForm()
    if page.can_review and not (page.own_review and page.own_review.decided_at):
        found["review"] = review_form(page)
    if page.can["contest"]:
        found["contest"] = ContestForm()
    if page.can["settle"]:
        found["settle"] = step_form("settle", page.submission)
    return found

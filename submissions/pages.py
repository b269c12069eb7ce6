"""What a page needs, gathered once: rows, verdicts, forms. Views call these and render."""

import datetime
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.models import Department, User
from assignments.models import Assessment
from assignments.policy import may_assign
from assignments.queries import Responsible, Seat, answers_window, responsible_by_item, seat_of
from assignments.workflow import STEPS as YEAR_STEPS
from criteria.enums import Stage
from criteria.models import Component
from criteria.queries import Node, components_of, leaves, required_leaves
from ita_portal.lib.verdict import Verdict
from records.models import AuditEvent
from records.queries import history_of
from submissions import policy, queries, visibility
from submissions.checks import Hint, hints
from submissions.checks.at_hand import Seen
from submissions.enums import Status
from submissions.forms import AnswerForm, CommentForm, ContestForm, EvidenceForm, ReturnForm, ReviewForm, SettleForm
from submissions.models import Clarification, Comment, Evidence, Review, Submission
from submissions.policy import Facts
from submissions.queries import Previous, Row
from submissions.workflow import STEPS

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
    previous: list[Previous]
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
    def steps(self) -> list[dict]:
        """The steps of this person's roles that lead on from here, allowed ones first, each with its sentence."""
        mine = [step for step in STEPS.values() if self.seat.has(*step.roles) and self.submission.status in step.sources]
        rows = [
            {
                "verb": s.verb,
                "label": s.label,
                "verdict": self.can[s.verb],
                "kind": "primary" if s.verb in FORWARD else "secondary",
            }
            for s in mine
        ]
        return sorted(rows, key=lambda row: not row["verdict"])


def item_page(submission: Submission, user: User) -> ItemPage:
    """Gather the page. The number of queries does not depend on how much there is."""
    assessment = submission.assessment
    submission.item.edition = assessment.edition
    seat = seat_of(user, assessment)
    responsible = responsible_by_item(assessment, [submission.item_id]).get(submission.item_id, Responsible())
    evidence = queries.evidence_of(submission)
    window = policy.window_of(assessment) if assessment.stage == Stage.PREPARING else Verdict()
    facts = Facts(responsible, len(evidence), window)
    nodes = components_of([submission.item]).get(submission.item_id, [])
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
        hints=hints(_seen(submission, nodes, evidence, missing, bases)) if seat.is_member or seat.assesses else [],
        missing_departments=missing,
        previous=queries.previous_of(submission),
        comments=visibility.visible_comments(seat, queries.comments_of(submission)),
        reviews=visibility.visible_reviews(seat, user.pk, assessment.stage, reviews, assessment.edition.scoring.assessors),
        clarifications=queries.clarifications_of(submission) if assessment.stage in visibility.SCORES_SHOWN else [],
        history=[happening(event) for event in history_of("submission", submission.pk, 30)]
        if visibility.sees_agency_history(seat)
        else [],
        bases=bases,
        before=before,
        after=after,
        due_on=responsible.due_on or (answers_window(assessment)[1] if assessment.stage == Stage.PREPARING else None),
        shows_score=visibility.sees_scores(seat, assessment.stage) and submission.score is not None,
        own_review=next((review for review in reviews if review.assessor_id == user.pk), None),
    )
    page.forms = _forms(page)
    return page


def _seen(
    submission: Submission, nodes: list[Node], evidence: list[Evidence], missing: list[Department], bases: list[Submission]
) -> Seen:
    covered = {component.pk for one in evidence for component in one.components.all()}
    return Seen(
        submission, submission.item, evidence, covered, leaves(nodes), missing, bases, submission.assessment.agency.main_host
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
    return EvidenceForm(*args, departments=departments, leaves=page.leaves, initial=initial)


def has_typed_score(assessment: Assessment) -> bool:
    """Whether assessors type the item's score, because the edition's scale is not simply 0 or 100."""
    return list(assessment.edition.scoring.scale) != ["0", "100"]


def review_form(page: ItemPage, *args) -> ReviewForm:
    return ReviewForm(
        *args, leaves=required_leaves(page.nodes), typed_score=has_typed_score(page.assessment), review=page.own_review
    )


def _forms(page: ItemPage) -> dict:
    """Only the forms that this person can use now."""
    forms: dict = {}
    if page.can_edit:
        forms["answer"] = AnswerForm.of(page.submission)
        forms["evidence"] = evidence_form(page)
    if page.can_comment:
        forms["comment"] = CommentForm()
    if page.can["return"]:
        forms["return"] = ReturnForm()
    if page.can_review and not (page.own_review and page.own_review.decided_at):
        forms["review"] = review_form(page)
    if page.can["contest"]:
        forms["contest"] = ContestForm()
    if page.can["settle"]:
        forms["settle"] = SettleForm(initial={"value": page.submission.score})
    return forms


# --- one agency's year ----------------------------------------------------------------------------------------------


@dataclass
class YearPage:
    """The overview of one agency's year."""

    assessment: Assessment
    seat: Seat
    groups: list
    tally: policy.Tally
    can: dict[str, Verdict]
    shows_scores: bool
    due_on: datetime.date | None
    departments: list[Department] = field(default_factory=list)

    @property
    def steps(self) -> list[dict]:
        mine = [step for step in YEAR_STEPS.values() if self.seat.has(*step.roles)]
        now = [step for step in mine if self.assessment.stage in step.sources]
        return [{"verb": s.verb, "label": s.label, "needs": s.needs, "verdict": self.can[s.verb]} for s in now]

    @property
    def bulk(self) -> dict | None:
        """What this person may do to several items at once, and to those of which status."""
        if self.seat.has(Role.COORDINATOR) and self.assessment.stage == Stage.PREPARING:
            return {"verb": "accept", "status": Status.SUBMITTED}
        if self.seat.assesses and self.assessment.stage == Stage.ASSESSING and not has_typed_score(self.assessment):
            return {"verb": "score_as_met", "status": Status.ACCEPTED}
        return None

    @property
    def matrix(self) -> list[dict]:
        """One row per item, one cell per department: its part, and how far the item is."""
        found = []
        for group in self.groups:
            for row in group.rows:
                parts = {one.department_id: one.get_part_display() for one in row.responsible.rows}
                status = row.submission.status
                label = str(Status(status).label)
                cells = [
                    {"word": parts.get(d.pk, ""), "status": status, "label": label if d.pk in parts else ""}
                    for d in self.departments
                ]
                found.append({"code": row.code, "title": row.item.title, "cells": cells})
        return found

    @property
    def done(self) -> int:
        if self.assessment.stage == Stage.PUBLISHED:
            return self.tally.total
        return self.tally.by_status.get(Status.ACCEPTED, 0) + self.tally.by_status.get(Status.SCORED, 0)

    @property
    def stages(self) -> list[dict]:
        """For the stepper: what is behind, where we are, what is to come."""
        order = list(Stage)
        here = order.index(Stage(self.assessment.stage))
        states = ["done" if i < here else "current" if i == here else "todo" for i in range(len(order))]
        return [{"label": stage.label, "state": state, "note": ""} for stage, state in zip(order, states, strict=True)]


def year_page(assessment: Assessment, user: User) -> YearPage:
    seat = seat_of(user, assessment)
    tally = policy.Tally(queries.tally_of(assessment), len(queries.assessor_counts([assessment])))
    return YearPage(
        assessment=assessment,
        seat=seat,
        groups=queries.grouped(rows_of(assessment)),
        tally=tally,
        can=policy.steps_of_year(seat, assessment, tally),
        shows_scores=visibility.sees_scores(seat, assessment.stage),
        due_on=answers_window(assessment)[1] if assessment.stage == Stage.PREPARING else None,
    )


def rows_of(assessment: Assessment) -> list[Row]:
    """Every item of a year with who answers for it. Two or three queries for any number of items."""
    responsible = responsible_by_item(assessment)
    results = queries.frozen_results(assessment) if assessment.stage == Stage.PUBLISHED else {}
    return [
        Row(s, s.item, responsible.get(s.item_id, Responsible()), s.evidence_count, results.get(s.item_id))
        for s in queries.submissions_of(assessment)
    ]


def trail(assessment: Assessment, *more: tuple[str, str]) -> list[dict]:
    """The breadcrumb from the start page to here."""
    here = reverse("submissions:year", args=[assessment.agency.slug, assessment.edition.code])
    entries = [(_("My work"), "/"), (str(assessment), here), *more]
    return [{"label": label, "url": url} for label, url in entries[:-1]] + [{"label": entries[-1][0], "url": ""}]

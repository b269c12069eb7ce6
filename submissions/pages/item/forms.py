"""The forms of the page of one item, as they stand before anybody typed."""

from decimal import Decimal

from django import forms
from django.http import QueryDict

from accounts.enums import Role
from accounts.models import Department
from assignments.models import Assessment
from criteria.queries import required_leaves
from submissions.forms import AnswerForm, CommentForm, ContestForm, EvidenceForm, ReturnForm, ReviewForm, SettleForm
from submissions.models import Submission
from submissions.pages.item.page import ItemPage


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


def forms_of(page: ItemPage) -> dict:
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

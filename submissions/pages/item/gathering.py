"""Gathers the page of one item from the rows and rules."""

from dataclasses import replace
from functools import partial

from accounts.enums import Role
from accounts.models import Department, User
from assignments.policy import may_assign
from assignments.queries import Responsible, answers_window, responsible_by_item, seat_of
from criteria.enums import Stage
from criteria.queries import Node, components_of, leaves
from records.queries import history_of
from submissions import policy, queries, visibility
from submissions.checks import hints
from submissions.checks.at_hand import Seen
from submissions.enums import Outcome
from submissions.guidance import item_help
from submissions.models import Evidence, Submission
from submissions.pages.again import again_of_item
from submissions.pages.ahead import Ahead, ahead_by_address, ahead_of
from submissions.pages.checked import add_checked
from submissions.pages.item.checklist import checklist
from submissions.pages.item.forms import forms_of
from submissions.pages.item.history import happening
from submissions.pages.item.page import ItemPage
from submissions.pages.uploads import waiting_uploads
from submissions.pages.versions import add_versions
from submissions.policy import Facts
from submissions.preserving import closing_of, with_first_copy
from submissions.readiness import readiness_of
from submissions.slots import Slot, slots_by_answer


def item_page(submission: Submission, user: User, asked: str = "") -> ItemPage:
    """Gather the page. The number of queries does not depend on how much there is. `asked`: key of the period to add to."""
    assessment = submission.assessment
    submission.item.edition = assessment.edition
    seat = seat_of(user, assessment)
    responsible = responsible_by_item(assessment, [submission.item_id]).get(submission.item_id, Responsible())
    spans = queries.span_at(submission)
    closing = closing_of(assessment, answers_window(assessment, spans)[1])
    evidence = queries.evidence_of(submission, partial(with_first_copy, closing=closing))
    window = partial(policy.window_of, assessment, spans)
    facts = Facts(responsible, len(evidence), window())
    nodes = components_of([submission.item]).get(submission.item_id, [])
    slots = slots_by_answer([submission], {submission.pk: evidence}).get(submission.pk, [])
    missing = queries.missing_departments(responsible, evidence)
    bases = queries.bases_of(submission)
    judged = assessment.stage in visibility.WITH_ASSESSORS
    reviews = queries.reviews_of(submission) if judged else []
    before, after = queries.neighbours(submission)
    seen = _seen(submission, nodes, evidence, missing, bases, slots)
    found = hints(seen) if seat.is_member or seat.assesses else []
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
        hints=found,
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
        ready=readiness_of(seen, found) if seat.is_member and assessment.stage == Stage.PREPARING else None,
        ahead=_ahead(submission, user),
        slots=slots,
        asked=asked,
        own_review=next((review for review in reviews if review.assessor_id == user.pk), None),
    )
    if page.sees_checks:
        add_checked(submission, evidence, leaves(nodes))
        add_versions(submission, evidence)
    if assessment.stage == Stage.PREPARING and seat.has(Role.STAFF, Role.COORDINATOR):
        page.uploads = waiting_uploads(
            submission, user, lambda day: policy.may_edit(seat, submission, replace(facts, window=window(day=day)))
        )
    page.forms = forms_of(page)
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

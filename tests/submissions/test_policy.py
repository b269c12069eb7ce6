"""Who may do what when: the full table by equality. A new permission shows as a difference in one set."""

import pytest

from assignments.queries import Responsible, seat_of
from criteria.enums import Stage
from submissions import policy
from submissions.actions import facts_of, tally
from submissions.enums import Status
from submissions.policy import Facts
from submissions.workflow import STEPS
from tests.factories import World

pytestmark = pytest.mark.django_db

ALLOWED_STEPS = {
    ("staff", "draft", "preparing", "submit"),
    ("staff", "returned", "preparing", "submit"),
    ("coordinator", "draft", "preparing", "submit"),
    ("coordinator", "returned", "preparing", "submit"),
    ("staff", "submitted", "preparing", "recall"),
    ("coordinator", "submitted", "preparing", "return"),
    ("coordinator", "accepted", "preparing", "return"),
    ("coordinator", "submitted", "preparing", "accept"),
    ("assessor", "accepted", "assessing", "score"),
    ("lead", "accepted", "assessing", "score"),
    ("coordinator", "scored", "clarifying", "contest"),
    ("lead", "contested", "clarifying", "settle"),
}


def test_status_by_stage_by_role_table():
    """Every combination, asked of the real policy with an answer that lacks nothing."""
    world = World()
    submission = world.answer("O1")
    facts = facts_of(submission)
    allowed = set()
    for name, person in world.people().items():
        seat = seat_of(person, world.year)
        for status in Status:
            for stage in Stage:
                submission.status, submission.assessment.stage = status, stage
                verdicts = policy.steps(seat, submission, facts)
                allowed |= {(name, status.value, stage.value, verb) for verb in STEPS if verdicts[verb]}
    assert allowed == ALLOWED_STEPS


def test_every_refusal_is_a_sentence():
    world = World()
    submission = world.item("O1")
    sentences = {
        verdict.reason
        for person in world.people().values()
        for verdict in policy.steps(seat_of(person, world.year), submission, facts_of(submission)).values()
        if not verdict
    }
    assert sentences
    assert all(sentence[-1] in ".:”" or sentence.endswith(".") for sentence in sentences)


def test_a_stranger_has_no_seat():
    alpha, beta = World("alpha"), World("beta")
    assert {name: seat_of(person, alpha.year).is_stranger for name, person in beta.people().items()} == {
        "staff": True,
        "coordinator": True,
        "executive": True,
        "observer": True,
        "assessor": True,
        "lead": True,
        "admin": False,
    }


def test_submit_asks_for_an_answer_then_for_evidence_then_for_a_reason():
    world = World()
    seat = seat_of(world.staff, world.year)
    submission = world.item("O1")
    facts = facts_of(submission)
    reasons = []
    for answer, reason_none, count in (("", "", 0), ("yes", "", 0), ("no", "", 0), ("no", "ไม่มีภารกิจ", 0), ("yes", "", 1)):
        submission.answer, submission.reason_none = answer, reason_none
        verdict = policy.can_step(seat, submission, "submit", Facts(facts.responsible, count, facts.window))
        reasons.append(bool(verdict))
    assert reasons == [False, False, False, True, True]


def test_a_department_that_does_not_lead_adds_evidence_but_does_not_submit():
    world = World()
    submission = world.answer("O1")
    seat = seat_of(world.finance_staff, world.year)
    facts = facts_of(submission)
    assert bool(policy.may_edit(seat, submission, facts)) is True
    assert "office leads" in policy.can_step(seat, submission, "submit", facts).reason


def test_a_department_without_the_item_may_not_edit():
    world = World()
    submission = world.item("O1")
    assert bool(policy.may_edit(seat_of(world.staff, world.year), submission, Facts(Responsible()))) is False


def test_year_steps_by_role_and_stage():
    """With items in the status that the step needs."""
    world = World()
    world.open_assessment()
    needs = {"endorse": {Status.ACCEPTED: 4}, "open_clarification": {Status.SCORED: 4}}
    allowed = set()
    for name, person in world.people().items():
        seat = seat_of(person, world.year)
        for stage in Stage:
            world.year.stage = stage
            for verb in ("endorse", "reopen", "open_assessment", "open_clarification", "confirm", "publish"):
                full = policy.Tally(needs.get(verb, {Status.SCORED: 4}), assessors=1)
                if policy.can_step_year(seat, world.year, verb, full):
                    allowed.add((name, stage.value, verb))
    assert allowed == {
        ("executive", "preparing", "endorse"),
        ("executive", "endorsed", "reopen"),
        ("admin", "endorsed", "reopen"),
        ("admin", "endorsed", "open_assessment"),
        ("admin", "assessing", "open_clarification"),
        ("admin", "clarifying", "confirm"),
        ("admin", "confirmed", "publish"),
    }


def test_a_year_waits_for_its_items():
    world = World()
    world.accept("O1")
    executive = seat_of(world.executive, world.year)
    assert bool(policy.can_step_year(executive, world.year, "endorse", tally(world.year))) is False
    for code in ("O2", "O3", "O4"):
        world.accept(code)
    assert bool(policy.can_step_year(executive, world.year, "endorse", tally(world.year))) is True

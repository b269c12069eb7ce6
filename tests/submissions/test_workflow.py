"""The table of steps, without a database."""

from submissions.enums import Status
from submissions.workflow import STEPS


def test_edges_are_exactly_these():
    edges = {(source.value, step.verb, step.target.value) for step in STEPS.values() for source in step.sources}
    assert edges == {
        ("draft", "submit", "submitted"),
        ("returned", "submit", "submitted"),
        ("submitted", "recall", "draft"),
        ("submitted", "return", "returned"),
        ("accepted", "return", "returned"),
        ("submitted", "accept", "accepted"),
        ("accepted", "score", "scored"),
        ("scored", "contest", "contested"),
        ("contested", "settle", "scored"),
    }


def test_every_status_can_be_reached_and_left():
    reached = {step.target for step in STEPS.values()} | {Status.DRAFT}
    left = {source for step in STEPS.values() for source in step.sources}
    assert (reached, left) == (set(Status), set(Status))

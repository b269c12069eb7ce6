"""People who act at the same moment, on real PostgreSQL with real connections: nothing is lost, nothing lands after the seal."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from records.models import AuditEvent
from records.queries import first_broken_event
from submissions import actions
from submissions.actions import About
from submissions.models import Evidence, SealedEvidence, Submission
from tests.factories import World

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def together(*deeds: Callable[[], object]) -> list[object]:
    """Run the deeds in threads that start at the same moment; their results or refusals, in order."""
    gate = threading.Barrier(len(deeds))
    results: list[object] = ["nothing came back"] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            gate.wait()
            results[place] = deed()
        except (PermissionDenied, actions.StaleSubmission) as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_coordinator_accepts_while_the_staff_takes_back():
    """Exactly one of the two wins, whoever it is; the other is told."""
    world = World()
    for code in ("O1", "O2", "O3", "O4"):
        world.submit(code)
        accept, recall = world.item(code), world.item(code)
        results = together(
            lambda a=accept: actions.accept(a, by=world.coordinator), lambda r=recall: actions.recall(r, by=world.staff)
        )
        assert sum(result is None for result in results) == 1
        verbs = AuditEvent.objects.filter(target_type="submission", target_id=str(accept.pk), verb__in=["accept", "recall"])
        assert verbs.count() == 1


def test_many_writers_keep_one_unbroken_audit_chain():
    world = World()
    submissions = [world.item(code) for code in ("O1", "O2", "O3", "O4")]
    texts = {"answer": "yes", "reason_none": "", "version": 0, "by": world.coordinator}
    saves = [(submission, words) for submission in submissions for words in ("ก", "ข")]
    results = together(*[lambda s=s, w=w: actions.save_answer(s, explanation=w, **texts) for s, w in saves])
    assert sum(result is None for result in results) == 4  # the second save of each is against an older text
    assert first_broken_event() is None


def test_nothing_lands_after_the_seal():
    """A writer who holds the answer when the executive endorses is waited for: the seal counts what was added, or the writer is refused."""
    world = World()
    world.accept_all()
    Submission.objects.filter(assessment=world.year, item__number=1).update(status="returned")  # as if returned a moment ago
    writer_is_in, endorsed = threading.Event(), []

    def write() -> object:
        with transaction.atomic():
            submission = world.item("O1")
            evidence = actions.add_url(submission, "https://a.example/late", About(), by=world.staff)
            Submission.objects.filter(pk=submission.pk).update(status="accepted")
            writer_is_in.set()
            endorsed.append(world_stage(world))  # seen from inside: not yet
        return evidence

    def endorse() -> object:
        writer_is_in.wait()
        return actions.endorse(world.year, by=world.executive)

    together(write, endorse)
    world.year.refresh_from_db()
    sealed = set(SealedEvidence.objects.filter(assessment=world.year, seal=world.year.seal).values_list("evidence", flat=True))
    live = set(Evidence.objects.filter(submission__assessment=world.year, withdrawn_at=None).values_list("pk", flat=True))
    assert (world.year.stage, endorsed, sealed) == ("endorsed", ["preparing"], live)


def world_stage(world: World) -> str:
    return type(world.year).objects.get(pk=world.year.pk).stage

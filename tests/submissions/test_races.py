"""People who act at the same moment, on real PostgreSQL with real connections: nothing is lost, nothing lands after the seal."""

import datetime
import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.actions import join
from accounts.enums import Role
from assignments.cells import Change, Conflict, NewDay, NewLead, Saved, save_cells
from assignments.models import Assignment
from records.models import AuditEvent
from records.queries import first_broken_event
from submissions import actions
from submissions.actions import About
from submissions.models import Evidence, SealedEvidence, Submission
from tests.factories import World, make_department, make_person

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


def second_coordinator(world: World):
    person = make_person("second@alpha")
    join(person, world.agency, Role.COORDINATOR, (), by=world.admin)
    return person


def split(results: list) -> tuple[Saved, Saved]:
    """Who won and who was told."""
    assert sorted(len(one.conflicts) for one in results) == [0, 1]
    won, told = sorted(results, key=lambda one: len(one.conflicts))
    return won, told


def test_of_two_coordinators_who_save_one_cell_one_wins_and_the_other_gets_both_values():
    world = World()
    other = second_coordinator(world)
    for code in ("O1", "O2", "O3", "O4"):
        item = world.item(code).item_id
        give, take = Change(item, world.finance.pk, "support", "lead"), Change(item, world.finance.pk, "support", "")
        leads = {item: world.office.pk}
        won, told = split(
            together(
                lambda c=give, seen=leads: save_cells(world.year, [c], leads=seen, by=world.coordinator),
                lambda c=take, seen=leads: save_cells(world.year, [c], leads=seen, by=other),
            )
        )
        (kept,), (left,) = won.changed, told.conflicts
        assert (left.change, left.now, told.changed) == (take if kept == give else give, kept.wanted, [])
        row = Assignment.objects.filter(assessment=world.year, item=item, department=world.finance).first()
        assert (row.part if row else "") == kept.wanted


def test_of_two_who_move_one_lead_elsewhere_one_wins_and_the_item_has_one_lead():
    world = World()
    other, item = second_coordinator(world), world.item("O1").item_id
    third, fourth = make_department(world.agency, "third"), make_department(world.agency, "fourth")
    leads = {item: world.office.pk}
    off = Change(item, world.office.pk, "lead", "support")
    moves = {one.pk: (off, Change(item, one.pk, "", "lead")) for one in (third, fourth)}
    won, told = split(
        together(
            lambda: save_cells(world.year, moves[third.pk], leads=leads, by=world.coordinator),
            lambda: save_cells(world.year, moves[fourth.pk], leads=leads, by=other),
        )
    )
    winner = next(change.department for change in won.changed if change.wanted == "lead")
    loser = fourth.pk if winner == third.pk else third.pk
    assert told == Saved(conflicts=[Conflict(NewLead(item, moves[loser]), winner)])
    assert list(Assignment.objects.filter(item=item, part="lead").values_list("department", flat=True)) == [winner]


def test_of_two_who_set_one_day_one_wins_and_the_other_gets_both():
    world = World()
    other, item = second_coordinator(world), world.item("O1").item_id
    seen = {world.office.pk: None, world.finance.pk: None}
    days = [NewDay(item, seen, datetime.date(2047, month, 15)) for month in (3, 4)]
    won, told = split(
        together(
            lambda: save_cells(world.year, [], days=days[:1], by=world.coordinator),
            lambda: save_cells(world.year, [], days=days[1:], by=other),
        )
    )
    (stands,) = {day for _place, _before, day in won.days}
    (left,) = told.conflicts
    assert (left.change.wanted != stands, left.now, told.days) == (True, (stands, stands), [])
    assert set(Assignment.objects.filter(item=item).values_list("due_on", flat=True)) == {stands}

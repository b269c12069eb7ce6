"""Jobs survive whatever happens to workers and brokers."""

import datetime

import pytest
from django.utils import timezone

from records import actions
from records.actions import JobRefused, Run, handles
from records.enums import JobState
from records.models import Job

pytestmark = pytest.mark.django_db

DONE: list[int] = []
MINUTE = datetime.timedelta(minutes=1)


@handles("test.count")
def count(run: Run) -> dict:
    run.progress("counting", 1, 2)
    DONE.append(run.job.pk)
    return {"n": len(DONE)}


@handles("test.break")
def break_down(run: Run) -> dict:
    raise RuntimeError("a fault in the handler")


@handles("test.refuse")
def refuse(run: Run) -> dict:
    raise JobRefused("ไม่มีข้อมูลให้ทำ")


@pytest.fixture(autouse=True)
def _fresh():
    DONE.clear()


def state(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def test_the_same_wish_is_one_job():
    first = actions.ask("test.count", by=None, scope="a/b", item=1)
    assert actions.ask("test.count", by=None, scope="a/b", item=1).pk == first.pk
    assert actions.ask("test.count", by=None, scope="a/b", item=2).pk != first.pk


def test_a_wish_for_later_waits_and_gathers_what_follows(monkeypatch):
    sent: list[int] = []
    monkeypatch.setattr(actions.current_app, "send_task", lambda _name, arguments, **_options: sent.extend(arguments))
    first, again = (actions.ask_later("test.count", wait=MINUTE, by=None, scope="a/b", year=1) for _change in range(2))
    assert actions.ask_later("test.count", wait=MINUTE, by=None, scope="a/b", year=2).pk != first.pk
    assert (again.pk, actions.relay(), sent) == (first.pk, 0, [])
    Job.objects.filter(pk=first.pk).update(not_before=timezone.now())
    assert (actions.relay(), sent) == (1, [first.pk])


def test_a_wish_while_the_work_runs_leads_to_one_more_after_it():
    first = actions.ask_later("test.count", wait=MINUTE, by=None, year=1)
    run = actions.claim(first.pk)
    more = {actions.ask_later("test.count", wait=MINUTE, by=None, year=1).pk for _change in range(3)}
    assert len(more - {first.pk}) == 1
    second = more.pop()
    assert actions.claim(second) is None  # not two at a time
    run._mine().update(state=JobState.DONE, lease_until=None, lease_token=None)
    actions.perform(second)
    assert (state(Job.objects.get(pk=second)), len(DONE)) == (JobState.DONE, 1)


def test_a_job_is_done_once_however_often_it_is_sent():
    job = actions.ask("test.count", by=None)
    for _delivery in range(3):
        actions.perform(job.pk)
    assert (state(job), DONE, Job.objects.get(pk=job.pk).result) == (JobState.DONE, [job.pk], {"n": 1})


def test_a_broken_job_is_tried_three_times_and_ends_with_a_sentence():
    job = actions.ask("test.break", by=None)
    states = []
    for _delivery in range(4):
        actions.perform(job.pk)
        states.append(state(job))
    job.refresh_from_db()
    assert states == ["queued", "queued", "failed", "failed"]
    assert (job.attempts, job.reason.startswith("The work failed 3 times")) == (3, True)


def test_a_refusal_is_not_tried_again():
    job = actions.ask("test.refuse", by=None)
    actions.perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.reason) == (JobState.FAILED, 1, "ไม่มีข้อมูลให้ทำ")


def test_a_job_whose_worker_was_lost_is_taken_over():
    job = actions.ask("test.count", by=None)
    lost = actions.claim(job.pk)
    assert actions.claim(job.pk) is None  # in other hands
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    actions.perform(job.pk)
    assert (state(job), DONE) == (JobState.DONE, [job.pk])
    with pytest.raises(actions.LeaseLost):
        lost.progress("still here")


def test_a_job_that_kills_its_workers_ends_as_failed():
    job = actions.ask("test.count", by=None)
    for _worker in range(3):
        assert actions.claim(job.pk) is not None
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - datetime.timedelta(seconds=1))
    actions.relay()
    job.refresh_from_db()
    assert (job.state, actions.claim(job.pk), DONE) == (JobState.FAILED, None, [])


def test_a_cancelled_job_stops_at_its_next_step():
    job = actions.ask("test.count", by=None)
    run = actions.claim(job.pk)
    actions.cancel(job, by=None)
    with pytest.raises(actions.LeaseLost):
        run.progress("on")
    assert state(job) == JobState.CANCELLED


def test_an_unknown_kind_is_refused_when_asked():
    with pytest.raises(ValueError, match="no handler"):
        actions.ask("test.unknown", by=None)


def test_a_dead_broker_only_delays(settings):
    """The row stands; sending fails quietly, and the relay would send it again."""
    from celery import current_app
    from kombu import pools

    def ask_at(broker: str) -> None:
        """Connections that stand in a pool would go on with the one before."""
        current_app.conf.broker_url = broker
        pools.reset()
        current_app._after_fork()

    job, living = actions.ask("test.count", by=None), current_app.conf.broker_url
    ask_at("redis://127.0.0.1:1/0")
    try:
        assert actions.send(job.pk) is False
    finally:
        ask_at(living)
    assert state(job) == JobState.QUEUED

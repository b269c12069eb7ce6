"""A worker that is killed in the middle of its looks: nothing is lost, and nothing that anybody sees is done twice."""

import datetime
import os
import signal
import threading
from collections import Counter

import pytest
from django.utils import timezone

from ita_portal.lib.processes import wait_for
from records.models import Job
from submissions import actions
from submissions.enums import Occasion
from submissions.inspecting.looking import AT_ONCE
from submissions.models import Check, Evidence, Look, Snapshot
from tests.conftest import working
from tests.factories import World
from tests.sites import Page, Site

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
HOST = "www.alpha.go.th"
MANY = AT_ONCE + 10  # more than are looked at together


@pytest.fixture
def site(settings, monkeypatch):
    page = Page(f"<title>หน้า</title><p>{'แผนปฏิบัติการป้องกันการทุจริต ' * 20}</p>")
    with Site({f"/{n}.html": page for n in range(MANY)}, hosts=(HOST,)) as here:
        settings.FETCH_SITES = here.where
        monkeypatch.setenv("FETCH_SITES", f"{HOST}=127.0.0.1:{here.port}")  # for the workers
        yield here


def held_back(site: Site, path: str) -> tuple[threading.Event, threading.Event]:
    """The page is asked for, and answers only when it is told to."""
    asked, go, page = threading.Event(), threading.Event(), site.pages[path]

    def answer(connection, over: threading.Event) -> None:
        asked.set()
        go.wait(60)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(page.content)}\r\n\r\n"
        connection.sendall(head.encode() + page.content)

    site.pages[path] = Page(raw=answer)
    return asked, go


def test_another_worker_finishes_what_a_killed_one_began(site: Site) -> None:
    world = World()
    now = timezone.now()
    Evidence.objects.bulk_create(
        Evidence(
            submission=world.item("O1"),
            kind="url",
            title=str(n),
            url=f"http://{HOST}/{n}.html",
            added_at=now,
            added_by=world.staff,
        )
        for n in range(MANY)
    )
    asked, go = held_back(site, f"/{MANY - 1}.html")
    with working("first") as first:
        job = actions.ask_for_copies(world.year, by=world.executive)
        wait_for(asked.is_set, seconds=60, what="the last handful")
        wait_for(lambda: Look.objects.count() == AT_ONCE, seconds=30, what="the first handful")
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    assert Job.objects.get(pk=job.pk).state == "running"
    kept = set(Snapshot.objects.values_list("pk", flat=True))
    before = Counter(site.asked)
    go.set()
    Job.objects.filter(pk=job.pk).update(lease_until=now - datetime.timedelta(seconds=1))  # as if the lease had run out
    with working("second"):
        wait_for(lambda: Job.objects.get(pk=job.pk).state == "done", seconds=60, what="the second worker")
    assert Job.objects.get(pk=job.pk).attempts == 2
    assert Counter(Look.objects.values_list("times", flat=True)) == {1: MANY}
    assert (
        Snapshot.objects.filter(occasion=Occasion.ENDORSED).count()
        == MANY
        == Snapshot.objects.values("evidence").distinct().count()
    )
    assert kept <= set(Snapshot.objects.values_list("pk", flat=True))
    assert set(Counter(Check.objects.values_list("name", flat=True)).values()) == {MANY}
    again = Counter(site.asked) - before
    assert {path for path in again if len(path) < 10} == {f"/{n}.html" for n in range(AT_ONCE, MANY)}

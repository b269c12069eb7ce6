"""The worker walks through the agency's website once for a year; what it finds stands at the evidence and can be taken over."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from records.actions import claim, perform
from records.models import Job
from submissions import actions
from submissions.actions import About
from submissions.loaders import load_item
from submissions.models import Check, Evidence
from submissions.pages import item_page
from tests.agency_site import ROOT
from tests.factories import World
from tests.sites import Page

pytestmark = pytest.mark.django_db
WAY = "หน้าแรก › ITA › ITA 2566 › O1 รายการที่ 1 ของการเปิดเผยข้อมูล"


@pytest.fixture
def world():
    world = World()
    world.agency.main_host = "example.go.th"
    world.agency.save()
    return world


def hand_in(world: World, url: str, way: str = "") -> Evidence:
    submission = world.item("O1")
    actions.save_answer(submission, answer="yes", explanation="x", reason_none="", version=submission.version, by=world.staff)
    return actions.add_url(submission, url, About(title="เอกสาร", click_path=way), by=world.staff)


def walk(world: World) -> dict[int, dict[str, str]]:
    Job.objects.filter(kind="evidence.ways").delete()
    actions.ask_for_look_at_year(world.year, by=None)
    perform(Job.objects.get(kind="evidence.ways").pk)
    said: dict[int, dict[str, str]] = {}
    for check in Check.objects.filter(name__startswith="path."):
        said.setdefault(check.evidence_id, {})[check.name] = check.outcome
    return said


def test_the_way_that_was_found_becomes_the_evidences_own(world, site, example) -> None:
    evidence = hand_in(world, example.items[1])
    assert walk(world) == {evidence.pk: {"path.clicks": "clear"}}
    actions.use_way(evidence, by=world.staff)
    evidence.refresh_from_db()
    assert evidence.click_path == WAY
    assert walk(world) == {evidence.pk: {"path.clicks": "clear", "path.written": "clear"}}


def test_the_way_on_a_thai_website_is_found_in_both_of_its_forms(world, site, example, settings) -> None:
    settings.FETCH_SITES = {"xn--o3cg7ak5c9d.xn--o3cw4h": ("127.0.0.1", site.port)}
    world.agency.main_host = "เทศบาล.ไทย"
    world.agency.save()
    one = hand_in(world, "http://xn--o3cg7ak5c9d.xn--o3cw4h/ita/2566/o1.html")
    two = hand_in(world, "http://เทศบาล.ไทย/ita/2566/o2.html")
    assert walk(world) == {one.pk: {"path.clicks": "clear"}, two.pk: {"path.clicks": "clear"}}


def test_no_way_and_a_wrong_way_are_said(world, site, example) -> None:
    lost = hand_in(world, example.hidden["orphan"])
    wrong = hand_in(world, example.items[1], "หน้าแรก > ธรรมาภิบาล > O1")
    assert walk(world) == {
        lost.pk: {"path.clicks": "found"},
        wrong.pk: {"path.clicks": "clear", "path.written": "found"},
    }
    page = item_page(load_item(world.staff, "alpha", "2590-small", "O1"), world.staff)
    assert [hint.code for hint in page.hints if hint.evidence == lost.pk] == ["R1"]
    with pytest.raises(PermissionDenied):
        actions.use_way(lost, by=world.staff)


def test_a_written_way_that_leads_there_is_a_way_though_the_walk_found_none(world, site, example) -> None:
    """Seven clicks are further than a walk goes; whoever wrote them down knows the way."""
    names = [f"ชั้นที่ {n}" for n in range(1, 8)]
    for n, name in enumerate(names):
        example.pages["/" if n == 0 else f"/deep/{n}/"] = Page(f'<p>{"ยินดีต้อนรับ" * 9}</p><a href="/deep/{n + 1}/">{name}</a>')
    example.pages["/deep/7/"] = Page("<p>เอกสาร</p>")
    evidence = hand_in(world, f"{ROOT}/deep/7/", " > ".join(["หน้าแรก", *names]))
    assert walk(world) == {evidence.pk: {"path.clicks": "clear", "path.written": "clear"}}
    assert Check.objects.get(name="path.clicks").facts["clicks"] == 7


def test_an_agency_without_a_website_is_asked_for_it(world, site, example) -> None:
    world.agency.main_host = ""
    world.agency.save()
    evidence = hand_in(world, example.items[1])
    assert walk(world) == {evidence.pk: {"path.clicks": "unknown"}}
    assert (Check.objects.get(name="path.clicks").facts["problem"], site.asked) == ("unknown", [])


def test_a_look_leaves_what_the_walk_said(world, site, example) -> None:
    evidence = hand_in(world, example.items[1])
    walk(world)
    for job in Job.objects.filter(kind="evidence.look"):
        perform(job.pk)
    names = set(Check.objects.filter(evidence=evidence).values_list("name", flat=True))
    assert {"path.clicks", "reach.answers"} <= names


def test_a_sitting_of_handing_in_makes_one_walk(world, site, example) -> None:
    handed = [hand_in(world, example.items[n]) for n in range(1, 13)]
    (job,) = Job.objects.filter(kind="evidence.ways")
    assert job.not_before > job.created_at
    perform(job.pk)
    assert Check.objects.filter(name="path.clicks", outcome="clear", evidence__in=handed).count() == 12
    assert len(site.asked) < 40


def test_a_hand_in_while_the_walk_runs_is_found_by_the_next(world, site, example) -> None:
    hand_in(world, example.items[1])
    (first,) = Job.objects.filter(kind="evidence.ways")
    claim(first.pk)
    late = [hand_in(world, example.items[n]) for n in (2, 3)]
    (second,) = Job.objects.filter(kind="evidence.ways", state="queued")
    Job.objects.filter(pk=first.pk).update(state="done", lease_until=None, lease_token=None)
    perform(second.pk)
    assert Check.objects.filter(name="path.clicks", outcome="clear", evidence__in=late).count() == 2


def test_the_ways_are_walked_again_once_a_week(world, site, example) -> None:
    hand_in(world, example.items[1])
    perform(Job.objects.get(kind="evidence.ways").pk)
    today = timezone.localdate()
    actions.ask_for_look_at_night(world.year, today)
    assert Job.objects.filter(kind="evidence.ways").count() == 1
    Check.objects.update(checked_at=timezone.now() - datetime.timedelta(days=8))
    actions.ask_for_look_at_night(world.year, today + datetime.timedelta(days=1))
    assert Job.objects.filter(kind="evidence.ways", state="queued").count() == 1


def test_the_night_walks_for_what_was_handed_in_and_missed(world, site, example) -> None:
    hand_in(world, example.items[1])
    perform(Job.objects.get(kind="evidence.ways").pk)
    hand_in(world, example.items[2])
    Job.objects.filter(state="queued").delete()  # as if it had been lost
    actions.ask_for_look_at_night(world.year, timezone.localdate())
    assert Job.objects.filter(kind="evidence.ways", state="queued").count() == 1


def test_one_walk_serves_a_whole_year(world, site, example) -> None:
    for n in range(1, 6):
        hand_in(world, example.items[n])
    hand_in(world, f"{ROOT}/about/")
    said = walk(world)
    assert [outcomes["path.clicks"] for outcomes in said.values()] == ["clear"] * 6
    assert len(site.asked) < 40

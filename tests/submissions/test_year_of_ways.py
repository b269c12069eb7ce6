"""The worker walks through the agency's website once for a year; what it finds stands at the evidence and can be taken over."""

import pytest
from django.core.exceptions import PermissionDenied

from records.actions import perform
from records.models import Job
from submissions import actions
from submissions.actions import About
from submissions.loaders import load_item
from submissions.models import Check, Evidence
from submissions.pages import item_page
from tests.agency_site import ROOT
from tests.factories import World

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


def test_one_walk_serves_a_whole_year(world, site, example) -> None:
    for n in range(1, 6):
        hand_in(world, example.items[n])
    hand_in(world, f"{ROOT}/about/")
    said = walk(world)
    assert [outcomes["path.clicks"] for outcomes in said.values()] == ["clear"] * 6
    assert len(site.asked) < 40

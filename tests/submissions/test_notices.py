"""Who is told what, and who is not."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from assignments.actions import assign, assign_many, extend
from submissions import actions, notices
from submissions.models import Notice
from tests.factories import World

pytestmark = pytest.mark.django_db


def forget() -> None:
    Notice.objects.all().delete()


def told(world: World) -> dict[str, list[tuple[str, str]]]:
    """Person → what they were told, oldest first: verb and item."""
    found: dict[str, list[tuple[str, str]]] = {}
    for notice in Notice.objects.filter(assessment=world.year).select_related("person", "submission__item").order_by("id"):
        code = notice.submission.item.code if notice.submission else ""
        found.setdefault(notice.person.email.partition("@")[0], []).append((notice.verb, code))
    return found


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_each_step_tells_whom_it_concerns_and_not_who_did_it():
    world = World()
    forget()
    world.submit("O1")
    assert told(world) == {"coordinator": [("submitted", "O1")]}
    forget()
    actions.return_for_changes(world.item("O1"), comment="แนบไฟล์ใหม่", by=world.coordinator)
    assert told(world) == {"staff": [("returned", "O1")], "finance": [("returned", "O1")]}
    assert set(Notice.objects.values_list("facts__text", flat=True)) == {"แนบไฟล์ใหม่"}
    actions.submit(world.item("O1"), by=world.staff)
    forget()
    actions.accept(world.item("O1"), by=world.coordinator)
    assert told(world) == {"staff": [("accepted", "O1")], "finance": [("accepted", "O1")]}


def test_the_last_acceptance_tells_the_executive_and_a_return_takes_it_back():
    world = World()
    world.accept_all()
    assert told(world)["executive"] == [("ready", "")]
    actions.return_for_changes(world.item("O1"), comment="ยังไม่ครบ", by=world.coordinator)
    assert notices.unread_count(world.executive) == 0


def test_what_is_over_is_no_longer_unread():
    world = World()
    world.submit("O1")
    assert notices.unread_count(world.coordinator) == 1
    actions.recall(world.item("O1"), by=world.staff)
    assert notices.unread_count(world.coordinator) == 0


def test_the_years_steps_reach_the_agency_and_assessors_only_from_the_assessment_on():
    world = World()
    world.accept_all()
    forget()
    actions.endorse(world.year, by=world.executive)
    actions.reopen(world.year, reason="แก้ไข O1", by=world.admin)
    everybody = {name: [("endorsed", ""), ("reopened", "")] for name in ("staff", "finance", "coordinator")}
    assert told(world) == everybody | {"executive": [("reopened", "")]}
    actions.endorse(world.year, by=world.executive)
    forget()
    actions.open_assessment(world.year, by=world.admin)
    people = ("staff", "finance", "coordinator", "executive", "assessor", "lead")
    assert told(world) == {name: [("assessing", "")] for name in people}


def test_a_score_tells_nobody_before_clarification_and_a_dispute_tells_both_sides():
    world = World()
    world.open_assessment()
    forget()
    world.judge("O1", met=False)
    assert told(world) == {}
    for submission in world.items():
        if submission.item.code != "O1":
            world.judge(submission.item.code)
    actions.open_clarification_round(world.year, by=world.admin)
    forget()
    actions.contest(world.item("O1"), explanation="ดูคำอธิบาย", by=world.coordinator)
    expected = {name: [("contested", "O1")] for name in ("staff", "finance", "assessor", "lead")}
    assert told(world) == expected
    forget()
    actions.settle(world.item("O1"), decision="หลักฐานครบ", value=100, by=world.lead)
    assert told(world) == {name: [("settled", "O1")] for name in ("staff", "finance", "coordinator", "assessor")}


def test_no_notice_names_an_assessor_and_none_tells_one_of_inner_matters():
    world = World()
    world.open_assessment()
    User.objects.filter(pk=world.lead.pk).update(display_name="ผู้ประเมินคนที่สอง")
    world.lead.refresh_from_db()
    actions.add_comment(world.item("O1"), text="ขอไฟล์ต้นฉบับ", by=world.assessor)
    forget()
    actions.add_comment(world.item("O1"), text="คุยกันภายใน", by=world.staff)
    assert told(world) == {"finance": [("commented", "O1")], "coordinator": [("commented", "O1")]}
    forget()
    actions.add_comment(world.item("O1"), text="ขอบคุณ", by=world.lead)
    expected = {name: [("commented", "O1")] for name in ("staff", "finance", "coordinator", "assessor")}
    assert told(world) == expected
    assert list(Notice.objects.filter(facts__has_key="by_name")) == []
    page = client_of(world.coordinator).get(reverse("submissions:notices")).content.decode()
    assert ("ขอบคุณ" in page, str(world.lead) in page) == (True, False)


def test_a_comment_reaches_those_who_spoke_before():
    world = World()
    actions.add_comment(world.item("O1"), text="ฝากดูด้วย", by=world.executive)
    forget()
    actions.add_comment(world.item("O1"), text="แก้แล้ว", by=world.coordinator)
    assert told(world) == {name: [("commented", "O1")] for name in ("staff", "finance", "executive")}


def test_many_items_given_at_once_are_told_one_by_one_for_a_fixed_price(django_assert_max_num_queries):
    world = World()
    items = [submission.item for submission in world.items()]
    for item in items:
        assign(world.year, item, lead=world.office, by=None)
    forget()
    with django_assert_max_num_queries(20):
        assign_many(world.year, items, lead=world.office, support=[world.finance], by=world.coordinator)
    assert told(world) == {"finance": [("assigned", code) for code in ("O1", "O2", "O3", "O4")]}


def test_an_assignment_tells_the_departments_that_did_not_have_it():
    world = World()
    item = world.item("O1").item
    forget()
    assign(world.year, item, lead=world.office, by=world.coordinator)
    assert told(world) == {}
    assign(world.year, item, lead=world.office, support=[world.finance], due_on=datetime.date(2570, 3, 1), by=world.coordinator)
    assert told(world) == {"finance": [("assigned", "O1")]}
    forget()
    assign(world.year, item, lead=world.finance, by=None)  # an import
    assign(world.year, item, lead=world.office, by=None)
    assert told(world) == {}


def test_people_who_are_switched_off_are_told_nothing():
    world = World()
    User.objects.filter(pk__in=[world.coordinator.pk, world.assessor.pk]).update(is_active=False)
    forget()
    world.submit("O1")
    assert told(world) == {}


def test_a_step_that_fails_tells_nothing():
    world = World()
    world.submit("O1")
    stale = world.item("O1")
    actions.recall(world.item("O1"), by=world.staff)
    forget()
    with pytest.raises(actions.StaleSubmission):
        actions.accept(stale, by=world.coordinator)
    assert told(world) == {}


# --- in the page


def test_the_sentence_is_made_in_the_readers_language_when_it_is_read():
    world = World()
    world.submit("O1")
    actions.return_for_changes(world.item("O1"), comment="แนบไฟล์ใหม่", by=world.coordinator)
    sentences = []
    for language in ("en", "th"):
        with override(language):
            (line, *_older), _following = notices.newest(world.staff)
            sentences.append((line.sentence, line.text, line.by_name))
    assert sentences == [
        ("O1 was returned for changes.", "แนบไฟล์ใหม่", "coordinator"),
        ("O1 ถูกส่งกลับให้แก้ไข", "แนบไฟล์ใหม่", "coordinator"),
    ]


def test_opening_a_notice_leads_to_the_item_and_reads_everything_about_it():
    world = World()
    forget()
    world.submit("O1")
    actions.add_comment(world.item("O1"), text="ส่งแล้วครับ", by=world.staff)
    world.submit("O2")
    client = client_of(world.coordinator)
    comment = Notice.objects.get(person=world.coordinator, verb="commented")
    response = client.get(reverse("submissions:notice", args=[comment.pk]))
    assert response.headers["Location"] == f"/{world.agency.slug}/{world.edition.code}/O1/#comments"
    assert notices.unread_count(world.coordinator) == 1
    client.post(reverse("submissions:read_all"))
    assert notices.unread_count(world.coordinator) == 0
    assert client_of(world.staff).get(reverse("submissions:notice", args=[comment.pk])).status_code == 404


def test_who_left_the_agency_sees_its_notices_no_more():
    world = World()
    world.submit("O1")
    notice = Notice.objects.get(person=world.coordinator, verb="submitted")
    world.coordinator.memberships.all().delete()
    client = client_of(world.coordinator)
    page = client.get(reverse("submissions:notices")).content.decode()
    assert ("O1" in page, notices.unread_count(User.objects.get(pk=world.coordinator.pk))) == (False, 0)
    assert client.get(reverse("submissions:notice", args=[notice.pk])).status_code == 404


def test_the_bell_counts_and_the_list_costs_the_same_for_1_and_30():
    world = World()
    forget()
    client = client_of(world.coordinator)
    world.submit("O1")

    def cost(address: str) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address).content.decode()
        return len(captured), page

    one, page = cost("/notices/")
    assert 'class="bell-count">1<' in page
    for n in range(32):
        actions.add_comment(world.item("O1"), text=f"ความเห็นที่ {n}", by=world.staff)
    many, page = cost("/notices/")
    assert (many, one <= 8, page.count("notices-entry "), 'class="bell-count">33<' in page) == (one, True, 30, True)
    older = Notice.objects.filter(person=world.coordinator).order_by("-id")[29].pk
    assert f'href="?before={older}"' in page
    _count, second = cost(f"/notices/?before={older}")
    assert second.count("notices-entry ") == 3


@pytest.mark.parametrize("before", ["x", "-1", "๙๙", "9" * 40, "\x00", "0"])
def test_a_strange_page_key_is_the_first_page(before):
    world = World()
    assert client_of(world.staff).get("/notices/", {"before": before}).status_code == 200


# --- reminders


def due(world: World, code: str, left: int) -> datetime.date:
    day = timezone.localdate() + datetime.timedelta(days=left)
    assign(world.year, world.item(code).item, lead=world.office, due_on=day, by=None)
    return day


@pytest.mark.parametrize(
    ("left", "verbs"),
    [(8, []), (7, ["due"]), (5, ["due"]), (3, ["due"]), (1, ["due"]), (0, ["due"]), (-1, ["late"]), (-29, [])],
)
def test_what_is_due_soon_or_late_is_told_to_the_department(left, verbs):
    world = World()
    due(world, "O1", left)
    forget()
    notices.remind(world.year, timezone.localdate())
    assert told(world) == ({"staff": [(verb, "O1") for verb in verbs]} if verbs else {})


def test_a_reminder_is_written_once_for_each_distance_and_stands_for_the_one_before():
    world = World()
    day = due(world, "O1", 10)
    forget()
    days = [day - datetime.timedelta(days=left) for left in (10, 8, 7, 7, 6, 4, 3, 2, 1, 0, -1, -2, -7, -8)]
    unread = []
    for today in days:
        notices.remind(world.year, today)
        unread.append(notices.unread_count(world.staff))
    verbs = [verb for verb, _code in told(world)["staff"]]
    assert (verbs, unread) == (["due", "due", "due", "late", "late"], [0, 0, *[1] * 12])


def test_what_is_handed_in_or_given_more_time_is_not_due():
    world = World()
    due(world, "O1", 1)
    world.submit("O1")
    forget()
    notices.remind(world.year, timezone.localdate())
    assert told(world) == {}


def test_without_a_day_of_its_own_the_agencys_last_day_counts_and_somebody_is_always_told():
    world = World()
    until = timezone.localdate() + datetime.timedelta(days=3)
    extend(world.year, until=until, reason="น้ำท่วม", by=world.admin)
    world.staff.memberships.all().delete()
    forget()
    notices.remind(world.year, timezone.localdate())
    codes = [("due", submission.item.code) for submission in world.items()]
    assert told(world) == {"finance": codes}
    world.finance_staff.memberships.all().delete()
    forget()
    notices.remind(world.year, timezone.localdate())
    assert told(world) == {"coordinator": codes}

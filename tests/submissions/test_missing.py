"""What is missing in a year, who sees it, and reminding people of it: seen first, sent once a day, remembered."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.actions import join
from accounts.enums import Mails, Role
from accounts.models import User
from assignments.actions import assign
from assignments.models import Assignment
from criteria.enums import Stage
from criteria.models import Window
from records.models import AuditEvent
from submissions import actions
from submissions.enums import Lack, Verb
from submissions.missing import missing_in
from submissions.models import Notice, Submission
from submissions.notices.mailing import people_to_mail
from submissions.pages.missing import chat_text
from tests.factories import World, make_department, make_person, pdf_upload
from tests.submissions.test_views import client_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """O1 accepted with hints, O2 returned, O3 begun without evidence, O4 untouched; all led by office, supported by finance."""
    world = World()
    actions.save_answer(world.item("O1"), answer="yes", explanation="หน้าแรก", reason_none="", version=0, by=world.staff)
    actions.add_url(world.item("O1"), "https://drive.google.com/x", actions.About(), by=world.staff)
    actions.submit(world.item("O1"), by=world.staff)
    actions.accept(world.item("O1"), by=world.coordinator)
    world.submit("O2")
    actions.return_for_changes(world.item("O2"), comment="แนบไฟล์ใหม่", by=world.coordinator)
    actions.save_answer(world.item("O3"), answer="yes", explanation="", reason_none="", version=0, by=world.staff)
    Notice.objects.all().delete()
    return world


def chase_url(world: World) -> str:
    return f"{url(world, 'missing')}chase/"


def owed(world: World, **how: object) -> dict[str, dict[str, str]]:
    """Department → item → what is missing of it."""
    shares = missing_in(world.year, **how).shares
    return {share.department.key: {one.code: one.lack.value for one in share.items} for share in shares}


def pairs(world: World, *codes: str) -> list[str]:
    return [f"{world.office.pk}.{code}" for code in codes]


def chased() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(verb=Verb.CHASED).select_related("person", "submission__item").order_by("id")
    return [(row.person.email.partition("@")[0], row.submission.item.code) for row in rows]


def test_each_department_owes_what_is_not_handed_in_and_its_leader_what_may_be_objected_to(world):
    rest = dict.fromkeys(codes(world)[3:], Lack.NOT_BEGUN.value)
    supports = {"O2": "returned", "O3": "writing", **rest}
    assert owed(world) == {"finance": supports, "office": {"O1": "hints", **supports}}


def test_what_is_accepted_and_led_by_nobody_stands_once_for_all(world):
    assign(world.year, world.item("O1").item, lead=None, support=[world.office, world.finance], by=world.coordinator)
    found = missing_in(world.year)
    assert ([one.code for one in found.shared], "O1" in owed(world)["office"]) == (["O1"], False)
    assert client_of(world.coordinator).get(url(world, "missing")).context["page"].total == len(codes(world))


def codes(world: World) -> list[str]:
    return [submission.item.code for submission in world.items()]


def test_begun_without_evidence_is_said_and_gone_with_the_evidence(world):
    def bare() -> list[str]:
        return [one.code for one in missing_in(world.year).every if one.no_evidence]

    assert bare() == ["O3"]
    actions.add_file(world.item("O3"), pdf_upload(), actions.About(), by=world.staff)
    assert bare() == []


def test_of_an_item_for_everybody_only_those_owe_from_whom_nothing_came():
    world = World()
    assign(world.year, world.item("O1").item, lead=world.office, support=[world.finance], everyone=True, by=world.coordinator)
    assert "O1" in owed(world)["finance"]
    actions.add_file(world.item("O1"), pdf_upload(), actions.About(department=world.finance), by=world.finance_staff)
    found = owed(world)
    assert ("O1" in found["finance"], "O1" in found["office"]) == (False, True)


def test_late_and_nearly_due_go_by_the_items_own_day_and_then_by_the_calendar(world):
    today = timezone.localdate()
    Window.objects.create(
        edition=world.edition,
        stage=Stage.PREPARING,
        opens_on=today - datetime.timedelta(days=9),
        closes_on=today + datetime.timedelta(days=9),
    )
    Assignment.objects.filter(item=world.item("O3").item).update(due_on=today - datetime.timedelta(days=1))
    Assignment.objects.filter(item=world.item("O4").item).update(due_on=today)

    def said(soon: int) -> tuple[list[str], list[str]]:
        every = missing_in(world.year, soon=soon).every
        return [one.code for one in every if one.late], [one.code for one in every if one.soon]

    assert said(7) == (["O3"], ["O4"])
    assert said(9) == (["O3"], ["O2", "O4", *codes(world)[4:]])


def test_what_nobody_answers_for_stands_apart_and_reminds_nobody(world):
    Assignment.objects.filter(item=world.item("O4").item).delete()
    assert [one.code for one in missing_in(world.year).nobody] == ["O4"]
    page = client_of(world.coordinator).get(url(world, "missing")).content.decode()
    assert "Given to nobody" in page


def test_nothing_is_missing_of_an_endorsed_year():
    world = World()
    world.endorse()
    assert (missing_in(world.year).every, owed(world)) == ([], {})
    assert "The year is endorsed." in client_of(world.coordinator).get(url(world, "missing")).content.decode()


def test_a_reminder_tells_the_people_of_the_department_and_is_in_the_audit_trail(world):
    done = actions.chase(world.year, pairs(world, "O2", "O3"), text="ขอภายในวันศุกร์", by=world.coordinator)
    assert (chased(), done.people, done.items) == ([("staff", "O2"), ("staff", "O3")], {world.staff.pk}, 2)
    event = AuditEvent.objects.get(verb="chase")
    assert (event.details, event.note, event.actor_id) == (
        {"departments": {str(world.office.pk): ["O2", "O3"]}},
        "ขอภายในวันศุกร์",
        world.coordinator.pk,
    )
    reminded = {one.code: one.reminded.by_name for one in missing_in(world.year).shares[1].items if one.reminded}
    assert reminded == {"O2": str(world.coordinator), "O3": str(world.coordinator)}
    line = client_of(world.staff).get("/notices/").content.decode()
    assert ("The coordinator reminds you of O2" in line, "ขอภายในวันศุกร์" in line) == (True, True)


def test_the_letter_goes_by_each_persons_own_setting(world):
    User.objects.filter(pk=world.finance_staff.pk).update(mails=Mails.URGENT)
    both = [one.pair for share in missing_in(world.year).shares for one in share.items if one.code == "O2"]
    actions.chase(world.year, both, by=world.coordinator)
    later = timezone.now() + datetime.timedelta(minutes=6)
    turns = {pace: people_to_mail(pace, later) for pace in (Mails.AT_ONCE, Mails.DAILY)}
    assert turns == {Mails.AT_ONCE: [world.finance_staff.pk], Mails.DAILY: [world.staff.pk]}


def test_within_a_day_the_same_is_sent_again_only_on_purpose(world):
    actions.chase(world.year, pairs(world, "O2"), by=world.coordinator)
    with pytest.raises(PermissionDenied, match="less than a day ago"):
        actions.chase(world.year, pairs(world, "O2"), by=world.coordinator)
    both = actions.chase(world.year, pairs(world, "O2", "O3"), by=world.coordinator)
    assert ([one.code for one in both.left], chased()) == (["O2"], [("staff", "O2"), ("staff", "O3")])
    actions.chase(world.year, pairs(world, "O2"), again=True, by=world.coordinator)
    assert chased() == [("staff", "O2"), ("staff", "O3"), ("staff", "O2")]
    unread = Notice.objects.filter(verb=Verb.CHASED, read_at=None).values_list("submission__item__number", flat=True)
    assert sorted(unread) == [2, 3]  # the newest stands for the one before


def test_after_a_day_it_is_sent_without_asking(world):
    actions.chase(world.year, pairs(world, "O2"), by=world.coordinator)
    AuditEvent.objects.filter(verb="chase").update(at=timezone.now() - datetime.timedelta(days=1, minutes=1))
    assert actions.chase(world.year, pairs(world, "O2"), by=world.coordinator).left == []


def test_handed_in_meanwhile_is_passed_over_and_its_reminder_is_over(world):
    actions.chase(world.year, pairs(world, "O3"), by=world.coordinator)
    world.submit("O3")
    assert Notice.objects.filter(verb=Verb.CHASED, read_at=None).count() == 0
    with pytest.raises(PermissionDenied, match="Nothing of it is missing any more"):
        actions.chase(world.year, pairs(world, "O3"), by=world.coordinator)


def test_what_is_accepted_and_departments_without_people_are_not_reminded(world):
    empty = make_department(world.agency, "empty")
    assign(world.year, world.item("O4").item, lead=empty, by=world.coordinator)
    with pytest.raises(PermissionDenied):
        actions.chase(world.year, [*pairs(world, "O1"), f"{empty.pk}.O4"], by=world.coordinator)
    page = client_of(world.coordinator).post(chase_url(world), {"department": str(empty.pk)}).content.decode()
    assert "nobody else works there, so nobody is told" in page


@pytest.mark.parametrize("who", ["staff", "executive", "admin", "observer"])
def test_only_the_coordinator_reminds(world, who):
    with pytest.raises(PermissionDenied, match="Only the agency's ITA coordinator"):
        actions.chase(world.year, pairs(world, "O2"), by=world.people()[who])
    assert client_of(world.people()[who]).post(chase_url(world), {"all": "1"}).status_code == 403
    assert chased() == []


def test_who_sees_the_page(world):
    stranger = make_person("stranger@elsewhere")
    seen = {name: client_of(person).get(url(world, "missing")).status_code for name, person in world.people().items()}
    assert seen == {
        "staff": 200,
        "coordinator": 200,
        "executive": 200,
        "admin": 200,
        "observer": 403,
        "assessor": 404,
        "lead": 404,
    }
    assert client_of(stranger).get(url(world, "missing")).status_code == 404


def test_staff_see_their_own_department_only_and_executives_all_without_buttons(world):
    def shown(person: User) -> tuple[list[str], bool]:
        page = client_of(person).get(url(world, "missing"))
        return [part.share.department.key for part in page.context["page"].parts], 'form="chase"' in page.content.decode()

    assert shown(world.finance_staff) == (["finance"], False)
    assert shown(world.executive) == (["finance", "office"], False)
    assert shown(world.coordinator) == (["finance", "office"], True)


def confirm(client: Client, response, **words: str):
    return client.post(response.request["PATH_INFO"], {"pair": response.context["page"].pairs, "confirm": "1", **words})


def test_one_press_shows_who_gets_what_and_the_second_sends_it(world):
    client = client_of(world.coordinator)
    preview = client.post(chase_url(world), {"department": str(world.finance.pk)})
    plan = preview.context["page"].planned
    assert [(one.share.department.key, [person.name for person in one.people]) for one in plan] == [("finance", ["finance"])]
    assert chased() == []
    response = confirm(client, preview)
    assert (response.status_code, response.headers["Location"]) == (302, url(world, "missing"))
    assert chased() == [("finance", code) for code in codes(world)[1:]]


def test_everybody_at_once_and_the_page_says_what_is_left_out(world):
    client = client_of(world.coordinator)
    actions.chase(world.year, pairs(world, "O2"), by=world.coordinator)
    preview = client.post(chase_url(world), {"all": "1"})
    assert preview.context["page"].lately == 1
    assert "less than a day ago" in preview.content.decode()
    page = client.post(preview.request["PATH_INFO"], {"pair": pairs(world, "O2"), "confirm": "1", "text": "ด่วน"})
    assert (page.status_code, "Remind of these again" in page.content.decode(), "ด่วน" in page.content.decode()) == (
        403,
        True,
        True,
    )
    assert confirm(client, preview, again="on").status_code == 302
    assert chased().count(("staff", "O2")) == 2


def test_too_long_a_sentence_comes_back_with_what_was_typed(world):
    client = client_of(world.coordinator)
    page = client.post(chase_url(world), {"all": "1", "confirm": "1", "text": "ก" * 301})
    assert (page.status_code, "ก" * 301 in page.content.decode(), chased()) == (422, True, [])


@pytest.mark.parametrize("asked", [{}, {"pair": "x"}, {"pair": "1.O99", "confirm": "1"}, {"department": "¾"}])
def test_what_names_nothing_leads_back_to_the_list(world, asked):
    response = client_of(world.coordinator).post(chase_url(world), asked)
    assert (response.status_code, response.headers["Location"]) == (302, url(world, "missing"))


def test_an_unknown_number_of_days_is_the_usual_one(world):
    page = client_of(world.coordinator).get(url(world, "missing"), {"days": "many"})
    assert (page.status_code, page.context["page"].days) == (200, 7)


def test_people_without_mails_are_named(world):
    User.objects.filter(pk=world.staff.pk).update(mails=Mails.NEVER)
    page = client_of(world.coordinator).get(url(world, "missing"))
    parts = {part.share.department.key: part.unreached for part in page.context["page"].parts}
    assert parts == {"finance": False, "office": True}
    assert "None of them gets mails." in page.content.decode()


def test_the_text_for_a_chat_group_is_thai_with_codes_days_and_the_address(world, settings):
    settings.PORTAL_URL = "https://ita.example"
    Assignment.objects.filter(item=world.item("O2").item).update(due_on=datetime.date(2047, 4, 30))
    Submission.objects.filter(item__number__gt=2).update(status="submitted")
    title = world.item("O2").item.title_th
    text = chat_text(world.year, missing_in(world.year).shares[1:], "/alpha/2590-small/missing/")
    assert text.split("\n") == [
        "ITA 2590: ข้อที่ยังรอส่ง",
        "",
        "■ กอง office",
        f"• O2 {title} (ส่งกลับแก้ไข) – ภายใน 30 เม.ย. 2590",
        "",
        "ดูรายการของท่าน: https://ita.example/alpha/2590-small/missing/",
    ]


def fill(world: World, n: int) -> None:
    """`n` more departments with a person each, all of which answer for everything."""
    more = [world.finance]
    for number in range(n):
        department = make_department(world.agency, f"more-{number}")
        person = make_person(f"more-{number}@alpha")
        join(person, world.agency, Role.STAFF, [department], by=world.admin)
        more.append(department)
    for submission in world.items():
        assign(world.year, submission.item, lead=world.office, support=more, everyone=True, by=world.coordinator)


@pytest.mark.parametrize("path", ["missing", "chase"])
def test_the_same_queries_for_one_item_and_for_all_departments(world, path, django_assert_max_num_queries):
    client = client_of(world.coordinator)

    def ask():
        if path == "chase":
            return client.post(chase_url(world), {"all": "1"})
        return client.get(url(world, "missing"))

    Submission.objects.filter(item__number__gt=2).update(status="submitted")
    with django_assert_max_num_queries(19) as few:
        ask()
    Submission.objects.filter(item__number__gt=2).update(status="draft")
    fill(world, 30)
    with django_assert_max_num_queries(19) as many:
        assert ask().status_code == 200
    assert len(few) == len(many)


def test_sending_takes_the_same_queries_for_one_item_and_for_all(world, django_assert_max_num_queries):
    fill(world, 30)
    every = [one.pair for share in missing_in(world.year).shares for one in share.items]
    with django_assert_max_num_queries(30) as few:
        actions.chase(world.year, pairs(world, "O2"), by=world.coordinator)
    with django_assert_max_num_queries(30) as many:
        done = actions.chase(world.year, every, by=world.coordinator)
    assert (len(done.people), len(few)) == (32, len(many))

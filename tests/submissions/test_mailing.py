"""Letters: who gets one, when, what is in it, and that none is lost or written twice."""

import datetime
import smtplib
from email import message_from_bytes

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.models import User
from assignments.actions import assign
from ita_portal.lib.processes import wait_for
from records import actions as jobs
from records.models import Job
from submissions import actions, notices, tasks
from submissions.models import Notice
from submissions.notices import mailing
from tests.factories import World

pytestmark = pytest.mark.django_db

REFUSE: dict[str, Exception] = {}


class Fussy(EmailBackend):
    """A mail server that refuses some letters."""

    def send_messages(self, messages) -> int:
        for message in messages:
            if message.to[0] in REFUSE:
                raise REFUSE[message.to[0]]
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def _fresh():
    REFUSE.clear()


@pytest.fixture
def world() -> World:
    """O1 was returned to the department, whose member wants mails as it happens; the coordinator's come daily."""
    world = World()
    User.objects.filter(pk=world.staff.pk).update(mails="at_once", language="th")
    world.submit("O1")
    Notice.objects.all().delete()
    actions.return_for_changes(world.item("O1"), comment="แนบไฟล์ใหม่\nและเขียนเส้นทาง", by=world.coordinator)
    return world


def later(**ago: int) -> None:
    """As if everything had been written a while ago."""
    Notice.objects.update(at=timezone.now() - datetime.timedelta(**ago))


def run(pace: str = "at_once") -> Job:
    job = jobs.ask("notices.mail", by=None, pace=pace)
    jobs.perform(job.pk)
    job.refresh_from_db()
    return job


def letters() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_as_it_happens_waits_a_few_minutes_and_then_takes_all_together(world):
    run()
    assert letters() == []
    later(minutes=6)
    actions.add_comment(world.item("O1"), text="รีบนะคะ", by=world.coordinator)
    run()
    assert letters() == [(world.staff.email, "ITA Portal: มีเรื่องแจ้ง 2 เรื่อง")]
    assert Notice.objects.filter(person=world.staff, mailed_at__isnull=True).count() == 0


@pytest.mark.parametrize(("mails", "at_once", "daily"), [("at_once", 1, 0), ("daily", 0, 1), ("urgent", 1, 0), ("never", 0, 0)])
def test_everybody_is_written_to_at_the_pace_they_chose(world, mails, at_once, daily):
    User.objects.filter(pk=world.staff.pk).update(mails=mails)
    Notice.objects.exclude(person=world.staff).delete()
    later(minutes=6)
    sent = []
    for pace in ("at_once", "daily"):
        mail.outbox.clear()
        run(pace)
        sent.append(len(mail.outbox))
    assert sent == [at_once, daily]


def test_only_when_due_or_returned_leaves_the_rest_to_the_page(world):
    User.objects.filter(pk=world.staff.pk).update(mails="urgent")
    actions.add_comment(world.item("O1"), text="ไม่รีบ", by=world.coordinator)
    later(minutes=6)
    run()
    assert [("แนบไฟล์ใหม่" in message.body, "ไม่รีบ" in message.body) for message in mail.outbox] == [(True, False)]


def test_what_was_read_or_is_old_or_concerns_a_year_left_behind_is_not_mailed(world):
    later(minutes=6)
    notices.mark_all_read(world.staff)
    run()
    Notice.objects.update(read_at=None)
    later(days=4)
    run()
    later(minutes=6)
    world.staff.memberships.all().delete()
    run()
    assert letters() == []


def test_nobody_who_is_switched_off_gets_mail(world):
    later(minutes=6)
    User.objects.filter(pk=world.staff.pk).update(is_active=False)
    run()
    assert letters() == []


def test_a_letter_is_plain_text_and_html_in_the_persons_language_with_the_way_out(world):
    later(minutes=6)
    run()
    message = mail.outbox[0]
    parsed = message_from_bytes(message.message().as_bytes())
    kinds = [part.get_content_type() for part in parsed.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    assert (parsed["List-Unsubscribe"], parsed["Auto-Submitted"]) == ("<http://localhost:8000/me/>", "auto-generated")
    html = message.alternatives[0].content
    number = Notice.objects.get(person=world.staff).pk
    link = f"http://localhost:8000/notices/{number}/"
    for text in (message.body, html):
        assert ("O1 ถูกส่งกลับให้แก้ไข" in text, "แนบไฟล์ใหม่" in text, link in text, "หน่วยงาน alpha 2590" in text) == (True,) * 4
    remote = [each for each in ("<img", "<link", "url(", "<script", "src=") if each in html]
    assert (remote, 'lang="th"' in html) == ([], True)


def test_the_subject_says_how_many_and_what_is_due_next(world):
    day = timezone.localdate() + datetime.timedelta(days=3)
    assign(world.year, world.item("O2").item, lead=world.office, due_on=day, by=None)
    notices.remind(world.year, timezone.localdate())
    later(minutes=6)
    run()
    from ita_portal.lib.thai import date_th

    assert letters() == [(world.staff.email, f"ITA Portal: มีเรื่องแจ้ง 2 เรื่อง กำหนดส่งที่ใกล้ที่สุด {date_th(day, short=True)}")]


def test_thai_digits_are_in_the_mail_too_but_never_in_its_addresses(world):
    User.objects.filter(pk=world.staff.pk).update(digits="thai")
    later(minutes=6)
    run()
    message = mail.outbox[0]
    number = Notice.objects.get(person=world.staff).pk
    assert "๑ เรื่อง" in message.subject
    for text in (message.body, message.alternatives[0].content):
        assert ("O๑" in text, f"/notices/{number}/" in text) == (True, True)


def test_nothing_that_people_type_can_reach_a_header(world):
    """Names and comments stand in the body alone; an address with a line break is given up, and others get theirs."""
    bad = "a@b.example\nbcc: all@example"
    User.objects.filter(pk=world.staff.pk).update(email=bad, display_name="x\r\nBcc: all@example")
    User.objects.filter(pk=world.finance_staff.pk).update(mails="at_once", display_name="y\r\nBcc: all@example")
    later(minutes=6)
    job = run()
    assert (job.state, job.result) == ("done", {"sent": 1})
    parsed = message_from_bytes(mail.outbox[0].message().as_bytes())
    assert (parsed["To"], parsed["Bcc"], mail.outbox[0].recipients()) == (
        world.finance_staff.email,
        None,
        [world.finance_staff.email],
    )


def test_a_mail_server_that_is_down_loses_nothing(world, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Fussy"
    later(minutes=6)
    REFUSE[world.staff.email] = ConnectionRefusedError("no mail today")
    job = run()
    assert (job.state, letters(), Notice.objects.filter(mailed_at__isnull=False).count()) == ("queued", [], 0)
    REFUSE.clear()
    jobs.perform(job.pk)
    assert [address for address, _subject in letters()] == [world.staff.email]


def test_an_address_that_is_refused_for_good_is_not_tried_again(world, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Fussy"
    User.objects.filter(pk=world.finance_staff.pk).update(mails="at_once")
    later(minutes=6)
    REFUSE[world.staff.email] = smtplib.SMTPRecipientsRefused({world.staff.email: (550, b"no such person")})
    job = run()
    assert (job.state, [address for address, _subject in letters()]) == ("done", [world.finance_staff.email])
    assert mailing.people_to_mail("at_once", timezone.now()) == []


def test_a_letter_written_again_is_known_by_its_id(world):
    """The worker was killed between the server's yes and our commit: the marks are gone, the letter is the same."""
    later(minutes=6)
    run()
    Notice.objects.update(mailed_at=None)
    run()
    ids = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert (len(ids), len(set(ids))) == (2, 1)


def test_a_letter_is_written_once_however_often_the_job_runs(world):
    later(minutes=6)
    job = run()
    jobs.perform(job.pk)
    run()
    assert len(mail.outbox) == 1


def test_beat_asks_for_a_job_only_when_somebody_is_to_be_written_to(world):
    tasks.mail_as_it_happens()
    assert Job.objects.filter(kind="notices.mail").count() == 0
    later(minutes=6)
    tasks.mail_as_it_happens()
    tasks.mail_as_it_happens()
    tasks.mail_of_the_day()
    asked = list(Job.objects.filter(kind="notices.mail").order_by("id").values_list("payload", flat=True))
    assert asked == [{"pace": "at_once"}, {"pace": "daily"}]


def test_the_mornings_reminders_are_a_job_that_may_run_twice(world):
    day = timezone.localdate() + datetime.timedelta(days=3)
    assign(world.year, world.item("O2").item, lead=world.office, due_on=day, by=None)
    for _morning in range(2):
        tasks.remind_of_due_dates()
        jobs.perform(Job.objects.filter(kind="notices.remind").latest("id").pk)
    assert Notice.objects.filter(verb="due").count() == 1
    assert (
        list(Job.objects.filter(kind="notices.remind").values_list("state", "result")) == [("done", {"items": 1, "years": 1})] * 2
    )


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_the_real_worker_writes_the_letters(world, worker):
    later(minutes=6)
    job = jobs.ask("notices.mail", by=None, pace="at_once")
    wait_for(lambda: Job.objects.get(pk=job.pk).state == "done", seconds=30, what="the letters")
    assert Job.objects.get(pk=job.pk).result == {"sent": 1}
    assert Notice.objects.filter(person=world.staff, mailed_at__isnull=False).count() == 1

"""The calendar: what is in it, and that calendar programs read it."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from accounts import actions as people
from accounts.models import User
from assignments.actions import assign, extend
from criteria.models import Window
from submissions.agenda import agenda_of
from tests.factories import World
from tests.submissions.test_notices import client_of, forget

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def world() -> World:
    """Answers are open from yesterday on for ten days; O1 and O2 are due in three days."""
    world = World()
    today = timezone.localdate()
    Window.objects.create(edition=world.edition, stage="preparing", opens_on=today - DAY, closes_on=today + 9 * DAY)
    for code in ("O1", "O2"):
        assign(world.year, world.item(code).item, lead=world.office, due_on=today + 3 * DAY, by=None)
    forget()
    return world


def address_of(person: User) -> str:
    people.renew_calendar(person)
    return f"/calendar/{person.calendar_key}.ics"


def events(person: User) -> list:
    return Calendar.from_ical(Client().get(address_of(person)).content).events


def test_who_finds_what_in_their_calendar(world):
    window, due = "window-2590-small-preparing", f"due-alpha-2590-small-{timezone.localdate() + 3 * DAY:%Y%m%d}"
    found = {name: [entry.key for entry in agenda_of(person)] for name, person in world.people().items()}
    both, only_window = [window, due], [window]
    assert found == {
        "staff": both,
        "coordinator": both,
        "executive": only_window,
        "observer": only_window,
        "assessor": only_window,
        "lead": only_window,
        "admin": only_window,
    }
    assert [entry.key for entry in agenda_of(world.finance_staff)] == only_window
    assert agenda_of(World("beta").staff)[0].key == window


def test_items_of_one_day_are_one_event_and_leave_it_when_they_are_handed_in(world):
    assert [entry.title for entry in agenda_of(world.staff) if entry.is_due] == ["2 items are due: O1, O2"]
    world.submit("O1")
    entries = [entry for entry in agenda_of(world.staff) if entry.is_due]
    assert [(entry.title, entry.details) for entry in entries] == [("1 item is due: O2", ("O2 News",))]


def test_more_time_stands_in_the_agencys_own_calendar(world):
    until = timezone.localdate() + 20 * DAY
    extend(world.year, until=until, reason="น้ำท่วม", by=world.admin)
    keys = {name: [entry.key for entry in agenda_of(person)] for name, person in world.people().items()}
    told = {name for name, found in keys.items() if "extension-alpha-2590-small" in found}
    assert told == {"staff", "coordinator", "executive"}


def test_calendar_programs_get_whole_days_with_the_end_after_the_last(world):
    User.objects.filter(pk=world.staff.pk).update(language="th")
    world.staff.refresh_from_db()
    today = timezone.localdate()
    window, due = events(world.staff)
    assert (window.start, window.end) == (today - DAY, today + 10 * DAY)
    assert (due.start, due.end, due["UID"]) == (
        today + 3 * DAY,
        today + 4 * DAY,
        f"due-alpha-2590-small-{today + 3 * DAY:%Y%m%d}@localhost",
    )
    assert due["SUMMARY"] == "ครบกำหนดส่ง 2 ข้อ: O1, O2 (หน่วยงาน alpha 2590)"
    assert due["DESCRIPTION"] == "O1 โครงสร้าง\nO2 ข่าวประชาสัมพันธ์"
    assert due["URL"] == "http://localhost:8000/alpha/2590-small/"


def test_the_file_is_folded_between_characters_and_keeps_its_rules(world):
    User.objects.filter(pk=world.staff.pk).update(language="th")
    raw = Client().get(address_of(User.objects.get(pk=world.staff.pk))).content
    lines = raw.split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or b"\n" in line] == []
    assert [line.decode("utf-8").encode() for line in lines] == lines  # each line alone is whole UTF-8
    text = raw.decode()
    for part in (
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "X-WR-TIMEZONE:Asia/Bangkok",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "DTSTART;VALUE=DATE:",
        "TRANSP:TRANSPARENT",
    ):
        assert text.count(part) >= 1, part
    stamps = {line for line in text.splitlines() if line.startswith("DTSTAMP")}
    assert [stamp.endswith("T170000Z") for stamp in stamps] == [True]  # midnight in Bangkok


def test_uids_stay_and_an_unchanged_calendar_is_not_sent_again(world):
    address, client = address_of(world.staff), Client()
    first = client.get(address)
    assert (first["Content-Type"], first["Cache-Control"]) == ("text/calendar; charset=utf-8", "private, max-age=3600")
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    world.submit("O1")
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    uids = [[event["UID"] for event in Calendar.from_ical(each.content).events] for each in (first, changed)]
    assert (changed.status_code, uids[0]) == (200, uids[1])


def test_thai_digits_are_in_the_feed_but_not_in_its_addresses(world):
    people.save_settings(world.staff, language="th", digits="thai", mails="never")
    due = events(world.staff)[1]
    assert (due["SUMMARY"], due["URL"]) == (
        "ครบกำหนดส่ง ๒ ข้อ: O๑, O๒ (หน่วยงาน alpha ๒๕๙๐)",
        "http://localhost:8000/alpha/2590-small/",
    )


def test_an_address_opens_nothing_for_somebody_who_is_switched_off(world):
    address = address_of(world.staff)
    User.objects.filter(pk=world.staff.pk).update(is_active=False)
    codes = [Client().get(each).status_code for each in (address, "/calendar/00000000-0000-4000-8000-000000000000.ics")]
    assert (codes, Client().post(address).status_code) == ([404, 404], 405)


def test_the_page_shows_the_same_by_month_with_today_marked(world):
    page = client_of(world.staff).get("/calendar/").content.decode()
    today = timezone.localdate()
    assert page.count('aria-current="date"') == 1
    assert (f"{today.year + 543} BE" in page, "2 items are due: O1, O2" in page, "O1 Structure" in page) == (True, True, True)


def test_the_page_costs_the_same_for_one_item_and_all(world, django_assert_max_num_queries):
    client = client_of(world.staff)
    counts = []
    for code in ("O1", "O3", "O4"):
        assign(world.year, world.item(code).item, lead=world.office, due_on=timezone.localdate() + DAY, by=None)
        with django_assert_max_num_queries(9) as captured:
            client.get("/calendar/")
        counts.append(len(captured))
    assert len(set(counts)) == 1

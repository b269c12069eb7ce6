"""A person's calendar for other programs."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration
from icalendar.enums import TRANSP

from ita_portal.lib.thai import thai_digits
from submissions.agenda import Entry

REFRESH = datetime.timedelta(hours=6)
ONE_DAY = datetime.timedelta(days=1)


def calendar_ics(entries: list[Entry], *, in_thai_digits: bool = False) -> bytes:
    """RFC 5545: whole days, which have no time zone; the end is the day after the last. Lines are folded between characters."""
    shown = thai_digits if in_thai_digits else str
    calendar = Calendar.new(
        prodid="-//ITA Portal//Calendar//TH",
        name=_("ITA Portal"),
        method="PUBLISH",
        language=get_language(),
        uid=f"calendar@{_host()}",  # otherwise a random one, and no two files would ever be the same
    )
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry, shown))
    return calendar.to_ical()


def _event(entry: Entry, shown) -> Event:
    return Event.new(
        uid=f"{entry.key}@{_host()}",
        stamp=_morning(),
        start=entry.starts_on,
        end=entry.ends_on + ONE_DAY,
        summary=shown(f"{entry.title} ({entry.where})"),
        description=shown("\n".join(entry.details)) or None,
        url=f"{settings.PORTAL_URL}{entry.url}",
        transparency=TRANSP.TRANSPARENT,
    )


def _host() -> str:
    return urlsplit(settings.PORTAL_URL).hostname or "localhost"


def _morning() -> datetime.datetime:
    """The same all day long, so that an unchanged calendar is the same file."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today.astimezone(datetime.UTC)

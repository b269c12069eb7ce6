"""Dates and times as Thai people read them."""

import datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from ita_portal.lib import thai

register = template.Library()


@register.filter
def date_be(value: datetime.date | datetime.datetime | None, how: str = "") -> str:
    """A day in the Buddhist Era; with "short" the short month; in English pages day, month and both years."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value
    if get_language() == "en":
        return f"{day:%d %b} {day.year + thai.BE_OFFSET} BE ({day.year})"
    return thai.date_th(day, short=how == "short")


@register.filter
def month_be(day: datetime.date) -> str:
    """The month of a day, as calendars head their pages: มีนาคม 2569."""
    if get_language() == "en":
        return f"{day:%B} {day.year + thai.BE_OFFSET} BE ({day.year})"
    return f"{thai.MONTHS[day.month - 1]} {day.year + thai.BE_OFFSET}"


@register.filter
def short_month_be(day: datetime.date) -> str:
    """The same where there is little room: มี.ค. 69."""
    if get_language() == "en":
        return f"{day:%b} {day.year + thai.BE_OFFSET}"
    return f"{thai.SHORT_MONTHS[day.month - 1]} {(day.year + thai.BE_OFFSET) % 100:02}"


@register.filter
def moment_be(value: datetime.datetime | None) -> str:
    """A day and the time of day."""
    if value is None:
        return ""
    return f"{date_be(value, 'short')} {timezone.localtime(value):%H:%M}"


@register.filter
def time_of_day(value: datetime.datetime | None) -> str:
    """Hours and minutes, as a Thai clock shows them: 14.05 น."""
    if value is None:
        return ""
    here = timezone.localtime(value)
    return f"{here:%H:%M}" if get_language() == "en" else f"{here:%H.%M} น."

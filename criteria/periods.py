"""The periods of a fiscal year that a recurring item wants something for, and the day on which each is due. No database."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria.enums import DUE_DAY, CountedMonths, Frequency
from ita_portal.lib.thai import BE_OFFSET, MONTHS, SHORT_MONTHS, arabic_digits, fiscal_year, fiscal_year_bounds, tidy
from records.templatetags.thai import month_be, short_month_be

MONTHS_OF = {Frequency.NONE: 0, Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.SIX_MONTHLY: 6}


@dataclass(frozen=True, order=True)
class Period:
    """From its first day to its last, both included: one month or several."""

    first_day: datetime.date
    last_day: datetime.date

    @property
    def key(self) -> str:
        """Names the period in addresses: Buddhist year and month of its first day, “2565-12”."""
        return f"{self.first_day.year + BE_OFFSET}-{self.first_day.month:02}"

    @property
    def interval(self) -> str:
        """The days for programs, as ISO 8601 writes an interval."""
        return f"{self.first_day}/{self.last_day}"

    @property
    def is_month(self) -> bool:
        return (self.first_day.year, self.first_day.month) == (self.last_day.year, self.last_day.month)

    @property
    def months(self) -> int:
        return len(list(_months(self.first_day, self.last_day)))

    @property
    def is_fiscal_year(self) -> bool:
        return (self.first_day, self.last_day) == fiscal_year_bounds(fiscal_year(self.first_day))

    @property
    def fiscal_years(self) -> set[int]:
        """Those that it touches (Buddhist Era)."""
        return set(range(fiscal_year(self.first_day), fiscal_year(self.last_day) + 1))

    def holds(self, other: "Period") -> bool:
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    @property
    def name(self) -> str:
        """ธันวาคม 2565, ตุลาคม 2565 – มีนาคม 2566, or ปีงบประมาณ 2566; in the language of the page."""
        if self.is_fiscal_year:
            return _("fiscal year %(year)s") % {"year": fiscal_year(self.first_day)}
        ends = (self.first_day,) if self.is_month else (self.first_day, self.last_day)
        return " – ".join(month_be(day) for day in ends)

    @property
    def short_name(self) -> str:
        ends = (self.first_day,) if self.is_month else (self.first_day, self.last_day)
        return " – ".join(short_month_be(day) for day in ends)

    def due_on(self, day: int = DUE_DAY) -> datetime.date:
        """That day of the month after the period."""
        return (self.last_day + datetime.timedelta(days=1)).replace(day=day)

    def due_within(self, day: int, opens: datetime.date | None, closes: datetime.date | None) -> datetime.date | None:
        """The day on which it is due in a year whose answers are open from one day to another; None if it ends after that.

        That day of the month after the period. Where answers are not open by then, the first such day on which they are;
        never later than their last day.
        """
        if closes and self.last_day > closes:
            return None
        due = self.due_on(day)
        if opens and due < opens:
            due = opens.replace(day=day)
            due = due if due >= opens else (due.replace(day=1) + datetime.timedelta(days=31)).replace(day=day)
        return min(due, closes) if closes else due


def _months(first: datetime.date, last: datetime.date) -> Iterable[datetime.date]:
    """The first days of the months from one day to another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + datetime.timedelta(days=31)).replace(day=1)


def counted(year: int, months: str) -> tuple[datetime.date, datetime.date]:
    """First and last day of what counts in a fiscal year (Buddhist Era)."""
    first, last = fiscal_year_bounds(year)
    return (first, last.replace(month=3, day=31)) if months == CountedMonths.FIRST_SIX_MONTHS else (first, last)


def periods_of(year: int, frequency: str, months: str = CountedMonths.WHOLE_YEAR) -> list[Period]:
    """The periods of a fiscal year in order; none for an item that does not recur."""
    length = MONTHS_OF[Frequency(frequency)]
    if not length:
        return []
    first, last = counted(year, months)
    starts = list(_months(first, last))[::length]
    ends = [start - datetime.timedelta(days=1) for start in starts[1:]] + [last]
    return [Period(start, end) for start, end in zip(starts, ends, strict=True)]


def fiscal_period(year: int) -> Period:
    """A whole fiscal year (Buddhist Era)."""
    return Period(*fiscal_year_bounds(year))


_FORM = re.compile(r"สขร\.?\s*1(?!\d)")  # the form's own number is no month
_NUMBERED = re.compile(r"(?<!\d)(\d{1,2})[-_/. ](25\d\d)(?!\d)")
_NUMBERED_BACK = re.compile(r"(?<!\d)(25\d\d)[-_/. ](\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)25\d\d(?!\d)")
_WORD = re.compile("[\u0e00-\u0e7f]+")


def named_in(text: str, periods: Iterable[Period]) -> list[Period]:
    """The month that a title or file name names: “สขร.1 ธ.ค. 65”, “ธันวาคม ๒๕๖๕”, “12-2565”; empty unless it is exactly one.

    A month's name alone is enough, since a fiscal year has each month once; a year beside it must be the month's own or
    the fiscal year.
    """
    plain = _FORM.sub("", arabic_digits(tidy(text)))
    numbered = {(int(month), int(year)) for month, year in _NUMBERED.findall(plain)}
    numbered |= {(int(month), int(year)) for year, month in _NUMBERED_BACK.findall(plain)}
    years = {int(year) for year in _YEAR.findall(plain)}
    found = [period for period in periods if period.is_month and _is_named(plain, period.first_day, numbered, years)]
    return found if len(found) == 1 else []


def _is_named(text: str, first_day: datetime.date, numbered: set[tuple[int, int]], years: set[int]) -> bool:
    month, year = first_day.month, first_day.year + BE_OFFSET
    if (month, year) in numbered:
        return True
    short = SHORT_MONTHS[month - 1]
    spelled = MONTHS[month - 1] in text or short in text or short.replace(".", "") in _WORD.findall(text)
    return spelled and (not years or bool(years & {year, fiscal_year(first_day)}))


def due_text(frequency: str, months: str, day: int) -> str:
    """The rule in words, for the pages of the catalogue."""
    words = {"frequency": Frequency(frequency).label, "months": CountedMonths(months).label, "day": day}
    return _("%(frequency)s, %(months)s; each due on day %(day)s of the month after") % words

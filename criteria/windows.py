"""The windows of a year as plain values: what is wrong with them, what is open on a day, what comes next. No database."""

import datetime
import hashlib
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.enums import Stage
from ita_portal.lib.thai import fiscal_year_bounds
from records.templatetags.thai import date_be

TITLES = {
    Stage.PREPARING: gettext_lazy("Answers are written"),
    Stage.ENDORSED: gettext_lazy("Executives endorse"),
    Stage.ASSESSING: gettext_lazy("Assessors score"),
    Stage.CLARIFYING: gettext_lazy("Agencies may contest scores"),
    Stage.CONFIRMED: gettext_lazy("Scores are confirmed"),
    Stage.PUBLISHED: gettext_lazy("Results are published"),
}
ENFORCED = (Stage.PREPARING, Stage.CLARIFYING)  # outside of these days nobody answers or contests; the others only inform
ORDER = list(Stage)
SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """From the first day of a stage to its last, both included."""

    stage: Stage
    opens_on: datetime.date
    closes_on: datetime.date

    @property
    def title(self) -> str:
        return str(TITLES[self.stage])

    @property
    def is_enforced(self) -> bool:
        return self.stage in ENFORCED

    def holds(self, day: datetime.date) -> bool:
        return self.opens_on <= day <= self.closes_on


def plausible(fiscal_year: int) -> tuple[datetime.date, datetime.date]:
    """Between which days a window of the year can lie: calendars are announced before it begins, results come after it ends."""
    first, last = fiscal_year_bounds(fiscal_year)
    return first.replace(month=7), last.replace(year=last.year + 1, month=3, day=31)


def problems(spans: Iterable[Span], fiscal_year: int) -> dict[Stage, list[str]]:
    """Stage → the sentences that say what is wrong with its days; empty when the calendar can be used.

    Steps that follow each other may overlap, as they do in reality; others may not.
    """
    ordered = sorted(spans, key=lambda span: ORDER.index(span.stage))
    found: dict[Stage, list[str]] = {span.stage: list(_alone(span, fiscal_year)) for span in ordered}
    for earlier, later in combinations(ordered, 2):
        found[later.stage] += _together(earlier, later)
    return {stage: sentences for stage, sentences in found.items() if sentences}


def _alone(span: Span, fiscal_year: int) -> Iterable[str]:
    if span.closes_on < span.opens_on:
        yield _("The last day lies before the first.")
    first, last = plausible(fiscal_year)
    for day in dict.fromkeys((span.opens_on, span.closes_on)):
        if not first <= day <= last:
            words = {"day": date_be(day, "short"), "first": date_be(first, "short"), "last": date_be(last, "short")}
            text = _("%(day)s is too far from fiscal year %(year)s, which allows %(first)s to %(last)s. Is the year right?")
            yield text % {**words, "year": fiscal_year}


def _together(earlier: Span, later: Span) -> Iterable[str]:
    words = {"title": earlier.title, "first": date_be(earlier.opens_on, "short"), "last": date_be(earlier.closes_on, "short")}
    if later.opens_on < earlier.opens_on:
        yield _("It begins before “%(title)s” does (%(first)s).") % words
    elif later.closes_on < earlier.closes_on:
        yield _("It ends before “%(title)s” does (%(last)s).") % words
    elif ORDER.index(later.stage) - ORDER.index(earlier.stage) > 1 and later.opens_on <= earlier.closes_on:
        yield _("It begins before “%(title)s” is over (%(last)s); only steps that follow each other may overlap.") % words


def hints(span: Span) -> list[str]:
    """What is allowed and yet worth a second look. Public holidays differ from year to year; nobody lists them here."""
    text = {
        "opens_on": _("The first day, %(day)s, is a %(weekday)s."),
        "closes_on": _("The last day, %(day)s, is a %(weekday)s: offices are closed."),
    }
    days = {name: getattr(span, name) for name in text}
    return [
        text[name] % {"day": date_be(day, "short"), "weekday": WEEKDAYS[day.weekday()]}
        for name, day in days.items()
        if day.weekday() >= SATURDAY
    ]


@dataclass(frozen=True)
class Today:
    """What is open on a day, and what opens next."""

    open: list[Span]
    coming: Span | None


def today(spans: Iterable[Span], day: datetime.date) -> Today:
    ordered = sorted(spans, key=lambda span: (span.opens_on, ORDER.index(span.stage)))
    later = (span for span in ordered if span.opens_on > day)
    return Today([span for span in ordered if span.holds(day)], next(later, None))


def moved(span: Span, years: int) -> Span:
    """The same days some years later; 29 February becomes the 28th where there is none."""
    return replace(span, opens_on=later(span.opens_on, years), closes_on=later(span.closes_on, years))


def later(day: datetime.date, years: int) -> datetime.date:
    """The same day some years later; 29 February becomes the 28th where there is none."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def state_of(spans: Mapping[Stage, Span]) -> str:
    """How a calendar stands, in short: sent along with a change, to know whether it was made on what stands now."""
    lines = [f"{stage} {span.opens_on} {span.closes_on}" for stage, span in sorted(spans.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

"""A person's calendar: the windows of the years they have to do with, and the days on which their items are due."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import User
from accounts.queries import standing_of
from assignments.models import Assessment
from assignments.queries import visible_assessments
from criteria.enums import Stage
from criteria.models import Window
from criteria.windows import TITLES
from submissions.models import Submission
from submissions.queries import of_departments
from submissions.slots import Slot, slots_by_answer, still_asked
from submissions.workflow import OPEN_TO_EDIT


@dataclass(frozen=True)
class Entry:
    """Something in the calendar, from its first day to its last, both included. `key` stays the same as long as it is the same thing."""

    key: str
    starts_on: datetime.date
    ends_on: datetime.date
    title: str
    where: str  # the agency's year, or the edition
    url: str
    details: tuple[str, ...] = ()
    is_due: bool = False


def agenda_of(person: User) -> list[Entry]:
    """In order of days; the number of queries does not depend on how much it is."""
    years = list(visible_assessments(person))
    found = [*_windows(years), *_extensions(person, years), *_due_days(person), *_periods(person, years)]
    return sorted(found, key=lambda entry: (entry.starts_on, entry.ends_on, entry.key))


def _windows(years: list[Assessment]) -> Iterable[Entry]:
    editions = {year.edition_id for year in years}
    for window in Window.objects.filter(edition__in=editions).select_related("edition"):
        edition = window.edition
        yield Entry(
            key=f"window-{edition.code}-{window.stage}",
            starts_on=window.opens_on,
            ends_on=window.closes_on,
            title=str(TITLES[Stage(window.stage)]),
            where=edition.title,
            url=reverse("criteria:edition", args=[edition.code]),
        )


def _extensions(person: User, years: list[Assessment]) -> Iterable[Entry]:
    """The last day of an agency that was given more time, for its own people."""
    standing = standing_of(person)
    for year in years:
        if year.extended_until and year.stage == Stage.PREPARING and standing.belongs_to(year.agency_id):
            last = year.extended_until
            yield Entry(
                f"extension-{year.agency.slug}-{year.edition.code}",
                last,
                last,
                _("Last day for answers, extended"),
                str(year),
                _url(year),
                is_due=True,
            )


def _due_days(person: User) -> Iterable[Entry]:
    """One entry for each day and agency's year: what the person's departments, or their agency, must still hand in."""
    standing = standing_of(person)
    coordinated = [agency for agency in standing.agencies if standing.has(Role.COORDINATOR, agency)]
    theirs = Q(item__assignments__department__in=standing.departments) | Q(assessment__agency__in=coordinated)
    open_items = Submission.objects.filter(
        theirs,
        status__in=OPEN_TO_EDIT,
        assessment__stage=Stage.PREPARING,
        item__assignments__assessment=F("assessment"),
        item__assignments__due_on__isnull=False,
    )
    days: dict[tuple[int, datetime.date], list[Submission]] = defaultdict(list)
    rows = open_items.annotate(due_on=Min("item__assignments__due_on"))
    for submission in rows.select_related("item", "assessment__agency", "assessment__edition").order_by("item__number"):
        days[submission.assessment_id, submission.due_on].append(submission)
    return [_due_day(day, submissions) for (_year, day), submissions in days.items()]


def _due_day(day: datetime.date, submissions: list[Submission]) -> Entry:
    year = submissions[0].assessment
    title = ngettext("%(n)s item is due: %(codes)s", "%(n)s items are due: %(codes)s", len(submissions))
    return Entry(
        key=f"due-{year.agency.slug}-{year.edition.code}-{day:%Y%m%d}",
        starts_on=day,
        ends_on=day,
        title=title % {"n": len(submissions), "codes": ", ".join(submission.item.code for submission in submissions)},
        where=str(year),
        url=_url(year),
        details=tuple(f"{submission.item.code} {submission.item.title}" for submission in submissions),
        is_due=True,
    )


def _periods(person: User, years: list[Assessment]) -> list[Entry]:
    """One entry for each day and agency's year: the periods of recurring items that are still empty, of the same people's items."""
    standing = standing_of(person)
    coordinated = [agency for agency in standing.agencies if standing.has(Role.COORDINATOR, agency)]
    if not (standing.departments or coordinated):
        return []
    written = [year for year in years if year.stage == Stage.PREPARING]
    theirs = Q(pk__in=of_departments(written, standing.departments).values("pk")) | Q(assessment__agency__in=coordinated)
    answers = list(still_asked(Submission.objects.filter(theirs, assessment__in=written)))
    slots = slots_by_answer(answers)
    days: dict[tuple[int, datetime.date], list[tuple[Submission, Slot]]] = defaultdict(list)
    for answer in answers:
        for slot in slots[answer.pk]:
            if slot.due_on and not slot.is_filled:
                days[answer.assessment_id, slot.due_on].append((answer, slot))
    return [_period_day(day, pairs) for (_year, day), pairs in days.items()]


def _period_day(day: datetime.date, pairs: list[tuple[Submission, Slot]]) -> Entry:
    year = pairs[0][0].assessment
    names = ", ".join(f"{answer.item.code} {slot.period.short_name}" for answer, slot in pairs)
    title = ngettext("%(n)s period is due: %(names)s", "%(n)s periods are due: %(names)s", len(pairs))
    return Entry(
        key=f"periods-{year.agency.slug}-{year.edition.code}-{day:%Y%m%d}",
        starts_on=day,
        ends_on=day,
        title=title % {"n": len(pairs), "names": names},
        where=str(year),
        url=reverse("submissions:months", args=[year.agency.slug, year.edition.code]),
        details=tuple(f"{answer.item.code} {answer.item.title}: {slot.period.name}" for answer, slot in pairs),
        is_due=True,
    )


def _url(year: Assessment) -> str:
    return reverse("submissions:year", args=[year.agency.slug, year.edition.code])


# --- as a list by month


@dataclass
class Day:
    date: datetime.date
    is_today: bool
    is_over: bool
    rows: list[tuple[str, Entry]] = field(default_factory=list)  # what the day is to the entry, and the entry


@dataclass
class Month:
    first: datetime.date
    days: list[Day]


def months_of(entries: list[Entry], today: datetime.date) -> list[Month]:
    """Month by month; a window of several days stands at its first and its last, and today has a row of its own."""
    days: dict[datetime.date, Day] = {}

    def row(date: datetime.date) -> list[tuple[str, Entry]]:
        return days.setdefault(date, Day(date, date == today, date < today)).rows

    for entry in entries:
        if entry.starts_on == entry.ends_on:
            row(entry.starts_on).append(("", entry))
        else:
            row(entry.starts_on).append((_("begins"), entry))
            row(entry.ends_on).append((_("last day"), entry))
    if days:
        row(today)
    months: dict[datetime.date, Month] = {}
    for date in sorted(days):
        first = date.replace(day=1)
        months.setdefault(first, Month(first, [])).days.append(days[date])
    return list(months.values())

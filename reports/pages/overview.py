"""The overview of one agency's year: where it stands, where it may end, what gains most, what is red."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import answers_window
from criteria.enums import Stage
from criteria.models import Item
from criteria.scoring import FULL, Level, shown
from ita_portal.lib.charts import Segment, span, stacked
from reports.queries import last_official
from submissions.enums import Answer, Reason, Status
from submissions.forecast import Forecast, Outlook, Prospect, forecast_for
from submissions.forms.year import NOBODY
from submissions.queries import Previous, previous_by_item
from submissions.workflow import OPEN_TO_EDIT

OF_LINKS = (Reason.R13, Reason.R14)  # what the page of links shows with its history
MOST = 8  # lines of a list; the rest is behind a link
SOON = 14  # days before the last one in which an unanswered item is red


@dataclass(frozen=True)
class Line:
    """A row of a table with a bar: a sub-indicator or a department."""

    number: str
    title: str
    url: str
    done: int
    total: int
    open: int
    segments: list[Segment]

    @property
    def label(self) -> str:
        return _("%(title)s: %(done)s of %(total)s accepted") % {"title": self.title, "done": self.done, "total": self.total}


@dataclass(frozen=True)
class Worth:
    """An item, what full marks on it would add, and what stands in the way."""

    prospect: Prospect
    points: Decimal
    url: str
    state: str
    before: str  # last year's zero, in the assessors' words


@dataclass(frozen=True)
class Red:
    """Items with the same trouble."""

    title: str
    advice: str
    items: list[Prospect]
    url: str = ""


@dataclass(frozen=True)
class Noticed:
    """What an assessor may object to for one reason: how many times, and at which items."""

    code: str
    label: str
    n: int
    items: list[Prospect]
    url: str  # the links, where they are what is wrong


@dataclass(frozen=True)
class Before:
    """What an earlier year officially came to."""

    fiscal_year: int
    iit: Decimal | None
    eit: Decimal | None
    oit: Decimal | None


@dataclass(frozen=True)
class Overview:
    assessment: Assessment
    forecast: Forecast
    by_sub: list[Line]
    by_department: list[Line]
    by_status: list[tuple[str, str, int]]
    worth: list[Worth]
    red: list[Red]
    noticed: list[Noticed]
    before: Before | None
    due_on: datetime.date | None
    days_left: int | None
    levels: list[Level]

    @property
    def accepted(self) -> int:
        return sum(n for status, _label, n in self.by_status if status not in (*OPEN_TO_EDIT, Status.SUBMITTED))

    @property
    def total(self) -> int:
        return sum(n for _status, _label, n in self.by_status)

    @property
    def status_segments(self) -> list[Segment]:
        return stacked((status, n) for status, _label, n in self.by_status)

    @property
    def oit_segments(self) -> list[Segment]:
        return _span(*self.forecast.oit)

    @property
    def total_segments(self) -> list[Segment]:
        return _span(*self.forecast.total)

    @property
    def floors(self) -> list[Decimal]:
        return [level.floor for level in self.levels if level.floor]

    @property
    def outlooks(self) -> list[tuple[str, str, int]]:
        return [(one.value, str(one.label), self.forecast.count(one)) for one in Outlook if self.forecast.count(one)]


def _span(low: Decimal | None, high: Decimal | None) -> list[Segment]:
    return span(None if low is None else float(low), None if high is None else float(high))


def overview(assessment: Assessment, user: User, today: datetime.date, iit: Decimal | None, eit: Decimal | None) -> Overview:
    """Gather the page. `iit`, `eit`: scores of the surveys to reckon with; without them there is no total."""
    forecast = forecast_for(assessment, user, iit, eit)
    before = last_official(assessment)
    due_on = answers_window(assessment)[1] if assessment.stage == Stage.PREPARING else None
    days_left = (due_on - today).days if due_on else None
    earlier = previous_by_item(assessment, Item.objects.filter(edition=assessment.edition_id))
    base = reverse("submissions:year", args=[assessment.agency.slug, assessment.edition.code])
    return Overview(
        assessment=assessment,
        forecast=forecast,
        by_sub=_by_sub(forecast.prospects, base),
        by_department=_by_department(forecast.prospects, base),
        by_status=_by_status(forecast.prospects),
        worth=_worth(forecast, earlier, base),
        red=[] if forecast.final else _red(forecast, earlier, days_left, base),
        noticed=_noticed(forecast.prospects, assessment),
        before=Before(*before) if before else None,
        due_on=due_on,
        days_left=days_left,
        levels=sorted(forecast.model.levels, key=lambda level: level.floor),
    )


def _status_counts(prospects: Iterable[Prospect]) -> Counter:
    return Counter(p.submission.status for p in prospects)


def _by_status(prospects: list[Prospect]) -> list[tuple[str, str, int]]:
    counts = _status_counts(prospects)
    return [(status.value, str(status.label), counts[status]) for status in Status if counts[status]]


def _line(number: str, title: str, url: str, prospects: list[Prospect]) -> Line:
    counts = _status_counts(prospects)
    still_open = sum(counts[status] for status in OPEN_TO_EDIT)
    done = len(prospects) - still_open - counts[Status.SUBMITTED]
    order = (Status.SCORED, Status.CONTESTED, Status.ACCEPTED, Status.SUBMITTED, Status.RETURNED, Status.DRAFT)
    return Line(number, title, url, done, len(prospects), still_open, stacked((s.value, counts[s]) for s in order))


def _by_sub(prospects: list[Prospect], base: str) -> list[Line]:
    groups: dict[str, list[Prospect]] = {}
    for prospect in prospects:
        groups.setdefault(prospect.submission.item.sub.number, []).append(prospect)
    return [_line(number, group[0].submission.item.sub.title, f"{base}?sub={number}", group) for number, group in groups.items()]


def _by_department(prospects: list[Prospect], base: str) -> list[Line]:
    """The departments with most left to do first."""
    groups: dict[int, list[Prospect]] = {}
    names = {}
    for prospect in prospects:
        for row in prospect.responsible.rows:
            groups.setdefault(row.department_id, []).append(prospect)
            names[row.department_id] = row.department
    lines = [_line("", names[pk].name, f"{base}?department={pk}", group) for pk, group in groups.items()]
    return sorted(lines, key=lambda line: -line.open)


def _worth(forecast: Forecast, earlier: dict[int, list[Previous]], base: str) -> list[Worth]:
    """The items that would add most to the lowest figure, the greatest first."""
    found = []
    for prospect in forecast.by_gain[:MOST]:
        points = shown(prospect.gain)
        assert points is not None  # of a number
        zero = next((one for one in earlier.get(prospect.submission.item_id, []) if _lost_points(one)), None)
        text = "" if zero is None else _("FY %(year)s: %(score)s") % {"year": zero.fiscal_year, "score": zero.score}
        if zero and zero.comment:
            text = f"{text} · {zero.comment}"
        found.append(Worth(prospect, points, f"{base}{prospect.code}/", _state(prospect), text))
    return found


def _lost_points(before: Previous) -> bool:
    return isinstance(before.score, Decimal) and before.score < FULL


def _state(prospect: Prospect) -> str:
    """What stands in the way of full marks, in a few words."""
    if prospect.outlook == Outlook.SCORED:
        return _("scored %(score)s") % {"score": prospect.score}
    if prospect.submission.answer == Answer.NO:
        return _("answered “we do not have it”")
    if prospect.outlook == Outlook.MISSING:
        return _("no answer with evidence yet")
    if prospect.hints:
        n = len(prospect.hints)
        return ngettext("%(n)s hint: %(codes)s", "%(n)s hints: %(codes)s", n) % {
            "n": n,
            "codes": ", ".join(dict.fromkeys(hint.code for hint in prospect.hints)),
        }
    return str(Status(prospect.submission.status).label)


def _noticed(prospects: list[Prospect], assessment: Assessment) -> list[Noticed]:
    """By reason, the most frequent first: what was typed and what the worker saw, without what somebody has answered."""
    counts: Counter = Counter()
    items: dict[str, dict[str, Prospect]] = {}
    for prospect in prospects:
        for hint in prospect.hints:
            counts[hint.code] += 1
            items.setdefault(hint.code, {})[prospect.code] = prospect
    links = reverse("submissions:links", args=[assessment.agency.slug, assessment.edition.code])
    rows = sorted(counts.items(), key=lambda pair: (-pair[1], int(pair[0][1:])))
    return [
        Noticed(code, str(Reason(code).label), n, list(items[code].values()), f"{links}?show=broken" if code in OF_LINKS else "")
        for code, n in rows
    ]


def _red(forecast: Forecast, earlier: dict[int, list[Previous]], days_left: int | None, base: str) -> list[Red]:
    """What needs somebody now, by trouble; an item may stand in several."""
    ps = forecast.prospects
    is_soon = days_left is not None and days_left <= SOON
    failed = {item for item, before in earlier.items() if any(one.score == 0 for one in before)}
    groups = [
        Red(
            _("Given to nobody"),
            _("Give each to a department; nobody works on it now."),
            [p for p in ps if not p.responsible.rows and p.submission.status in OPEN_TO_EDIT],
            f"{base}?department={NOBODY}",
        ),
        Red(
            _("Returned for changes"),
            _("The department has to change these."),
            [p for p in ps if p.submission.status == Status.RETURNED],
            f"{base}?status=returned",
        ),
        Red(
            _("No answer, and the time is nearly over"),
            _("Remind the departments."),
            [p for p in ps if is_soon and p.outlook == Outlook.MISSING and p.submission.status in OPEN_TO_EDIT],
            f"{base}?status=draft",
        ),
        Red(
            _("Accepted, and yet something to object to"),
            _("Look again before the year is endorsed."),
            [p for p in ps if p.submission.status == Status.ACCEPTED and p.hints],
            f"{base}?hints=on&status=accepted",
        ),
        Red(
            _("Zero in the year before, and not sure now"),
            _("The same fault would cost the same points again."),
            [p for p in ps if p.submission.item_id in failed and p.outlook in (Outlook.MISSING, Outlook.DOUBTFUL)],
        ),
    ]
    return [group for group in groups if group.items]

"""What helps a person at one item: what a good answer has, what went wrong before, what others did well. All of it from rows."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.queries import Responsible
from criteria.enums import PeriodRule, Scope
from criteria.models import Component, Item
from ita_portal.lib.hosts import in_letters
from ita_portal.lib.thai import fiscal_year_bounds
from submissions import queries
from submissions.enums import Reason
from submissions.models import Submission
from submissions.queries import Previous, ZeroReason
from submissions.remedies import reasons_in, remedy

SHOWN_REASONS = 3


@dataclass(frozen=True)
class Point:
    """One thing that a good answer has; with `code`, the item that it speaks of."""

    text: str
    note: str = ""
    code: str = ""
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None


@dataclass(frozen=True)
class Cause:
    """A reason for zero with what to do about it; `n`: how often it was found."""

    code: Reason
    n: int = 0

    @property
    def label(self) -> str:
        return str(self.code.label)

    @property
    def remedy(self) -> str:
        return remedy(self.code)


@dataclass(frozen=True)
class Lesson:
    """What an earlier year's result teaches. `is_reading`: the causes are read out of free words, nobody chose them."""

    previous: Previous
    causes: list[Cause]
    is_reading: bool

    @property
    def is_full(self) -> bool:
        return self.previous.score == 100

    @property
    def is_clean(self) -> bool:
        return self.is_full and not self.previous.comment


@dataclass(frozen=True)
class ItemHelp:
    points: list[Point]
    lessons: list[Lesson]
    common: list[Cause]  # of other agencies
    examples: list[Submission]

    @property
    def is_warning(self) -> bool:
        return any(not lesson.is_clean for lesson in self.lessons)


def item_help(
    submission: Submission, leaves: list[Component], bases: list[Submission], responsible: Responsible, previous: list[Previous]
) -> ItemHelp:
    """Two queries, whatever there is to say."""
    reasons = queries.zero_reasons(submission, previous[0].fiscal_year if previous else 0)
    return ItemHelp(
        points=list(_points(submission, leaves, bases, responsible)),
        lessons=[_lesson(one, [reason for reason in reasons if reason.own]) for one in previous],
        common=_common([reason for reason in reasons if not reason.own]),
        examples=queries.full_marks(submission),
    )


def _points(
    submission: Submission, leaves: list[Component], bases: list[Submission], responsible: Responsible
) -> Iterable[Point]:
    item = submission.item
    yield from _components(item, [leaf for leaf in leaves if leaf.required])
    yield _period(item)
    if item.scope == Scope.UNITS:
        yield Point(_("Every unit shows its own data."))
    else:
        yield Point(_("The data is that of the whole agency, not of one unit."))
    if responsible.everyone:
        count = len(responsible.rows)
        text = ngettext("%(n)s department adds evidence of its own.", "All %(n)s departments add evidence of their own.", count)
        yield Point(text % {"n": count})
    if item.needs_signature:
        yield Point(_("The document is signed by the head of the agency."))
    if item.machine_readable:
        yield Point(_("The data is in a file that a computer can read, such as XLSX or CSV; a scan is not enough."))
    if submission.assessment.agency.main_host:
        yield Point(
            _("The links lead to the agency's main website, %(host)s.")
            % {"host": in_letters(submission.assessment.agency.main_host)}
        )
    for base in bases:
        words = {"code": base.item.code, "title": base.item.title}
        yield Point(
            _("It agrees with %(code)s %(title)s, on which it builds.") % words, str(base.get_status_display()), base.item.code
        )


def _components(item: Item, required: list[Component]) -> Iterable[Point]:
    if not required:
        yield Point(_("The criteria name no components: the item is judged as a whole, by its title."))
        return
    text = ngettext(
        "The one required component is shown.", "All %(n)s required components are shown, each with evidence.", len(required)
    )
    yield Point(text % {"n": len(required)})
    year = item.edition.fiscal_year
    named = Counter(year + part.target_offset for part in required if part.target_offset is not None)
    for target, count in sorted(named.items()):
        text = ngettext(
            "%(n)s component names the year %(year)s: show the data of exactly that year.",
            "%(n)s components name the year %(year)s: show the data of exactly that year.",
            count,
        )
        yield Point(text % {"n": count, "year": target})


def _period(item: Item) -> Point:
    """The period rule in words, with its first and last day where it has them."""
    year = item.edition.fiscal_year
    first, last = fiscal_year_bounds(year)
    words = {"year": year, "previous": year - 1}
    if item.period_rule == PeriodRule.CURRENT_FY:
        return Point(_("The data is of fiscal year %(year)s.") % words, first_day=first, last_day=last)
    if item.period_rule == PeriodRule.PREVIOUS_FY:
        first, last = fiscal_year_bounds(year - 1)
        return Point(
            _("The results are of fiscal year %(previous)s, not of the current year.") % words, first_day=first, last_day=last
        )
    if item.period_rule == PeriodRule.FIRST_SIX_MONTHS:
        half = datetime.date(last.year, 3, 31)
        return Point(_("The data is of the first six months of fiscal year %(year)s.") % words, first_day=first, last_day=half)
    if item.period_rule == PeriodRule.COVERS_FY:
        return Point(_("The plan covers fiscal year %(year)s.") % words)
    if item.period_rule == PeriodRule.IN_FORCE:
        return Point(_("It is in force in fiscal year %(year)s.") % words)
    return Point(_("The data is up to date on the day on which it is looked at."))


def _lesson(previous: Previous, own: list[ZeroReason]) -> Lesson:
    """The assessors' own codes where they chose some; else what their words show; for a bare zero, that nothing was said."""
    chosen = [Cause(Reason(reason.code)) for reason in own]
    if chosen and previous.score == 0:
        return Lesson(previous, _in_order(chosen), is_reading=False)
    read = [Cause(reason) for reason in reasons_in(previous.comment)]
    if not read and previous.score == 0 and not previous.comment:
        return Lesson(previous, [Cause(Reason.R8)], is_reading=False)
    return Lesson(previous, read, is_reading=bool(read))


def _in_order(causes: Iterable[Cause]) -> list[Cause]:
    return sorted(causes, key=lambda cause: int(cause.code[1:]))


def _common(reasons: list[ZeroReason]) -> list[Cause]:
    """The most frequent causes; a free comment counts for every reason that its words show."""
    counts: Counter[Reason] = Counter()
    for reason in reasons:
        for code in [Reason(reason.code)] if reason.code else reasons_in(reason.comment):
            counts[code] += reason.n
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], int(pair[0][1:])))
    return [Cause(code, n) for code, n in ranked[:SHOWN_REASONS]]

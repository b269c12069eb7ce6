"""Whether the evidence is of the period that the item asks for."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from django.utils.translation import gettext_lazy

from criteria.enums import PeriodRule
from ita_portal.lib.hosts import parts_of
from submissions.checks.case import Case, Family, Finding, Kind, Place
from submissions.checks.years import BARE, NAMED, PLAIN, Named, years_in
from submissions.documents import Document, Form
from submissions.documents.skeletons import Skeleton, skeleton
from submissions.enums import Grade, Outcome, Reason

HEAD = 700  # letters at its beginning that say what a document is
ENOUGH_DAYS = 3
MOST_YEARS = 500  # that are looked at on a page: a table of years says no more in its thousandth row
PAGES = 60  # that are looked at; what a document is about, it says before


YEAR = Kind(
    "period.year",
    Reason.R10,
    Grade.HINT,
    found=gettext_lazy(
        "It seems to be of %(found)s; the item asks for %(wanted)s. Hand in the one of the right year, or say why it is right."
    ),
    unknown=gettext_lazy("%(seen)s The item asks for %(wanted)s; look at it yourself, or write the year into the title."),
    clear=gettext_lazy("It names the year that the item asks for (%(wanted)s)."),
    words=lambda facts: {**facts, "seen": _seen(facts)},
)
ENDED = Kind(
    "period.ended",
    Reason.R9,
    Grade.HINT,
    found=gettext_lazy(
        "Its period, %(found)s, was over before the fiscal year %(wanted)s began. "
        "Hand in what is in force now, or say that this still is."
    ),
    unknown=gettext_lazy("Until when it is in force could not be seen."),
    clear=gettext_lazy("Its period (%(found)s) reaches into the fiscal year %(wanted)s."),
)
_NOTHING = gettext_lazy("No year was seen in it.")
_SEVERAL = gettext_lazy("It names several years (%(found)s).")
_OTHERS = gettext_lazy("It names other years (%(found)s).")


def _seen(facts: dict) -> str:
    if not facts.get("found"):
        return str(_NOTHING)
    return str(_SEVERAL if facts.get("among") else _OTHERS) % facts


@dataclass(frozen=True)
class _Seen:
    """Years at one place, and where that is: `page` 0 for names."""

    named: Named
    page: int
    where: Skeleton

    @property
    def place(self) -> Place:
        return Place(self.page, self.where.passage(self.named.start, self.named.end))


def look(case: Case) -> Iterator[Finding]:
    """Says nothing where the item asks for no period, nor of what has no text."""
    wanted, stated = wanted_years(case), _stated(case)
    if stated and wanted:
        outcome = Outcome.CLEAR if stated & wanted else Outcome.FOUND
        yield Finding(YEAR.name, outcome, _facts(stated, wanted), {"stated": sorted(stated)})
        return
    document = case.document
    if document is None or not document.text.strip():
        return
    if wanted:
        yield _year(case, document, wanted)
    elif case.asked.period_rule == PeriodRule.IN_FORCE:
        yield from _in_force(case, document)


def wanted_years(case: Case) -> set[int]:
    """By the item's rule, and those that its components name; none where any year will do."""
    year, rule = case.asked.fiscal_year, case.asked.period_rule
    by_rule = {
        PeriodRule.CURRENT_FY: {year},
        PeriodRule.FIRST_SIX_MONTHS: {year},
        PeriodRule.COVERS_FY: {year},
        PeriodRule.PREVIOUS_FY: {year - 1},
    }.get(PeriodRule(rule) if rule else PeriodRule.NONE, set())
    named = {part.target_year for part in case.asked.parts if part.target_year}
    return by_rule | named if by_rule else set()


def _stated(case: Case) -> set[int]:
    """The fiscal years that whoever handed it in says it covers."""
    since, until = case.handed.covers_from, case.handed.covers_until
    if since is None or until is None:
        return set()
    return set(range(_fiscal_year(since), _fiscal_year(until) + 1))


def _fiscal_year(day: datetime.date) -> int:
    return day.year + 543 + (day.month >= 10)


def _year(case: Case, document: Document, wanted: set[int]) -> Finding:
    """Its names and its head go before its body; a web page's body, full of menus, speaks only for it."""
    names = [one for one in _in_names(case, document) if one.named.weight >= NAMED]
    head, body = _in_text(document)
    for seen in (names, head):
        fits = _fitting(seen[:1], wanted)
        if fits:
            return Finding(YEAR.name, Outcome.CLEAR, _facts(fits.named.years, wanted), places=(fits.place,))
    plain = [one for one in body if one.named.weight == PLAIN]
    first = [*names, *head]
    fits = _fitting([*first, *plain], wanted)
    if first:
        outcome = Outcome.UNKNOWN if fits else Outcome.FOUND
        if document.form == Form.HTML and not names:
            outcome = Outcome.UNKNOWN
        others = [*first[:1], *([fits] if fits else first[1:2])]
        return _finding(outcome, others, wanted)
    return _by_body(document, plain, body, wanted)


def _by_body(document: Document, plain: list[_Seen], body: list[_Seen], wanted: set[int]) -> Finding:
    """Nothing in the names and the head: what the text speaks of most."""
    counts = Counter(year for one in plain for year in one.named.years)
    most = max(counts.values(), default=0)
    named = [one for one in body if one.named.weight > BARE]
    fits = _fitting(plain, wanted) or _fitting(named, wanted) or _by_days(body, wanted)
    if fits and (not counts or max(counts[year] for year in wanted) * 2 >= most):
        return Finding(YEAR.name, Outcome.CLEAR, _facts(fits.named.years, wanted), places=(fits.place,))
    if len(plain) > 1 and not fits and document.form != Form.HTML and not _fitting(named, wanted):
        return _finding(Outcome.FOUND, plain[:2], wanted)
    return _finding(Outcome.UNKNOWN, (plain or named)[:3], wanted)


def _by_days(body: list[_Seen], wanted: set[int]) -> _Seen | None:
    """News and lists name days only: enough of them, and more than of other years."""
    fits = [one for one in body if one.named.years & wanted]
    return fits[0] if len(fits) >= ENOUGH_DAYS and len(fits) * 2 > len(body) else None


def _finding(outcome: Outcome, seen: list[_Seen], wanted: set[int]) -> Finding:
    found = {year for one in seen for year in one.named.years}
    facts = _facts(found, wanted) | ({"among": True} if found & wanted else {})
    return Finding(YEAR.name, outcome, facts, places=tuple(one.place for one in seen))


def _fitting(seen: list[_Seen], wanted: set[int]) -> _Seen | None:
    return next((one for one in seen if one.named.years & wanted), None)


def _in_names(case: Case, document: Document) -> list[_Seen]:
    """What it is called: by whoever handed it in, by its file, by its address, by itself."""
    file = case.handed.file_name or unquote(parts_of(case.handed.url).path.rsplit("/", 1)[-1])
    own = document.title if document.form == Form.HTML else ""  # other programs leave the title of an older document
    texts = [skeleton(text.replace("_", " ")) for text in (case.handed.title, file, own) if text]
    found = [_Seen(named, 0, text) for text in texts for named in years_in(text, as_name=True)]
    return [one for one in found if not one.named.of_assessment]


def _is_plain(named: Named) -> bool:
    return named.weight == PLAIN or (named.is_period and named.weight == NAMED)


def _in_text(document: Document) -> tuple[list[_Seen], list[_Seen]]:
    head: list[_Seen] = []
    body: list[_Seen] = []
    before = 0
    for index, page in enumerate(document.skeletons[:PAGES]):
        for named in sorted(islice(years_in(page), MOST_YEARS), key=lambda one: one.start):
            if not named.of_assessment:
                at_head = before + named.start < HEAD and _is_plain(named) and document.form != Form.HTML
                (head if at_head else body).append(_Seen(named, document.number_of(index), page))
        before += len(page.text)
    return head, body


def _in_force(case: Case, document: Document) -> Iterator[Finding]:
    """Only a period of years says when something ends."""
    head, _body = _in_text(document)
    periods = [one for one in (*_in_names(case, document), *head) if one.named.is_period]
    if periods:
        one, year = periods[0], case.asked.fiscal_year
        over = max(one.named.years) < year
        facts = _facts(one.named.years, {year})
        yield Finding(ENDED.name, Outcome.FOUND if over else Outcome.CLEAR, facts, places=(one.place,))


def _facts(found: set[int] | frozenset[int], wanted: set[int]) -> dict:
    return {"found": _list(found), "wanted": _list(wanted)}


def _list(years: set[int] | frozenset[int]) -> str:
    """“2566”, “2565, 2566”, “2566–2570”."""
    ordered = sorted(years)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}–{ordered[-1]}"
    return ", ".join(map(str, ordered))


FAMILY = Family("period", (YEAR, ENDED), look)

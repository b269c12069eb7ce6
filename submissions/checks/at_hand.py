"""Hints from the answer alone: the reasons for zero that show before anybody opens a link.

Never a score and never a refusal: in published results the same fault stood at six zeros and three hundreds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Department
from criteria.enums import PeriodRule
from criteria.models import Component, Item
from criteria.shifting import Kind, years_in
from ita_portal.lib.hosts import canonical, host_of, in_letters
from submissions.checks.families import KINDS
from submissions.checks.formats import MACHINE_READABLE
from submissions.checks.host import PART, is_part, is_shared
from submissions.checks.years import years_in_full
from submissions.enums import Answer, EvidenceKind, Grade, Outcome, Reason, Status
from submissions.models import Check, Evidence, Submission
from submissions.slots import Slot

NAMED_IN_FULL = (Kind.YEAR, Kind.CHRISTIAN)


@dataclass(frozen=True)
class Hint:
    """A reason code that assessors use, and the sentence that says what to do."""

    code: Reason
    sentence: str
    evidence: int = 0  # the piece it is about; 0: the item as a whole
    informs: bool = False  # a check that only hints: worth a look, no reason to doubt the item

    @property
    def label(self) -> str:
        return str(Reason(self.code).label)


@dataclass(frozen=True)
class Seen:
    """All that the hints look at, for one item."""

    submission: Submission
    item: Item
    evidence: list[Evidence]
    covered: set[int]  # ids of the components that some evidence proves
    leaves: list[Component]
    missing_departments: list[Department]
    bases: list[Submission]  # answers to the items this one builds on
    main_host: str = ""
    slots: list[Slot] = field(default_factory=list)  # where the item recurs
    checks: list[Check] = field(default_factory=list)  # what the worker found and nobody answered


def hints(seen: Seen) -> list[Hint]:
    """All hints for one item, in the order of the reason codes; empty for an answer of "we do not have it"."""
    if seen.submission.answer == Answer.NO:
        return []
    looked = list(_looked(seen))
    said = {(hint.code, hint.evidence) for hint in looked}
    families = (_path, _coverage, _components, _periods, _bases, _hosts, _years, _format)
    typed = (hint for family in families for hint in family(seen))
    found = [*(hint for hint in typed if not hint.evidence or (hint.code, hint.evidence) not in said), *looked]
    return sorted(found, key=lambda hint: int(hint.code[1:]))


def _looked(seen: Seen) -> Iterable[Hint]:
    """What the worker saw when it opened the evidence: it goes before what can be guessed from the words that were typed."""
    titles = {one.pk: one.title for one in seen.evidence}
    for check in seen.checks:
        kind = KINDS.get(check.name)
        if kind and check.evidence_id in titles:
            words = {"title": titles[check.evidence_id], "sentence": kind.sentence(check.outcome, check.facts)}
            yield Hint(kind.code, _("“%(title)s”: %(sentence)s") % words, check.evidence_id, kind.grade == Grade.HINT)


def _path(seen: Seen) -> Iterable[Hint]:
    without = [e for e in seen.evidence if e.kind == EvidenceKind.URL and not e.click_path.strip()]
    if without:
        text = ngettext(
            "%(n)s address has no click path. Write how to get there from the home page: home > … > this page.",
            "%(n)s addresses have no click path. Write how to get there from the home page: home > … > this page.",
            len(without),
        )
        yield Hint(Reason.R1, text % {"n": len(without)})


def _coverage(seen: Seen) -> Iterable[Hint]:
    if seen.evidence and seen.missing_departments:
        names = ", ".join(str(department) for department in seen.missing_departments)
        yield Hint(
            Reason.R15, _("The item was given to every department, and nothing has come from: %(names)s.") % {"names": names}
        )


def _components(seen: Seen) -> Iterable[Hint]:
    open_parts = [part for part in seen.leaves if part.required and part.pk not in seen.covered]
    if seen.evidence and open_parts:
        text = ngettext(
            "%(n)s required component has no evidence tied to it.",
            "%(n)s required components have no evidence tied to them.",
            len(open_parts),
        )
        yield Hint(Reason.R3, text % {"n": len(open_parts)})


def _periods(seen: Seen) -> Iterable[Hint]:
    """What is over and neither handed in nor stated to be empty. Before anything is there at all, nothing is said."""
    missing = [slot.period.short_name for slot in seen.slots if slot.is_wanted]
    if missing and (seen.evidence or any(slot.is_filled for slot in seen.slots)):
        text = ngettext(
            "Nothing is there for %(names)s. Hand it in, or state that there was nothing.",
            "Nothing is there for %(n)s periods: %(names)s. Hand them in, or state that there was nothing.",
            len(missing),
        )
        yield Hint(Reason.R3, text % {"n": len(missing), "names": ", ".join(missing)})


def _bases(seen: Seen) -> Iterable[Hint]:
    for base in seen.bases:
        if base.answer == Answer.NO or base.status in (Status.DRAFT, Status.RETURNED):
            yield Hint(Reason.R6, _("This item builds on %(code)s, which is not handed in yet.") % {"code": base.item.code})


def _hosts(seen: Seen) -> Iterable[Hint]:
    for evidence in seen.evidence:
        if evidence.kind != EvidenceKind.URL:
            continue
        host, main = host_of(evidence.url), canonical(seen.main_host)
        words = {"title": evidence.title, "host": in_letters(host), "main": in_letters(main)}
        if is_shared(host):
            yield Hint(
                Reason.R14,
                _("“%(title)s” lies on %(host)s, not on the agency's website.") % words,
                evidence.pk,
            )
        elif is_part(host, main):
            words["sentence"] = PART.sentence(Outcome.FOUND, words)
            yield Hint(Reason.R7, _("“%(title)s”: %(sentence)s") % words, evidence.pk, informs=True)
        elif main and host != main:
            yield Hint(Reason.R7, _("“%(title)s” lies on %(host)s; the main website is %(main)s.") % words, evidence.pk)


def _years(seen: Seen) -> Iterable[Hint]:
    wanted = _wanted_years(seen.item)
    for evidence in seen.evidence:
        if covers := evidence.covers:
            if wanted and not covers.fiscal_years & wanted:
                words = {"title": evidence.title, "found": covers.name, "wanted": _list(wanted)}
                yield Hint(
                    Reason.R10, _("“%(title)s” covers %(found)s; the item asks for the year %(wanted)s.") % words, evidence.pk
                )
            continue
        named = years_in_full(f"{evidence.title} {evidence.file_name}")
        if wanted and named and not named & wanted:
            words = {"title": evidence.title, "found": _list(named), "wanted": _list(wanted)}
            yield Hint(Reason.R10, _("“%(title)s” names the year %(found)s; the item asks for %(wanted)s.") % words, evidence.pk)


def _wanted_years(item: Item) -> set[int]:
    year = item.edition.fiscal_year
    if item.period_rule == PeriodRule.PREVIOUS_FY:
        return {year - 1}
    if item.period_rule in (PeriodRule.CURRENT_FY, PeriodRule.FIRST_SIX_MONTHS):
        return {year}
    return set()  # plans that cover a year and rules in force carry other years in their names


def year_hint(item: Item, evidence: Evidence) -> str:
    """What to look at before a piece of an earlier year's evidence is used again; empty where its names say nothing against it."""
    wanted = _wanted_years(item) or ({item.edition.fiscal_year} if item.period_rule == PeriodRule.COVERS_FY else set())
    if covers := evidence.covers:
        if not wanted or covers.fiscal_years & wanted:
            return ""
        return _("It covers %(found)s; the item asks for the year %(wanted)s.") % {"found": covers.name, "wanted": _list(wanted)}
    named = {one.year for one in years_in(f"{evidence.title} {evidence.file_name} {evidence.url}") if one.kind in NAMED_IN_FULL}
    if not wanted or not named or named & wanted or (len(named) > 1 and item.period_rule == PeriodRule.COVERS_FY):
        return ""
    words = {"found": _list(named), "wanted": _list(wanted)}
    return _("It names the year %(found)s; the item asks for %(wanted)s. Is there a newer one?") % words


def _list(years: set[int]) -> str:
    return ", ".join(str(year) for year in sorted(years))


def _format(seen: Seen) -> Iterable[Hint]:
    if not seen.item.machine_readable or not seen.evidence:
        return
    if any(check.name == MACHINE_READABLE.name for check in seen.checks):  # said of the very file already
        return
    open_formats = (".xlsx", ".csv", ".xls")
    if not any(e.kind == EvidenceKind.URL or e.file_name.lower().endswith(open_formats) for e in seen.evidence):
        yield Hint(Reason.R12, _("This item asks for data that a computer can read: add the table as XLSX or CSV."))

"""The years in a text: where they stand, how they would read in another edition's year, and which of them to shift.

Pure. A year of a law or of a resolution stays; a target year near the edition's own is shifted; whatever is neither is asked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ita_portal.lib.thai import BE_OFFSET, MONTHS, SHORT_MONTHS, THAI_DIGITS, arabic_digits

NEAR = (-1, 0, 1)  # named year minus the edition's year, of a target year that nobody has to be asked about


class Decision(TextChoices):
    SHIFT = "shift", _("shift")
    KEEP = "keep", _("keep")
    ASK = "ask", _("ask")


class Kind(TextChoices):
    YEAR = "year", _("Buddhist Era year")
    CHRISTIAN = "christian", _("Christian Era year")
    SHORT = "short", _("two digits")
    IMPOSSIBLE = "impossible", _("no possible year")


class Why(TextChoices):
    """Why an occurrence is decided as it is, as a person reads it."""

    TARGET = "target", _("a year that the edition asks about")
    LAW = "law", _("the year of a law, a regulation or a standard")
    RESOLUTION = "resolution", _("the date of a cabinet resolution")
    ADDRESS = "address", _("part of a web address")
    ABOUT = "about", _("speaks of the older document itself")
    DATE = "date", _("a day: does it move with the year?")
    RANGE = "range", _("a period of several years: does it move?")
    FAR = "far", _("far from the edition's year")
    RULE = "rule", _("near the edition's year, but perhaps the year of a rule or an announcement")
    CHRISTIAN = "christian", _("a Christian Era year")
    SHORT = "short", _("a year of two digits")
    IMPOSSIBLE = "impossible", _("no possible year: a slip of the document?")
    NUMBER = "number", _("perhaps part of a number")
    UNCLEAR = "unclear", _("nothing beside it says what it is")
    DOUBTED = "doubted", _("the item's doubts speak of this year")


@dataclass(frozen=True)
class Occurrence:
    """A year as it stands in a text. `year` is of the Buddhist Era; 0 where it is no possible year."""

    start: int
    end: int
    written: str
    kind: Kind
    year: int
    decision: Decision = Decision.ASK
    why: Why = Why.UNCLEAR

    def as_written(self, year: int) -> str:
        """Another Buddhist Era year in the era, the script and the length of this one."""
        value = str(year - BE_OFFSET if self.kind == Kind.CHRISTIAN else year)
        if self.kind == Kind.SHORT:
            value = value[-2:]
        digits = [letter for letter in self.written if letter.isdigit()]
        if len(digits) != len(value):
            return _in_script(value, digits[0])
        left = iter(value)
        return "".join(_in_script(next(left), letter) if letter.isdigit() else letter for letter in self.written)


def _in_script(value: str, like: str) -> str:
    return value.translate(str.maketrans("0123456789", THAI_DIGITS)) if like in THAI_DIGITS else value


DIGIT = "[0-9๐-๙]"
_RUN = re.compile(f"{DIGIT}+")
_SPACED = re.compile(f"(?<!{DIGIT})(?:{DIGIT} ){{3}}{DIGIT}(?!{DIGIT})")
_MONTH = "|".join(re.escape(month) for month in (*MONTHS, *SHORT_MONTHS))
_ERA = r"(?:พ\s?\.\s?ศ\s?\.?|พศ\.?|B\.?E\.?)"
_YEAR_WORD = re.compile(rf"(?:ปี|{_ERA}|ค\s?\.\s?ศ\s?\.?|{_MONTH})(?:งบประมาณ|การศึกษา)?\s*(?:{_ERA})?\s*$")
_NEAR_A_YEAR_WORD = re.compile(rf"(?:ปี|{_ERA}|{_MONTH})[^0-9๐-๙]{{0,12}}$")
_FISCAL = re.compile(
    rf"(?:ปี(?:งบประมาณ|การศึกษา|ที่ผ่านมา|ที่ผ่านไป|ที่แล้ว|ก่อนหน้า|ถัดไป|ปัจจุบัน|งบฯ|ที่)?|\bFY|(?:fiscal|budget)?\s*years?)\s*(?:{_ERA}\s*)*$",
    re.IGNORECASE,
)
_ERA_BEFORE = re.compile(rf"{_ERA}\s*$")
_MONTH_BEFORE = re.compile(rf"(?:{_MONTH})\s*(?:{_ERA})?\s*$")
_DAY_BEFORE = re.compile(rf"{DIGIT}{{1,2}}\s*(?:{_MONTH})\s*(?:{_ERA})?\s*$|{DIGIT}{{1,2}}\s*[/.-]\s*{DIGIT}{{1,2}}\s*[/.-]\s*$")
_QUARTER_BEFORE = re.compile(rf"ไตรมาส(?:ที่)?\s*{DIGIT}\s*/\s*$")
_NUMBERED_BEFORE = re.compile(rf"{DIGIT}\s*/\s*$")
_TO = rf"\s*(?:-|–|—|~|/|ถึง|to)\s*(?:ปี(?:งบประมาณ)?\s*)?(?:{_ERA}\s*)?"
_RANGE_AFTER = re.compile(rf"{_TO}(?:{DIGIT}{{4}}|[4-9๔-๙]{DIGIT})(?!{DIGIT})")
_RANGE_BEFORE = re.compile(rf"{DIGIT}{{4}}{_TO}$")
_LIST_BETWEEN = re.compile(rf"\s*(?:,|และ|หรือ|กับ|and|or)\s*(?:ปี(?:งบประมาณ)?\s*)?(?:{_ERA}\s*)?")
_PHONE_BEFORE = re.compile(rf"(?:^|[^ก-๙]){DIGIT}{{1,3}}[ -]$")
_PHONE_AFTER = re.compile(rf"[ -]{DIGIT}{{3,4}}(?!{DIGIT})")
_ADDRESS_BEFORE = re.compile(r"(?:https?://|www\.)[^\s]*$", re.IGNORECASE)
_LAWS = re.compile(
    r"พระราชบัญญัติ|พ\s?\.\s?ร\s?\.\s?[บกฎ]\s?\.|พรบ\.?|พระราชกฤษฎีกา|พระราชกำหนด|รัฐธรรมนูญ|ประมวลกฎหมาย|กฎกระทรวง|\bActs?\b|\bRoyal Decree\b",
    re.IGNORECASE,
)
_RESOLUTIONS = re.compile(r"มติ(?:ของ)?\s*(?:คณะรัฐมนตรี|ครม\.?|ค\.ร\.ม\.)|[Cc]abinet [Rr]esolution")
_RULES = re.compile(
    r"ระเบียบ|ข้อบังคับ|ประกาศ|คำสั่ง|มาตรฐาน|หลักเกณฑ์|ข้อกำหนด|ข้อบัญญัติ|เทศบัญญัติ|หนังสือ|มอก\.|ISO|[Rr]egulation|[Ss]tandard|[Aa]nnouncement"
)
_LAW_REACH = 160  # letters between a law's name and its year
_YEAR_REACH = 24


def years_in(text: str) -> list[Occurrence]:
    """Every year in the text, in order, undecided: four digits in either script or both, two after a year's word, slips."""
    spaced = [(match.start(), match.end()) for match in _SPACED.finditer(text) if _YEAR_WORD.search(text[: match.start()])]
    runs = [match.span() for match in _RUN.finditer(text)]
    spans = spaced + [span for span in runs if not any(start <= span[0] < end for start, end in spaced)]
    found: list[Occurrence] = []
    for start, end in sorted(spans):
        one = _recognised(text, start, end, found)
        if one:
            found.append(one)
    return found


def _recognised(text: str, start: int, end: int, before: list[Occurrence]) -> Occurrence | None:
    written = text[start:end]
    value = arabic_digits(written).replace(" ", "")
    lead = text[max(0, start - _YEAR_REACH) : start]
    if len(value) == 4 and "2400" <= value <= "2699":
        return Occurrence(start, end, written, Kind.YEAR, int(value))
    if len(value) == 4 and "1900" <= value <= "2099":
        return Occurrence(start, end, written, Kind.CHRISTIAN, int(value) + BE_OFFSET)
    if len(value) == 2 and int(value) >= 40 and _is_short(text, start, lead, before):
        return Occurrence(start, end, written, Kind.SHORT, 2500 + int(value))
    if len(value) in (3, 5, 6) and value[:2] in ("25", "20") and _NEAR_A_YEAR_WORD.search(lead):
        return Occurrence(start, end, written, Kind.IMPOSSIBLE, 0)
    return None


def _is_short(text: str, start: int, lead: str, before: list[Occurrence]) -> bool:
    """Two digits are a year after a year's word, after a month, in a date, or behind the year that a period begins with."""
    behind_a_year = bool(before) and re.fullmatch(_TO, text[before[-1].end : start]) is not None
    return bool(behind_a_year or _YEAR_WORD.search(lead) or _DAY_BEFORE.search(lead))


def decided(text: str, edition_year: int, *, doubted: Iterable[int] = ()) -> list[Occurrence]:
    """Every year in the text with what to do about it when another edition is made of this one.

    `doubted`: years that the item's own doubts speak of; they are asked about where they would have been shifted.
    """
    found: list[Occurrence] = []
    for one in years_in(text):
        decision, why = _decide(text, one, edition_year, found)
        if decision == Decision.SHIFT and one.year in doubted:
            decision, why = Decision.ASK, Why.DOUBTED
        found.append(replace(one, decision=decision, why=why))
    return found


def _decide(text: str, one: Occurrence, edition_year: int, before: list[Occurrence]) -> tuple[Decision, Why]:
    lead, tail = text[: one.start], text[one.end :]
    named = lead[before[-1].end if before else 0 :][-_LAW_REACH:]  # what stands between the year before and this one
    near = one.year - edition_year in NEAR
    if _ADDRESS_BEFORE.search(lead):
        return Decision.KEEP, Why.ADDRESS
    flagged = _flagged(one, named, lead, tail)
    if flagged:
        return flagged
    if near and (_FISCAL.search(lead) or _QUARTER_BEFORE.search(lead) or _goes_with(text, one, before)):
        return Decision.SHIFT, Why.TARGET
    if _RESOLUTIONS.search(named):
        return Decision.KEEP, Why.RESOLUTION
    if _LAWS.search(named) or (_RULES.search(named) and not near):
        return Decision.KEEP, Why.LAW
    return _by_lead(lead, named, near=near)


def _flagged(one: Occurrence, named: str, lead: str, tail: str) -> tuple[Decision, Why] | None:
    """What no rule may shift by itself."""
    if one.kind == Kind.IMPOSSIBLE:
        return Decision.ASK, Why.IMPOSSIBLE
    if one.kind == Kind.CHRISTIAN:
        law = _LAWS.search(named) or _RULES.search(named)
        return (Decision.KEEP, Why.LAW) if law else (Decision.ASK, Why.CHRISTIAN)
    if _RANGE_AFTER.match(tail) or _RANGE_BEFORE.search(lead):
        return Decision.ASK, Why.RANGE
    if one.kind == Kind.SHORT:
        return Decision.ASK, Why.SHORT
    if _PHONE_BEFORE.search(lead) and _PHONE_AFTER.match(tail):
        return Decision.ASK, Why.NUMBER
    return None


def _goes_with(text: str, one: Occurrence, before: list[Occurrence]) -> bool:
    """“ปี 2565 และ 2566”: the second is what the first is."""
    last = before[-1] if before else None
    return bool(last and last.why == Why.TARGET and _LIST_BETWEEN.fullmatch(text[last.end : one.start]))


def _by_lead(lead: str, named: str, *, near: bool) -> tuple[Decision, Why]:
    if _DAY_BEFORE.search(lead):
        return Decision.ASK, Why.DATE
    if not near:
        return Decision.ASK, Why.FAR
    if _RULES.search(named):
        return Decision.ASK, Why.RULE
    if _NUMBERED_BEFORE.search(lead):
        return Decision.ASK, Why.NUMBER
    if _ERA_BEFORE.search(lead) or _MONTH_BEFORE.search(lead):
        return Decision.SHIFT, Why.TARGET
    return Decision.ASK, Why.UNCLEAR


def rewritten(text: str, years: Iterable[tuple[Occurrence, int]]) -> str:
    """The text with these occurrences naming other years, everything else letter for letter."""
    parts: list[str] = []
    end = 0
    for one, year in sorted(years, key=lambda pair: pair[0].start):
        parts += [text[end : one.start], one.as_written(year)]
        end = one.end
    return "".join([*parts, text[end:]])


def shifted(text: str, edition_year: int, by: int) -> str:
    """The text as it reads `by` years later, where no person has to be asked."""
    sure = [one for one in decided(text, edition_year) if one.decision == Decision.SHIFT]
    return rewritten(text, [(one, one.year + by) for one in sure])


def pieces(text: str, years: Iterable[Occurrence]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of these years: to mark them."""
    end = 0
    for one in sorted(years, key=lambda occurrence: occurrence.start):
        yield text[end : one.start], False
        yield text[one.start : one.end], True
        end = one.end
    yield text[end:], False

"""Which fiscal years a foreign text is about, and how plainly it says so. Works on skeletons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ita_portal.lib.thai import BE_OFFSET, MONTHS, SHORT_MONTHS, arabic_digits
from submissions.documents.skeletons import Skeleton, bones

PLAIN, NAMED, BARE = 3, 2, 1  # “ประจำปีงบประมาณ 2566”, a half year; “ปี 2566”, “พ.ศ. 2566”; a day, a number that may be a year
FIRST, LAST = 2540, 2599  # years that are believed


@dataclass(frozen=True)
class Named:
    """Fiscal years (Buddhist Era) named at one place of a text; more than one for a period of years."""

    years: frozenset[int]
    weight: int
    start: int
    end: int
    of_assessment: bool = False  # “ITA 2566”: the round, which asks for results of the year before too

    @property
    def is_period(self) -> bool:
        return len(self.years) > 1


def years_in_full(text: str) -> set[int]:
    """Years of the Buddhist Era that are written out, in either digits. For titles and links; whole documents need `years_in`."""
    return {int(year) for year in _IN_FULL.findall(arabic_digits(text))}


def _words(*words: str) -> str:
    return "|".join(re.escape(bones(word)) for word in words)


_MONTHS = {bones(name): number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, 1)}
_MONTHS |= {name.rstrip("."): number for name, number in list(_MONTHS.items()) if "." in name}
_MONTH = "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True))
_ERA = r"(?:พ\s?\.?\s?ศ\s?\.?)"
_IN_FULL = re.compile(r"(?<!\d)25[4-9]\d(?!\d)")
_YEAR = re.compile(r"(?<![0-9])(?:25[4-9][0-9]|20[0-5][0-9]|[4-9][0-9])(?![0-9])")
_TO = rf"\s*(?:-|~|/|{_words('ถึง')}|to)\s*(?:{bones('ปี')})?(?:{bones('งบประมาณ')})?\s*{_ERA}?\s*"
_SPAN = re.compile(rf"(?<![0-9])(25[4-9][0-9])({_TO})(25[4-9][0-9]|[4-9][0-9])(?![0-9])")
# Day and month with a year, to another month with its year: half years, quarters, whole years
_MONTH_SPAN = re.compile(
    rf"(?:[0-3]?[0-9]\s*)?({_MONTH})\s*{_ERA}?\s*((?:25)?[4-9][0-9])?\s*(?:-|~|{_words('ถึง')})\s*"
    rf"(?:{_words('วันที่')})?(?:{_words('เดือน')})?\s*(?:[0-3]?[0-9]\s*)?({_MONTH})\s*{_ERA}?\s*((?:25)?[4-9][0-9])(?![0-9])"
)
_FISCAL = re.compile(
    rf"(?:{bones('ปี')}\s*{bones('งบ')}(?:\s*{bones('ประมาณ')}|ฯ)?|{bones('งบประมาณ')}\s*{_ERA}|{bones('ประจำ')}\s*{bones('ปี')}"
    rf"(?:\s*{bones('การศึกษา')})?|{_words('รอบปี', 'ปีการศึกษา')}|\bfy|(?:fiscal|budget)\s*years?)\.?\s*(?:{_ERA}\s*)*$"
)
# Beside what a document is about, it speaks of other years
_ASIDE = re.compile(
    rf"(?:{_words('เปรียบเทียบ', 'เทียบกับ', 'เมื่อเทียบ', 'จากปี', 'ที่ผ่านมา', 'ปีก่อน', 'เดิม', 'ต่อเนื่องจาก', 'สืบเนื่อง')})[^\n0-9]{{0,30}}$"
)
_QUARTER = re.compile(rf"{_words('ไตรมาส')}(?:{_words('ที่')})?\s*[1-4]\s*(?:/\s*|[^\n0-9]{{0,12}})$")
_ROUND_YEAR = re.compile(rf"(?:{_words('รอบ')})\s*[^\n]{{0,30}}(?:{_words('เดือน', 'เดือนแรก', 'เดือนหลัง')})[^\n0-9]{{0,12}}$")
_NAMED = re.compile(rf"(?:{_words('ปี')}|{_ERA}|{_words('ค.ศ.')}|\byears?)\s*$")
_DAY = re.compile(rf"(?:{_MONTH})\s*{_ERA}?\s*$")
_FULL_DAY = re.compile(
    rf"(?<![0-9])[0-3]?[0-9]\s*(?P<month>{_MONTH})\s*{_ERA}?\s*$|(?<![0-9])[0-3]?[0-9][/.-](?P<number>[01]?[0-9])[/.-]$"
)
_LAW = re.compile(
    rf"(?:{_words('พระราชบัญญัติ', 'พ.ร.บ.', 'พรบ', 'พ.ร.ก.', 'พ.ร.ฎ.', 'พระราชกฤษฎีกา', 'พระราชกำหนด', 'รัฐธรรมนูญ', 'ประมวลกฎหมาย')}"
    rf"|{_words('กฎกระทรวง', 'กฎ ก.พ.', 'ระเบียบ', 'ข้อบังคับ', 'ข้อกำหนด', 'ข้อบัญญัติ', 'เทศบัญญัติ', 'มติคณะรัฐมนตรี', 'มติครม')}"
    rf"|{_words('คู่มือการปฏิบัติงานตาม', 'หลักเกณฑ์', 'มาตรฐาน', 'มอก.', 'แก้ไขเพิ่มเติม', 'ฉบับที่')}|\bacts?\b)[^\n]{{0,140}}$"
)
_ABROAD = re.compile(
    rf"(?:{_words('ยุทธศาสตร์ชาติ', 'แผนแม่บท', 'แผนพัฒนาเศรษฐกิจ', 'แผนการปฏิรูป', 'แผนปฏิรูป', 'แผนพัฒนาจังหวัด', 'แผนพัฒนากลุ่มจังหวัด')}"
    rf"|{_words('ระยะ 20 ปี', 'แผนระดับชาติ', 'วิสัยทัศน์')})[^\n]{{0,80}}$"
)
_ROUND = re.compile(
    rf"(?:\bita|\boit|{_words('ประเมินคุณธรรมและความโปร่งใส', 'ประเมิน ITA', 'ตัวชี้วัดการเปิดเผยข้อมูล')})[^\n0-9]{{0,70}}$"
)
_AMOUNT = re.compile(
    rf"\s*(?:{_words('บาท', 'คน', 'เรื่อง', 'รายการ', 'ครั้ง', 'กม.', 'เมตร', 'ตร.', 'ไร่', 'ชุด', 'ชิ้น', 'หน้า')}|%|[.,][0-9]|:)"
)
_NUMBERED = re.compile(
    rf"(?:[0-9][.,/]|฿|{_words('เลขที่', 'ที่', 'โทร.', 'หมายเลข', 'จำนวน', 'รหัส')}\s*|[0-9]{{2,}}-|://[^\s]*|www\.[^\s]*)$"
)
_REACH = 160
MOST = 2_000  # numbers of a page that are asked whether they are years


def years_in(page: Skeleton, *, as_name: bool = False) -> Iterator[Named]:
    """Every fiscal year that a text names, years of laws left out.

    `as_name`: the text is a title or a file name, where four digits that look like a year are one.
    """
    text, spans = page.text, []
    for match in _MONTH_SPAN.finditer(text):
        found = _months(match)
        if found:
            spans.append(match.span())
            yield found
    for match in _SPAN.finditer(text):
        if not _inside(match.start(), spans):
            spans.append(match.span())
            yield from _period(text, match, as_name=as_name)
    for match in islice(_YEAR.finditer(text), MOST):
        if not _inside(match.start(), spans):
            yield from _one(text, match, as_name=as_name)


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _whole(digits: str) -> int:
    year = int(digits)
    return year + 2500 if year < 100 else year + BE_OFFSET if year < 2200 else year


def _fiscal(month: int, year: int) -> int:
    return year + (month >= 10)


def _months(match: re.Match[str]) -> Named | None:
    first, last = _MONTHS[match[1]], _MONTHS[match[3]]
    until = _whole(match[4])
    since = _whole(match[2]) if match[2] else until - (first > last)
    years = range(_fiscal(first, since), _fiscal(last, until) + 1)
    return Named(frozenset(years), PLAIN, *match.span()) if 1 <= len(years) <= 10 else None


def _period(text: str, match: re.Match[str], *, as_name: bool) -> Iterator[Named]:
    """From one year to another: a plan's years, unless it is the plan of somebody above, or a number such as 2566/12."""
    first, last = int(match[1]), _whole(match[3])
    lead = text[max(0, match.start() - _REACH) : match.start()]
    if not first < last <= first + 25 or ("/" in match[2] and len(match[3]) == 2) or (not as_name and _ABROAD.search(lead)):
        return
    weight = PLAIN if _FISCAL.search(lead) or _NAMED.search(lead) or lead.rstrip().endswith("(") else NAMED
    yield Named(frozenset(range(first, last + 1)), weight, *match.span(), of_assessment=bool(_ROUND.search(lead)))


def _one(text: str, match: re.Match[str], *, as_name: bool) -> Iterator[Named]:
    lead = text[max(0, match.start() - _REACH) : match.start()]
    tail = text[match.end() : match.end() + 12]
    weight = _weight(lead, as_name=as_name)
    if len(match[0]) == 2 and weight < NAMED and not _DAY.search(lead):
        return
    if match[0].startswith("20") and weight < NAMED:
        return
    if weight < NAMED and (_NUMBERED.search(lead) or _AMOUNT.match(tail)):
        return
    if weight < PLAIN and _LAW.search(lead) and not as_name:
        return
    year = _whole(match[0])
    day = _FULL_DAY.search(lead)
    if day or _DAY.search(lead):
        month = _month_of(day or _DAY.search(lead))  # type: ignore[arg-type]
        weight, year = BARE, _fiscal(month, year)
    if weight and FIRST <= year <= LAST:
        yield Named(frozenset({year}), weight, *match.span(), of_assessment=bool(_ROUND.search(lead)))


def _weight(lead: str, *, as_name: bool) -> int:
    if _ASIDE.search(lead):
        return 0
    if _FISCAL.search(lead) or _QUARTER.search(lead) or _ROUND_YEAR.search(lead):
        return PLAIN
    if _NAMED.search(lead):
        return NAMED
    return BARE + as_name


def _month_of(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("number"):
        return int(groups["number"])
    return next(_MONTHS[name] for name in sorted(_MONTHS, key=len, reverse=True) if name in match[0])

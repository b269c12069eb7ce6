"""The assignment sheet (บัญชีมอบหมายหน่วยงานรับผิดชอบข้อมูล): what stands in it, whatever file it becomes.

It is an official Thai paper, so its words are Thai and do not follow the reader's language.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields

from accounts.models import Department
from assignments.models import Assessment
from assignments.queries import Responsible, responsible_by_item, units_by_assignment
from criteria.models import Item
from criteria.queries import Node, catalogue_tree
from ita_portal.lib.thai import arabic_digits, date_th, thai_digits
from submissions.enums import ResultSource
from submissions.queries import Previous, previous_by_item

NOTHING = "-"  # what offices write into an empty cell
EVERYONE = "ทุกส่วนราชการ"
UNCERTAIN = "* ข้อของปีก่อนที่อาจไม่ตรงกันทั้งหมด โปรดตรวจสอบ"
ADVICE = "advice"  # notes of this kind are good counsel, nothing that is asked for
LONG = 700  # letters in the longest cell of a row from which it may break over pages
_MARK = re.compile(r"- |\([0-9๐-๙]+\) ")
_ADDRESS = re.compile(r"((?:https?://|www\.)[^\s\u0e00-\u0e7f]*)")


@dataclass(frozen=True)
class Signer:
    """Who signs: the post, and the name if whoever makes the sheet typed one."""

    post: str
    name: str = ""


@dataclass(frozen=True)
class SheetChoices:
    """What whoever makes the sheet chose."""

    status: bool = True  # last year's score and comment beside each item, where a result is known
    due: bool = False
    thai: bool = True  # Thai digits
    layout: str = ""  # "landscape" or "portrait"; empty: as the columns need
    signers: tuple[Signer, ...] = ()

    def payload(self) -> dict:
        """For a job to carry."""
        return asdict(self)

    @classmethod
    def of(cls, payload: Mapping) -> "SheetChoices":
        """From what a job carries."""
        known = {one.name: payload[one.name] for one in fields(cls) if one.name in payload}
        return cls(**{**known, "signers": tuple(Signer(**signer) for signer in known.get("signers", ()))})


@dataclass(frozen=True)
class Column:
    """A column and its width in millimetres."""

    key: str
    label: str
    width: float

    @property
    def css_width(self) -> str:
        return f"{self.width:.1f}mm"


@dataclass(frozen=True)
class Line:
    """A line inside a cell, and how deep it stands in."""

    text: str
    depth: int = 0

    @property
    def css_class(self) -> str:
        return "d" + (str(self.depth) if self.depth else "") if self.has_mark else ""

    @property
    def has_mark(self) -> bool:
        """Begins with a dash or a number, so that the lines below stand in."""
        return bool(_MARK.match(self.text))


@dataclass(frozen=True)
class SheetRow:
    code: str
    title: str
    detail: tuple[Line, ...]
    score: str
    comment: str
    departments: tuple[str, ...]  # a line each
    due: str
    keys: tuple[str, ...]  # of the columns that the sheet has

    @property
    def cells(self) -> list[tuple[str, tuple[Line, ...]]]:
        return [(key, self.lines(key)) for key in self.keys]

    def lines(self, key: str) -> tuple[Line, ...]:
        """What stands in the column of that key."""
        value = getattr(self, key)
        parts = value.split("\n") if isinstance(value, str) else value
        return tuple(part if isinstance(part, Line) else Line(part) for part in parts)

    def text(self, key: str) -> str:
        return "\n".join("   " * line.depth + line.text for line in self.lines(key))

    @property
    def is_long(self) -> bool:
        return max(len(self.text("detail")), 2 * len(self.comment)) > LONG


@dataclass
class SheetTable:
    """The items under one printed heading."""

    heading: str
    notes: list[str]
    rows: list[SheetRow] = field(default_factory=list)


@dataclass
class SheetSub:
    heading: str
    tables: list[SheetTable]


@dataclass
class SheetIndicator:
    intro: str  # the catalogue's description, or number and title alone
    is_described: bool
    subs: list[SheetSub]


@dataclass(frozen=True)
class Sheet:
    """The whole paper."""

    title: tuple[str, ...]
    short_title: str
    indicators: list[SheetIndicator]
    status_label: str  # over score and comment; empty where the sheet has no such columns
    due: bool
    thai: bool
    landscape: bool
    signers: tuple[Signer, ...]
    uncertain: str  # what the star beside a score means; empty where there is none

    @property
    def rows(self) -> list[SheetRow]:
        return [row for one in self.indicators for sub in one.subs for table in sub.tables for row in table.rows]

    @property
    def columns(self) -> list[Column]:
        """Left to right. Fixed ones take what they need, the others share the rest of the line."""
        fixed = {"code": 13.0, "score": 19.0, "due": 25.0}
        shares = {"title": 20.0, "detail": 40.0, "comment": 27.0, "departments": 27.0}
        keys = _keys(bool(self.status_label), self.due)
        rest = self.line_width - sum(fixed.get(key, 0) for key in keys)
        total = sum(shares.get(key, 0) for key in keys)
        widths = {key: fixed.get(key) or rest * shares[key] / total for key in keys}
        return [Column(key, LABELS[key], round(widths[key], 1)) for key in keys]

    @property
    def places_to_sign(self) -> tuple[Signer, ...]:
        """One empty place where nobody is named."""
        return self.signers or (Signer(""),)

    @property
    def line_width(self) -> float:
        """Millimetres between the margins of an A4 sheet."""
        return 257.0 if self.landscape else 165.0


LABELS = {
    "code": "ข้อ",
    "title": "ข้อมูล",
    "detail": "องค์ประกอบด้านข้อมูล",
    "score": "คะแนน",
    "comment": "ข้อคิดเห็น",
    "departments": "หน่วยรับผิดชอบดำเนินการ",
    "due": "กำหนดส่ง",
}


def _keys(has_status: bool, has_due: bool) -> tuple[str, ...]:
    left_out = {*(() if has_status else ("score", "comment")), *(() if has_due else ("due",))}
    return tuple(key for key in LABELS if key not in left_out)


def assignment_sheet(assessment: Assessment, choices: SheetChoices) -> Sheet:
    """Gather the sheet. The number of queries does not depend on the number of items."""
    tree = [entry for entry in catalogue_tree(assessment.edition) if any(sub["item_count"] for sub in entry["subs"])]
    before = previous_by_item(assessment, Item.objects.filter(edition=assessment.edition_id)) if choices.status else {}
    year = max((one.fiscal_year for found in before.values() for one in found), default=0)
    say = _in_digits(thai_digits if choices.thai else arabic_digits)
    facts = _Facts(say, responsible_by_item(assessment), units_by_assignment(assessment), before, year, choices.due)
    indicators = [_indicator(entry, facts) for entry in tree]
    return Sheet(
        title=tuple(say(line) for line in _title(assessment, [entry["indicator"].number for entry in tree])),
        short_title=say(f"บัญชีมอบหมายฯ {assessment.agency.name_th} ปีงบประมาณ พ.ศ. {assessment.edition.fiscal_year}"),
        indicators=indicators,
        status_label=say(f"สถานะปี {year}") if year else "",
        due=choices.due,
        thai=choices.thai,
        landscape=choices.layout == "landscape" or (not choices.layout and bool(year or choices.due)),
        signers=choices.signers,
        uncertain=UNCERTAIN if facts.doubted else "",
    )


def _in_digits(digits: Callable[[str], str]) -> Callable[[str], str]:
    """Texts in one kind of digits; addresses stay as they are."""

    def say(text: str) -> str:
        return "".join(part if place % 2 else digits(part) for place, part in enumerate(_ADDRESS.split(text)))

    return say


def _title(assessment: Assessment, numbers: list[str]) -> list[str]:
    agency, year = assessment.agency.name_th, assessment.edition.fiscal_year
    indicators = " และ".join(f"ตัวชี้วัดที่ {number}" for number in numbers)
    return [
        "บัญชีมอบหมายหน่วยงานรับผิดชอบข้อมูล",
        f"ในการดำเนินการประเมินคุณธรรมและความโปร่งใสของ{agency} ประจำปีงบประมาณ พ.ศ. {year}",
        "(Integrity and Transparency Assessment : ITA)",
        f"สำหรับการเก็บรวบรวมข้อมูล{indicators}",
    ]


@dataclass
class _Facts:
    """What is read of the year before its rows are written."""

    say: Callable[[str], str]
    responsible: dict[int, Responsible]
    units: dict[int, list[Department]]
    before: dict[int, list[Previous]]
    year: int
    has_due: bool
    doubted: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return _keys(bool(self.year), self.has_due)


def _indicator(entry: dict, facts: _Facts) -> SheetIndicator:
    top = entry["indicator"]
    intro = top.description or f"ตัวชี้วัดที่ {top.number} {top.title_th}"
    return SheetIndicator(
        facts.say(intro), bool(top.description), [_sub(sub, facts) for sub in entry["subs"] if sub["item_count"]]
    )


def _sub(entry: dict, facts: _Facts) -> SheetSub:
    sub = entry["sub"]
    tables = [_table(heading, facts) for heading in entry["headings"] if heading["items"]]
    return SheetSub(facts.say(f"ตัวชี้วัดย่อยที่ {sub.number} {sub.title_th}"), tables)


def _table(entry: dict, facts: _Facts) -> SheetTable:
    heading = entry["heading"]
    rows = [_row(one["item"], one["components"], facts) for one in entry["items"]]
    return SheetTable(facts.say(heading.title_th), [facts.say(text) for text in _notes(heading.notes)], rows)


def _row(item: Item, components: list[Node], facts: _Facts) -> SheetRow:
    say, who = facts.say, facts.responsible.get(item.pk, Responsible())
    score, comment = _status(item, facts)
    return SheetRow(
        code=say(item.code),
        title=say(item.title_th),
        detail=tuple(Line(say(text), depth) for text, depth in [*_components(components), *((n, 0) for n in _notes(item.notes))]),
        score=say(score),
        comment=say(comment),
        departments=tuple(say(line) for line in _departments(who, facts.units)),
        due=say(date_th(who.due_on, short=True)) if who.due_on else NOTHING,
        keys=facts.keys,
    )


def _notes(notes: Iterable[dict]) -> list[str]:
    texts = [note["text"] for note in notes if note["kind"] != ADVICE]
    return [text if text.startswith(("*", "หมายเหตุ")) else f"*{text}" for text in texts]


def _components(nodes: list[Node], depth: int = 0) -> Iterable[tuple[str, int]]:
    """Each with its mark: a dash at the top, numbers in brackets below."""
    for number, node in enumerate(nodes, start=1):
        yield (f"({number}) " if depth else "- ") + node.component.text, depth
        yield from _components(node.children, depth + 1)


def _status(item: Item, facts: _Facts) -> tuple[str, str]:
    """Score and comment of the same requirement in that year: the official result before the one computed here.

    The old code stands in brackets where it is another one, and a star where it is not certain that it is the same.
    """
    found: dict[str, Previous] = {}
    for one in facts.before.get(item.pk, ()):
        if one.fiscal_year == facts.year and (one.code not in found or one.source == ResultSource.OFFICIAL):
            found[one.code] = one
    facts.doubted = facts.doubted or any(_is_doubtful(one, item) for one in found.values())
    marks = [_mark(one, item) for one in found.values()]
    scores = [_score(one) + mark for one, mark in zip(found.values(), marks, strict=True)]
    named = [(one.comment, mark) for one, mark in zip(found.values(), marks, strict=True) if one.comment]
    comments = [text if len(found) == 1 else f"{text}{mark}" for text, mark in named]
    return "\n".join(scores) or NOTHING, "\n".join(comments) or NOTHING


def _score(before: Previous) -> str:
    return NOTHING if before.score is None else f"{before.score:.2f}"


def _is_doubtful(before: Previous, item: Item) -> bool:
    """Under the same code and title nobody needs to be told to look."""
    return not before.certain and (before.code, before.title) != (item.code, item.title_th)


def _mark(before: Previous, item: Item) -> str:
    code = f" ({before.code})" if before.code != item.code else ""
    return code + (" *" if _is_doubtful(before, item) else "")


def _departments(who: Responsible, units: dict[int, list[Department]]) -> list[str]:
    """The lead first, then who supports, each with its sub-units in brackets; everybody in one word."""
    first = [row for row in who.rows if row.department == who.lead]
    rest = [row for row in who.rows if row.department != who.lead]
    named = [row for row in [*first, *rest] if not who.everyone or row.department == who.lead or units.get(row.pk)]
    names = [[row.department.name_th, *_in_brackets(units.get(row.pk, []))] for row in named]
    names += [[EVERYONE]] if who.everyone else []
    if not names:
        return [NOTHING]
    if len(names) > 1:
        names[-1][0] = f"และ{names[-1][0]}"
    return [line for name in names for line in name]


def _in_brackets(units: list[Department]) -> list[str]:
    return [f"({' + '.join(unit.name_th for unit in units)})"] if units else []

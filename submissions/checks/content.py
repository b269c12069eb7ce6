"""Which components seem to be covered by a document, and where. Never whether what stands there is good, or true.

Looks for the values that stand where somebody filled something in, not for words: an empty form has all the words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from submissions.checks.case import Case, Family, Finding, Kind, Part, Place
from submissions.checks.topics import BY_NAME, CONTENTS, EMPTY, INSTRUCTION, NOTHING, Topic, asked_by, pattern
from submissions.documents import Document, Form, Mark, Sheet
from submissions.documents.skeletons import SHOWN, Skeleton, bones, skeleton
from submissions.enums import Grade, Outcome, Reason

MOST_LINES = 20_000  # of a document
LONG = 600  # letters of a line that are looked at
BELOW = 1  # lines below a heading that may hold its content
FILLED = 0.5  # share of a column's cells from which on it counts as filled in …
HARDLY = 0.1  # … and up to which as empty
HEAD_ROWS = 12  # among which the head of a table is looked for
MOST_ROWS = 2_000
CELLS = 3  # of a line of text, from which on it is a row of a table …
MOST_CELLS = 30  # … and how many are looked at
MOST_TABLES = 20  # of a page of text
SHORT_HEADING = 45  # letters: what is longer is a sentence


@dataclass(frozen=True)
class Shown:
    """Where a topic is seen. `filled`: the share of a column, where it is one."""

    page: int
    text: str
    filled: float | None = None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(str(BY_NAME[name].label) for name in names if name in BY_NAME)


def _words(facts: dict) -> dict:
    seen, missing = _listed(facts.get("seen", ())), _listed(facts.get("missing", ()))
    columns = ", ".join(f"{name} ({share} %)" for name, share in facts.get("columns", ()))
    return {
        "missing": missing,
        "seen": _("Seen: %(names)s.") % {"names": seen} if seen else "",
        "columns": _("Columns that are hardly filled in: %(names)s.") % {"names": columns} if columns else "",
    }


COMPONENTS = Kind(
    "content.components",
    Reason.R3,
    Grade.HINT,
    found=gettext_lazy("%(columns)s Fill them in and hand in the finished table. Not recognised: %(missing)s. %(seen)s"),
    unknown=gettext_lazy(
        "Nothing was recognised for: %(missing)s. It may stand there in other words, or in another piece of evidence; "
        "look before you submit. %(columns)s %(seen)s"
    ),
    clear=gettext_lazy("Something was seen for every component that can be recognised. %(seen)s"),
    words=_words,
)


def look(case: Case) -> Iterator[Finding]:
    """One finding for the evidence. Says nothing where no component has a visible form or nothing can be read."""
    document = case.document
    if document is None or not document.text.strip() or document.has(Mark.GARBLED):
        return
    said = set(case.handed.parts)
    parts = [part for part in case.asked.parts if part.required and (not said or part.pk in said)]
    asked = {part.pk: asked_by(part.text) for part in parts}
    topics = {topic.name: topic for named in asked.values() for topic in named}
    if not topics:
        return
    seen = topics_in(document, topics.values())
    missing = [name for name in topics if name not in seen]
    facts: dict[str, list] = {"seen": [name for name in topics if name in seen], "missing": missing}
    thin = thin_columns(document, [topics[name] for name in missing])
    if thin:
        facts["columns"] = thin
    places = tuple(_places(parts, asked, seen))
    measured = {name: one.filled for name, one in seen.items() if one.filled is not None}
    yield Finding(COMPONENTS.name, _outcome(document, missing, thin), facts, measured, places)


def _outcome(document: Document, missing: list[str], empty: list[list]) -> Outcome:
    """Only an empty column is a finding. Words that were not recognised are not missing: one in five stands there all the same."""
    if not missing:
        return Outcome.CLEAR
    hardly = any(share <= HARDLY * 100 for _name, share in empty)
    return Outcome.FOUND if hardly and not document.has(Mark.CUT) else Outcome.UNKNOWN


def _places(parts: list[Part], asked: dict[int, list[Topic]], seen: dict[str, Shown]) -> Iterator[Place]:
    for part in parts:
        shown = [seen[topic.name] for topic in asked[part.pk] if topic.name in seen]
        for one in dict.fromkeys(shown):
            yield Place(one.page, one.text, part.pk)


def topics_in(document: Document, topics: Iterable[Topic]) -> dict[str, Shown]:
    """Topic → where it stands first."""
    left = {topic.name: topic for topic in topics}
    seen: dict[str, Shown] = {}
    empty: set[str] = set()
    for sheet in document.sheets:
        for name, one in _columns(sheet, left.values()):
            if one.filled is not None and one.filled >= FILLED:
                seen.setdefault(name, one)
            elif one.filled is not None and one.filled <= HARDLY:
                empty.add(name)
    tables = bool(document.sheets) and document.form not in (Form.DOCX, Form.HTML)
    room = MOST_LINES
    for index, page in enumerate(document.skeletons):
        lines = _lines(page, room)
        room -= len(lines)
        if not document.sheets:
            for name, shown in _in_rows(page, left.values(), document.number_of(index)):
                seen.setdefault(name, shown)
        for topic in left.values():
            # In a table that has a column for it, the column decides
            if topic.name not in seen and not (tables and topic.name in empty):
                found = _in_lines(topic, lines, page, document.number_of(index))
                if found:
                    seen[topic.name] = found
    return {name: seen[name] for name in left if name in seen}


def thin_columns(document: Document, topics: list[Topic]) -> list[list]:
    """Columns that are there for what is asked, and hardly filled in: [head of the column, percent]."""
    found = {}
    for sheet in document.sheets:
        for _topic, one in _columns(sheet, topics):
            if one.filled is not None and one.filled < FILLED:
                found[one.text.split(":")[0][:60]] = round(one.filled * 100)
    return [[name, share] for name, share in found.items()]


@dataclass(frozen=True)
class _Line:
    start: int
    text: str  # skeleton
    counts: bool  # neither an instruction nor a table of contents


def _lines(page: Skeleton, most: int) -> list[_Line]:
    found: list[_Line] = []
    start, contents = 0, bool(CONTENTS.match(page.text[:400].strip()[:40]))
    for text in page.text.split("\n", most)[:most]:
        here = text[:LONG]
        if here.strip():
            counts = not contents and not INSTRUCTION.search(here) and not CONTENTS.search(here)
            found.append(_Line(start, here, counts))
        start += len(text) + 1
    return found


def _in_rows(page: Skeleton, topics: Iterable[Topic], number: int) -> Iterator[tuple[str, Shown]]:
    """Columns that are filled in, of tables that survive in a text as lines whose cells stand apart."""
    for sheet in islice(_tables(page), MOST_TABLES):
        for name, one in _columns(sheet, topics):
            if one.filled is not None and one.filled >= FILLED:
                yield name, Shown(number, one.text)


def _tables(page: Skeleton) -> Iterator[Sheet]:
    rows: list[tuple[str, ...]] = []
    for line in [*page.whole.split("\n", MOST_LINES)[:MOST_LINES], ""]:
        cells = tuple(cell.strip() for cell in _APART.split(line[:LONG], MOST_CELLS)[:MOST_CELLS])
        if len(cells) >= CELLS:
            rows.append(cells)
            continue
        if len(rows) > 1:
            yield Sheet("", tuple(rows))
        rows = []


_APART = re.compile(r"\t| {2,}|\|")


def _in_lines(topic: Topic, lines: list[_Line], page: Skeleton, number: int) -> Shown | None:
    for place, line in enumerate(lines):
        if not line.counts:
            continue
        aside = topic.aside is not None and topic.aside.search(line.text)
        match = topic.value.search(line.text) if topic.value and not aside else None
        if match:
            return Shown(number, page.passage(line.start + match.start(), line.start + match.end()))
        heading = topic.heading.search(line.text)
        if heading and not aside:
            end = _content(topic, page, line, heading, lines[place + 1 : place + 1 + BELOW])
            if end:
                return Shown(number, page.passage(line.start + heading.start(), end))
    return None


def _content(topic: Topic, page: Skeleton, line: _Line, heading: re.Match[str], below: list[_Line]) -> int:
    """Where the content of a heading ends: behind it in its line, or below a line that is nothing but the heading; 0: none."""
    behind = _SEPARATED.sub(_divider, page.behind(line.start + heading.end(), line.start + len(line.text)), count=1)
    rest = skeleton(behind).text.strip(" :=-/()")
    tail = _tail(topic, line.text)
    if _says(topic, rest, behind, heads=tail is not None):
        return line.start + len(line.text)
    if tail is None or not _TAIL.match(tail) or (rest and NOTHING.search(bones(rest))) or behind.strip().endswith("-"):
        return 0
    for other in below:
        text = other.text.strip()
        if not other.counts or EMPTY.match(text) or _is_heading(text) or _begins_another(topic, text):
            return 0
        if _says(topic, text.strip(" :-"), f" {text}"):
            return other.start + len(other.text)
    return 0


_NUMBER = re.compile(r"^[-0-9.()\s]+")
_LED = pattern(  # what stands before the words of a heading
    r"^(?:ชื่อ|จำนวน|รายการ|กลุ่ม|ค่า|ผล(?:ของ)?(?:การ)?|การ|หน่วยงาน(?:ที่|ผู้)?|ส่วนงานที่|ส่วนราชการที่)(?=[ก-ๆ])"
)
_TAIL = pattern(  # what may follow the words of a heading that stands alone; possessive, since its words are parts of each other
    r"(?:ใน|การ|ที่|ของ|และ|หรือ|/|\s|ดำเนิน(?:การ|งาน)?|ปฏิบัติ(?:งาน|การ)?|ให้บริการ|โครงการ|กิจกรรม|พบ|ใช้|ได้รับ|จัดสรร|จัดซื้อ|จัดจ้าง|ทั้งหมด|หลัก|ความสำเร็จ|เบิกจ่าย|เรื่อง"
    r"|ร้องเรียน|อุปสรรค|ปัญหา|ความเสี่ยง|การทุจริต|แนวทาง|ป้องกัน|แก้ไข|เป้าหมาย|งบประมาณ|โทรศัพท์|อีเมล|\([^)]*\))*+[\s:]*$"
)
_GOES_ON = pattern(r"ๆ|ของ|และ|หรือ|ใน(?!วัน)|ตาม|ต่าง|เป็นไป")  # a sentence about the heading, not its content
_SEPARATED = re.compile(  # the rest of a heading, up to what divides it from its content
    r"^[^\s:=]*?(?:\s?(คือ|ได้แก่)|(?=[\s:=])|$)"
)


def _divider(match: re.Match[str]) -> str:
    return ":" if match[1] else ""


def _tail(topic: Topic, line: str) -> str | None:
    """What stands behind a heading that begins its line; None: it does not."""
    plain = _NUMBER.sub("", line).strip()
    for text in (plain, _LED.sub("", plain)):
        begins = topic.heading.match(text)
        if begins:
            return text[begins.end() :]
    return None


def _says(topic: Topic, text: str, behind: str, *, heads: bool = False) -> bool:
    """Whether a text is content of a topic. `behind`: as it stands there, with what divides it; `heads`: the heading begins its line."""
    letters = bones(text)
    if EMPTY.match(text) or NOTHING.search(letters):
        return False
    if topic.filled is not None and topic.filled.search(text):
        return True
    if not topic.words or len(letters) < topic.words:
        return False
    if behind.lstrip()[:1] == ":" and topic.filled is not None:
        return True
    return (
        behind[:1] in (" ", "\t", ":", "=")
        and behind.lstrip()[:1] != "("
        and (topic.filled is None or heads)
        and not _GOES_ON.match(letters)
        and not _begins_another(topic, text)
    )


def _begins_another(topic: Topic, text: str) -> bool:
    return any(other is not topic and other.heading.match(text) for other in BY_NAME.values())


def _is_heading(text: str) -> bool:
    """A short line that begins another part of the document."""
    return len(text) <= SHORT_HEADING and any(
        (match := topic.heading.match(_NUMBER.sub("", text))) and len(text) - match.end() < 14 for topic in BY_NAME.values()
    )


def _columns(sheet: Sheet, topics: Iterable[Topic]) -> Iterator[tuple[str, Shown]]:
    """The columns of a table by their heads, and how far each is filled."""
    head = _head(sheet)
    if head is None:
        return
    body = [row for row in sheet.rows[head + 1 : head + 1 + MOST_ROWS] if sum(map(bool, row)) > 1]
    if not body:
        return
    for column, name in enumerate(sheet.rows[head]):
        title = bones(name.lower())
        for topic in topics:
            if title and len(title) <= SHORT_HEADING and topic.heading.search(title):
                cells = [row[column] if column < len(row) else "" for row in body]
                full = [cell for cell in cells if not EMPTY.match(cell) and not NOTHING.search(bones(cell))]
                example = f"{name}: {full[0]}" if full else name
                yield topic.name, Shown(0, " ".join(example.split())[:SHOWN], round(len(full) / len(cells), 2))


def _head(sheet: Sheet) -> int | None:
    """The row with most columns that some topic knows; at least two cells, so that a line of text is no head."""
    best, most = None, 0
    for number, row in enumerate(sheet.rows[:HEAD_ROWS]):
        cells = [bones(cell.lower()) for cell in row if cell]
        if len(cells) < 2:
            continue
        known = sum(len(cell) <= SHORT_HEADING and any(t.heading.search(cell) for t in BY_NAME.values()) for cell in cells)
        if known > most:
            best, most = number, known
    return best


FAMILY = Family("content", (COMPONENTS,), look)

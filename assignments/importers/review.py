"""What each row of a document would change in the year, worked out anew whenever somebody looks. Changes nothing."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from assignments.enums import Decision, Part
from assignments.importers.candidates import CellReading, Directory, Fragment, Giving, directory_of, read_cell
from assignments.importers.staging import score_of
from assignments.models import Assignment, FragmentAnswer, SheetImport, SheetRow
from criteria.documents.shapes import Doubt
from criteria.likeness import ALIKE, better_edition, likeness
from criteria.models import Item
from ita_portal.lib.thai import search_key

CERTAIN = 90  # percent; what is at least as sure, and has no question open, is taken over by “all that are certain”
UNLIKE = 60  # percent at most, where the title is not that of the item


@dataclass
class Line:
    """One row: what was read, what a person made of it, what stands now."""

    row: SheetRow
    item: Item | None
    cell: CellReading
    giving: Giving | None  # None: the document says nothing of departments here
    stands: Giving
    score: Decimal | None
    comment: str
    confidence: int
    doubts: list[Doubt] = field(default_factory=list)
    problem: str = ""  # why it cannot be taken over now; empty where it can

    @property
    def number(self) -> int:
        return number_of(self.row)

    @property
    def code(self) -> str:
        return self.item.code if self.item else self.row.printed_code

    @property
    def changes(self) -> bool:
        return self.giving is not None and self.giving != self.stands

    @property
    def is_certain(self) -> bool:
        return not self.problem and self.confidence >= CERTAIN

    @property
    def is_open(self) -> bool:
        return self.row.decision == Decision.OPEN

    @property
    def is_accepted(self) -> bool:
        return self.row.decision == Decision.ACCEPTED

    @property
    def is_corrected(self) -> bool:
        return bool(self.row.correction)


@dataclass
class Question:
    """A name that no department has, with the codes of the items where it stands, and what was said about it."""

    fragment: Fragment
    codes: list[str]
    answer: FragmentAnswer | None = None


@dataclass
class Review:
    """A whole document against the year as it stands."""

    sheet: SheetImport
    directory: Directory
    lines: list[Line]
    items: list[Item]

    @property
    def open_questions(self) -> list[Question]:
        """In the document's order. Rows that are left out ask nothing."""
        found: dict[str, Question] = {}
        for line in self.lines:
            for fragment in line.cell.open if line.row.decision != Decision.LEFT_OUT else ():
                found.setdefault(fragment.key, Question(fragment, [])).codes.append(line.code)
        return list(found.values())

    @property
    def answered(self) -> list[Question]:
        """What was said about names, also after it was applied."""
        return [
            Question(Fragment(said.text), [line.code for line in self.lines if key in search_key(line.row.departments)], said)
            for key, said in self.directory.answers.items()
        ]

    @property
    def missing(self) -> list[Item]:
        """Items of the edition that the document does not have."""
        here = {line.item.pk for line in self.lines if line.item}
        return [item for item in self.items if item.pk not in here]

    @property
    def doubled(self) -> list[str]:
        counts = Counter(line.code for line in self.lines)
        return [code for code, n in counts.items() if n > 1]

    @property
    def unknown(self) -> list[Line]:
        return [line for line in self.lines if line.item is None]

    @property
    def accepted(self) -> list[Line]:
        return [line for line in self.lines if line.is_accepted]

    @property
    def to_assign(self) -> list[Line]:
        """Accepted rows that change who answers."""
        return [line for line in self.accepted if line.changes and not line.problem]

    @property
    def blocked(self) -> list[Line]:
        """Accepted rows that cannot be applied, because something changed since or a question is open."""
        return [line for line in self.accepted if line.problem]

    @property
    def better(self) -> str | None:
        return better_edition(self.sheet.fits, self.sheet.assessment.edition.code)

    def digest(self, *more: object) -> str:
        """Of everything that an apply would do, so that a yes counts only for what was shown."""
        plan = [
            [[line.code, line.giving.as_list(), line.stands.as_list()] for line in self.to_assign if line.giving],
            [line.row.pk for line in self.blocked],
            self.directory.plan(),
            *more,
        ]
        return hashlib.sha256(json.dumps(plan, ensure_ascii=False, default=str).encode()).hexdigest()


def number_of(row: SheetRow) -> int:
    return row.correction.get("number", row.number)


def review_of(sheet: SheetImport) -> Review:
    """The document row by row. The number of queries does not depend on the number of rows."""
    assessment = sheet.assessment
    directory = directory_of(sheet)
    items = {
        item.number: item for item in Item.objects.filter(edition=assessment.edition_id).select_related("sub").order_by("number")
    }
    stands = _standing(sheet, directory)
    rows = list(sheet.rows.select_related("decided_by"))
    taken = Counter(number_of(row) for row in rows if row.decision == Decision.ACCEPTED)
    named = Counter(number_of(row) for row in rows if row.decision != Decision.LEFT_OUT)
    lines = [_line(row, items, directory, stands) for row in rows]
    for line in lines:
        if named[line.number] > 1 and line.row.decision != Decision.LEFT_OUT:
            line.doubts = [one for one in line.doubts if one.code != "code_repeated"] + [Doubt("code_repeated", line.code)]
            line.confidence = min(line.confidence, 50)
        line.problem = _problem(line, taken)
    return Review(sheet, directory, lines, list(items.values()))


def _line(row: SheetRow, items: dict[int, Item], directory: Directory, stands: dict[int, Giving]) -> Line:
    item = items.get(number_of(row))
    cell = read_cell(row.raw.get("departments", {}).get("text") or row.departments, directory)
    doubts = [Doubt(one["code"], one["detail"]) for one in row.doubts] + cell.doubts
    confidence = min(row.confidence, cell.confidence)
    if item and "number" not in row.correction and likeness(row.title, item.title_th) < ALIKE:
        doubts.append(_other_title(row, item, items))
        confidence = min(confidence, UNLIKE)
    correction = row.correction
    giving = Giving.from_dict(correction["giving"]) if "giving" in correction else cell.giving
    score = score_of(correction["score"]) if "score" in correction else row.score
    return Line(
        row=row,
        item=item,
        cell=cell,
        giving=directory.whole(giving) if giving else None,
        stands=stands.get(item.pk, Giving()) if item else Giving(),
        score=score,
        comment=correction.get("comment", row.comment),
        confidence=100 if correction else confidence,
        doubts=doubts,
    )


def _other_title(row: SheetRow, item: Item, items: dict[int, Item]) -> Doubt:
    """The title is not that of the item: perhaps it is another one's."""
    alike = next((one for one in items.values() if one != item and likeness(row.title, one.title_th) >= ALIKE), None)
    return Doubt("title_of_another", alike.code) if alike else Doubt("title_differs", item.title_th)


def _problem(line: Line, taken: Counter) -> str:
    if line.item is None:
        return _("This edition has no item %(code)s.") % {"code": line.row.printed_code}
    if taken[line.number] > (1 if line.is_accepted else 0):
        return _("%(code)s is taken over from another row already. Leave one of the two out.") % {"code": line.item.code}
    if "giving" not in line.row.correction and line.cell.open:
        names = "”, “".join(fragment.text for fragment in line.cell.open)
        return _("First say what “%(names)s” is, or correct the row.") % {"names": names}
    if "giving" in line.row.correction and line.giving and line.giving.is_nobody:
        return _("The departments of the correction no longer exist. Correct the row again.")
    return ""


def _standing(sheet: SheetImport, directory: Directory) -> dict[int, Giving]:
    """Item id → who answers for it now. Two queries."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(assessment=sheet.assessment).select_related("department").prefetch_related("units")
    for row in rows:
        found[row.item_id].append(row)
    return {item: _giving(rows) for item, rows in found.items()}


def _giving(rows: list[Assignment]) -> Giving:
    lead = next((row.department.key for row in rows if row.part == Part.LEAD), "")
    return Giving(
        lead=lead,
        support=tuple(sorted(row.department.key for row in rows if row.part == Part.SUPPORT)),
        units=tuple(sorted(unit.key for row in rows for unit in row.units.all())),
        everyone=any(row.everyone for row in rows),
    )

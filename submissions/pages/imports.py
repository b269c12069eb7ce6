"""The pages of a document that is imported: what was found, what it would change, what was done."""

from collections import Counter
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from assignments.enums import Decision, FragmentIs
from assignments.importers.candidates import Directory, Giving
from assignments.importers.deciding import seen_of
from assignments.importers.review import CERTAIN, Line, Question, Review, review_of
from assignments.importers.words import why
from assignments.models import Assessment, SheetImport
from assignments.policy import may_import
from assignments.queries import assessment_at
from criteria.documents.sentences import doubt_sentence, place_words
from criteria.documents.shapes import Doubt
from criteria.models import Edition
from criteria.queries import edition_by_code, editions
from ita_portal.lib.verdict import Verdict
from submissions.importers import Score, Scores, plan_digest, scores_of
from submissions.pages.year import trail

SHOWN = ("all", "open", "accepted", "left_out", "settled")


@dataclass
class SheetLine:
    """One row as a page shows it."""

    line: Line
    score: Score | None
    directory: Directory
    may: Verdict
    scores_year: int | None = None

    @property
    def pk(self) -> int:
        return self.line.row.pk

    @property
    def seen(self) -> str:
        return seen_of(self.line.row)

    @property
    def title(self) -> str:
        return self.line.item.title if self.line.item else self.line.row.title

    @property
    def cells(self) -> list[tuple[str, dict]]:
        """The raw cells that matter for the decision."""
        names = {"departments": _("Departments"), "score": _("Score"), "comment": _("Comment")}
        return [(label, self.line.row.raw[name]) for name, label in names.items() if name in self.line.row.raw]

    @property
    def place(self) -> str:
        raw = self.line.row.raw
        place = next((raw[name]["place"] for name in ("code", "title", "departments") if name in raw), "")
        return place_words(place) if place else ""

    @property
    def read_title(self) -> str:
        """As the document has it, where that is not the item's."""
        same = self.line.item and self.line.item.title_th == self.line.row.title
        return "" if same else self.line.row.title

    @property
    def wanted(self) -> list[str]:
        return who(self.line.giving, self.directory) if self.line.giving else []

    @property
    def stands(self) -> list[str]:
        return who(self.line.stands, self.directory)

    @property
    def score_kind(self) -> str:
        return self.score.kind if self.score else "nothing"

    @property
    def is_settled(self) -> bool:
        """Everything stands already as the document has it."""
        return bool(self.line.item) and not self.line.changes and not self.line.cell.open and not self.has_new_score

    @property
    def has_new_score(self) -> bool:
        return self.score_kind in ("new", "differs")

    @property
    def group(self) -> str:
        if self.is_settled and not self.line.problem:
            return "settled"
        return self.line.row.decision

    @property
    def confidence(self) -> str:
        """In words."""
        if self.line.is_corrected:
            return _("corrected by hand")
        if self.line.confidence >= CERTAIN:
            return _("certain")
        return _("probably right") if self.line.confidence >= 70 else _("doubtful")

    @property
    def reasons(self) -> list[str]:
        return [why(doubt) for doubt in self.line.doubts]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        chosen = self.line.row.decision
        return [(value, str(label), value == chosen) for value, label in Decision.choices]


def who(giving: Giving, directory: Directory) -> list[str]:
    """Phrases: who leads, who supports, which sub-units, or everybody."""
    phrases = []
    if giving.lead:
        phrases.append(_("%(department)s leads") % {"department": _with_units(giving.lead, giving, directory)})
    if giving.everyone:
        phrases.append(_("every department answers"))
    elif giving.support:
        names = ", ".join(_with_units(key, giving, directory) for key in giving.support)
        phrases.append(_("with %(departments)s") % {"departments": names})
    return phrases


def _with_units(key: str, giving: Giving, directory: Directory) -> str:
    units = [directory.name(unit) for unit in giving.units if directory.parent(unit) == key]
    return f"{directory.name(key)} ({', '.join(units)})" if units else directory.name(key)


@dataclass
class ImportPage:
    """A document that was read, for whoever decides about it."""

    sheet: SheetImport
    may: Verdict
    review: Review
    scores: Scores
    asked: str = "all"
    refusals: list[str] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[SheetLine]:
        year = self.scores.edition.fiscal_year if self.scores.edition else None
        return [SheetLine(line, self.scores.of(line), self.review.directory, self.may, year) for line in self.review.lines]

    @property
    def shown(self) -> list[SheetLine]:
        return [line for line in self.lines if self.asked in ("all", line.group)]

    def line(self, row: int) -> SheetLine | None:
        return next((line for line in self.lines if line.pk == row), None)

    @property
    def tally(self) -> list[dict]:
        counts = Counter(line.group for line in self.lines)
        labels = {
            "all": _("All"),
            "open": _("To decide"),
            "accepted": _("Taken over"),
            "left_out": _("Left out"),
            "settled": _("Already so"),
        }
        counts["all"] = len(self.lines)
        return [
            {"name": name, "label": labels[name], "n": counts[name], "current": self.asked == name}
            for name in SHOWN
            if counts[name] or name == "all"
        ]

    @property
    def is_settled(self) -> bool:
        return bool(self.lines) and all(line.group == "settled" for line in self.lines)

    @property
    def certain(self) -> int:
        """How many the button “take over all that are certain” would take."""
        return sum(line.line.is_open and line.line.is_certain and not line.is_settled for line in self.lines)

    @property
    def facts(self) -> list[tuple[str, str, bool]]:
        """(what, how many or which, whether a person should look)."""
        review = self.review
        found, expected = len({line.item.pk for line in review.lines if line.item}), len(review.items)
        facts = [(_("Items found"), _("%(n)s of %(total)s") % {"n": found, "total": expected}, found != expected)]
        facts += [(_("The document itself counts"), announced, wrong) for announced, wrong in self._announced() if announced]
        if review.missing:
            facts.append((_("Not in the document"), ", ".join(item.code for item in review.missing), True))
        if review.doubled:
            facts.append((_("More than once"), ", ".join(review.doubled), True))
        if review.unknown:
            facts.append((_("Not in this edition"), ", ".join(line.row.printed_code for line in review.unknown), True))
        if self.scores.edition:
            kinds = Counter(score.kind for score in self.scores.by_row.values())
            scored = sum(line.line.score is not None for line in self.lines)
            comments = sum(bool(line.line.comment) for line in self.lines)
            facts.append((_("Scores and comments"), f"{scored} · {comments}", bool(kinds["differs"])))
        return facts

    def _announced(self) -> list[tuple[str, bool]]:
        """What the document says of itself, against what was found of it."""
        found: Counter[str] = Counter()
        for line in self.review.lines:
            if line.item:
                found[line.item.sub.number] += 1
                found[line.item.sub.number.split(".")[0]] += 1
        announced = self.sheet.reading.get("announced", {})
        return [
            (
                _("%(number)s: %(n)s items, found %(found)s") % {"number": number, "n": n, "found": found[number]},
                found[number] != n,
            )
            for number, n in announced.items()
        ]

    @property
    def leftovers(self) -> list[tuple[str, str]]:
        return [(text, place_words(place)) for text, place in self.sheet.reading.get("leftovers", [])]

    @property
    def doubts(self) -> list[str]:
        return [doubt_sentence(Doubt(**doubt)) for doubt in self.sheet.reading.get("doubts", [])]

    @property
    def year_differs(self) -> bool:
        named = self.sheet.reading.get("fiscal_year")
        return bool(named) and named != self.sheet.assessment.edition.fiscal_year

    @cached_property
    def better(self) -> dict | None:
        """The edition that the document fits clearly better, with where to go for it."""
        edition = edition_by_code(self.review.better) if self.review.better else None
        if edition is None:
            return None
        slug = self.sheet.assessment.agency.slug
        takes_part = assessment_at(slug, edition.code)
        url = reverse("submissions:imports", args=[slug, edition.code]) if takes_part else ""
        fits = self.sheet.fits
        here = fits.get(self.sheet.assessment.edition.code, 0)
        return {"edition": edition, "url": url, "fits": fits[edition.code], "here": here}

    @property
    def has_scores(self) -> bool:
        return any(line.line.row.has_score for line in self.lines)

    @property
    def plan(self) -> "Plan":
        return Plan(self)


@dataclass
class Plan:
    """What an apply would do."""

    page: ImportPage

    @property
    def digest(self) -> str:
        return plan_digest(self.page.review, self.page.scores)

    @property
    def assigned(self) -> list[SheetLine]:
        wanted = {line.row.pk for line in self.page.review.to_assign}
        return [line for line in self.page.lines if line.pk in wanted]

    @property
    def written(self) -> list[SheetLine]:
        wanted = {score.line.row.pk for score in self.page.scores.written}
        return [line for line in self.page.lines if line.pk in wanted]

    @property
    def replaced(self) -> list[SheetLine]:
        return [line for line in self.written if line.score_kind == "differs"]

    @property
    def departments(self) -> list[str]:
        directory = self.page.review.directory
        return directory.names(directory.brought)

    @property
    def aliases(self) -> list[tuple[str, str]]:
        directory = self.page.review.directory
        return [(text, directory.name(key)) for key, text in directory.aliases]

    @property
    def blocked(self) -> list[SheetLine]:
        wanted = {line.row.pk for line in self.page.review.blocked}
        return [line for line in self.page.lines if line.pk in wanted]

    @property
    def undecided(self) -> int:
        return sum(line.group == "open" for line in self.page.lines)

    @property
    def counts(self) -> list[tuple[str, int]]:
        scores = [line for line in self.written if line.line.score is not None]
        return [
            (_("Assignments that change"), len(self.assigned)),
            (_("New departments"), len(self.departments)),
            (_("Other names of departments"), len(self.aliases)),
            (_("Scores"), len(scores)),
            (_("Comments"), sum(bool(line.line.comment) for line in self.written)),
        ]

    @property
    def verdict(self) -> Verdict:
        """Whether the button can be pressed."""
        if not self.page.may:
            return self.page.may
        if not any(n for _label, n in self.counts):
            return Verdict(_("There is nothing to do: no row that was taken over changes anything."))
        return self.page.may


def import_page(sheet: SheetImport, user: User, asked: str = "all") -> ImportPage:
    """Everything about the document, for this person. The number of queries does not depend on its rows."""
    review = review_of(sheet)
    shown = asked if asked in SHOWN else "all"
    return ImportPage(sheet, may_import(user, sheet.assessment), review, scores_of(review), shown)


def import_trail(assessment: Assessment, *more: tuple[str, str]) -> list[dict]:
    url = reverse("submissions:imports", args=[assessment.agency.slug, assessment.edition.code])
    return trail(assessment, (_("Documents"), url), *more)


def scores_choices(sheet: SheetImport) -> list[Edition]:
    """Editions whose scores a list of this year can have: those of earlier years, the nearest first."""
    year = sheet.assessment.edition.fiscal_year
    return [edition for edition in editions() if edition.fiscal_year < year]


def outcome_lines(outcome: dict) -> list[str]:
    """What an apply did, as sentences."""
    sentences = [
        ngettext("%(n)s assignment was changed.", "%(n)s assignments were changed.", outcome.get("assigned", 0)),
        ngettext("%(n)s department was added.", "%(n)s departments were added.", outcome.get("departments", 0)),
        ngettext("%(n)s other name was kept.", "%(n)s other names were kept.", outcome.get("aliases", 0)),
        ngettext("%(n)s score was taken over.", "%(n)s scores were taken over.", outcome.get("scores", 0)),
        ngettext("%(n)s comment was taken over.", "%(n)s comments were taken over.", outcome.get("comments", 0)),
        ngettext("%(n)s official result was replaced.", "%(n)s official results were replaced.", outcome.get("replaced", 0)),
    ]
    names = ("assigned", "departments", "aliases", "scores", "comments", "replaced")
    return [text % {"n": outcome[name]} for text, name in zip(sentences, names, strict=True) if outcome.get(name)]


def answer_sentence(question: Question, directory: Directory) -> str:
    """What was said about a name."""
    said = question.answer
    assert said is not None
    if said.answer == FragmentIs.ALIAS:
        return _("another name of %(department)s") % {"department": said.department}
    if said.answer == FragmentIs.NONE:
        return _("no department")
    if said.under:
        words = {"name": said.name, "department": directory.name(said.under)}
        return _("a new sub-unit “%(name)s” of %(department)s") % words
    return _("a new department “%(name)s”") % {"name": said.name}

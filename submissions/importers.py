"""The scores that a document has beside its departments: official results of the year before. And doing what was decided about both."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions import close_as_official
from assignments.importers import applying
from assignments.importers.applying import StalePlan
from assignments.importers.review import Line, Review, review_of
from assignments.models import Assessment, SheetImport
from assignments.queries import assessment_at
from criteria.enums import Stage
from criteria.likeness import ALIKE, likeness
from criteria.models import Edition, Item, ItemRequirement
from records.actions import record
from submissions.actions import open_year
from submissions.actions.gate import held
from submissions.enums import ResultSource
from submissions.models import Result, Submission

Kind = Literal["nothing", "no_item", "already", "new", "differs"]


@dataclass
class Score:
    """What one row says of the year before, and what stands there."""

    line: Line
    item: Item | None = None  # of the other edition: the one with the same requirement
    stands: Result | None = None

    @property
    def kind(self) -> Kind:
        if not self.line.row.has_score or (self.line.score is None and not self.line.comment):
            return "nothing"
        if self.item is None:
            return "no_item"
        if self.stands is None:
            return "new"
        return "already" if self._same else "differs"

    @property
    def _same(self) -> bool:
        assert self.stands is not None
        return self.stands.score == self.line.score and self.stands.comment == self.line.comment

    @property
    def is_written(self) -> bool:
        """Whether an apply writes it; another official result that stands needs a yes of its own."""
        if not self.line.is_accepted or self.line.problem:
            return False
        return self.kind == "new" or (self.kind == "differs" and self.line.row.replaces)


@dataclass
class Scores:
    """The scores of a document against the year that they belong to."""

    edition: Edition | None = None
    year: Assessment | None = None  # None where the agency has no such year yet: it is opened
    refusal: str = ""  # why none can be taken over
    by_row: dict[int, Score] = field(default_factory=dict)

    def of(self, line: Line) -> Score | None:
        return self.by_row.get(line.row.pk)

    @property
    def written(self) -> list[Score]:
        return [score for score in self.by_row.values() if score.is_written] if not self.refusal else []

    @property
    def closes(self) -> bool:
        """Whether the year becomes an official, public result by this."""
        return bool(self.written) and (self.year is None or self.year.stage == Stage.PREPARING)

    def plan(self) -> list:
        written = [[one.item.code, one.line.score, one.line.comment, one.kind] for one in self.written if one.item]
        return [self.edition.code if self.edition else "", self.closes, written]


def scores_of(review: Review) -> Scores:
    """The rows' scores against what stands. Six queries, for any number of rows."""
    sheet, edition = review.sheet, review.sheet.scores_to
    if edition is None:
        return Scores()
    year = assessment_at(sheet.assessment.agency.slug, edition.code)
    stands = _official(year) if year else {}
    items = counterparts([line.item for line in review.lines if line.item], edition)
    by_row = {}
    for line in review.lines:
        item = items.get(line.item.pk) if line.item else None
        by_row[line.row.pk] = Score(line, item, stands.get(item.pk) if item else None)
    return Scores(edition, year, _refusal(year), by_row)


def _official(year: Assessment) -> dict[int, Result]:
    return {result.item_id: result for result in Result.objects.filter(assessment=year, source=ResultSource.OFFICIAL)}


def _refusal(year: Assessment | None) -> str:
    """A year that is being worked on here has no official result yet."""
    if year is None or year.stage == Stage.PUBLISHED:
        return ""
    worked_on = year.stage != Stage.PREPARING or Submission.objects.filter(assessment=year, answered_at__isnull=False).exists()
    if not worked_on:
        return ""
    return _("%(year)s is being worked on here, so it has no official result yet. Its scores are left out.") % {"year": year}


def counterparts(items: Iterable[Item], edition: Edition) -> dict[int, Item]:
    """Item id → the other edition's item with the same requirement; where there are several, the one with the same title or code.

    What nothing leads to is left out: a code alone means nothing from one year to another.
    """
    items = list(items)
    there = {item.pk: item for item in Item.objects.filter(edition=edition)}
    joins = ItemRequirement.objects.filter(item__in=[*items, *there.values()]).values_list("item", "requirement")
    requirements: dict[int, set[int]] = defaultdict(set)
    having: dict[int, set[int]] = defaultdict(set)
    for pk, requirement in joins:
        requirements[pk].add(requirement)
        if pk in there:
            having[requirement].add(pk)
    found: dict[int, Item] = {}
    for item in items:
        possible = [there[pk] for pk in sorted({pk for one in requirements[item.pk] for pk in having[one]})]
        chosen = _chosen(item, possible) or there.get(item.pk)
        if chosen:
            found[item.pk] = chosen
    return _one_each(items, found)


def _one_each(items: list[Item], found: dict[int, Item]) -> dict[int, Item]:
    """Where two items of this year were one item then, its score is that of neither, unless one of them still has its code."""
    claims: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.pk in found:
            claims[found[item.pk].pk].append(item)
    kept = {}
    for claimants in claims.values():
        chosen = [one for one in claimants if one.code == found[one.pk].code] if len(claimants) > 1 else claimants
        kept.update({one.pk: found[one.pk] for one in chosen})
    return kept


def _chosen(item: Item, possible: list[Item]) -> Item | None:
    if len(possible) == 1:
        return possible[0]
    titled = [one for one in possible if likeness(one.title_th, item.title_th) >= ALIKE]
    coded = [one for one in titled or possible if one.code == item.code]
    return titled[0] if len(titled) == 1 else coded[0] if coded else None


def plan_digest(review: Review, scores: Scores) -> str:
    """Of everything that an apply would do."""
    return review.digest(scores.plan())


@transaction.atomic
def apply_sheet(sheet: SheetImport, *, seen: str, by: User | None) -> dict[str, int]:
    """Do what was decided, all or nothing. `seen`: the digest of the plan that the person said yes to.

    Raises StalePlan when it is another by now, PermissionDenied when it may not be. Returns how much was written.
    """
    held(sheet.assessment_id)
    applying.hold(sheet)
    review = review_of(sheet)
    scores = scores_of(review)
    if plan_digest(review, scores) != seen:
        raise StalePlan
    applied = applying.apply(review, by=by)
    written = _write(scores, sheet, by)
    outcome = {
        "assigned": applied.assigned,
        "departments": applied.departments,
        "aliases": applied.aliases,
        "scores": sum(one.line.score is not None for one in written),
        "comments": sum(bool(one.line.comment) for one in written),
        "replaced": sum(one.kind == "differs" for one in written),
    }
    SheetImport.objects.filter(pk=sheet.pk).update(applied_at=timezone.now(), applied_by=by, outcome=outcome)
    record("apply_document", target=sheet, by=by, scope=sheet.assessment.scope, sha256=sheet.sha256, outcome=outcome)
    return outcome


def _write(scores: Scores, sheet: SheetImport, by: User | None) -> list[Score]:
    """The official results, in a year that is opened where there is none, and that is over with them."""
    written, closes = scores.written, scores.closes
    if not written or scores.edition is None:
        return []
    source = {"document": sheet.file_name, "sha256": sheet.sha256}
    year = scores.year or open_year(sheet.assessment.agency, scores.edition, source=source, by=by)
    Result.objects.bulk_create(
        Result(
            assessment=year,
            item=one.item,
            source=ResultSource.OFFICIAL,
            score=one.line.score,
            comment=one.line.comment,
        )
        for one in written
        if one.kind == "new"
    )
    for one in written:
        if one.kind == "differs" and one.stands:
            _replace(one.stands, one.line.score, one.line.comment, year, by)
    codes = [one.item.code for one in written if one.item]
    record("load_official_results", target=year, by=by, scope=year.scope, items=codes, sha256=sheet.sha256)
    if closes:
        close_as_official(year, by=by)
    return written


def _replace(result: Result, score: Decimal | None, comment: str, year: Assessment, by: User | None) -> None:
    """Another official result stood here. What it was goes into the audit trail."""
    before = {"score": str(result.score), "comment": result.comment}
    Result.objects.filter(pk=result.pk).update(score=score, comment=comment)
    record("replace_official_result", target=result, by=by, scope=year.scope, item=result.item.code, before=before)

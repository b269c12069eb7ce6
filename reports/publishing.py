"""What of a year is shown outside: items with evidence by heading, scores beside the official ones. One shape for pages, papers and the API."""

from dataclasses import dataclass, field
from decimal import Decimal

from assignments.models import Assessment
from assignments.queries import responsible_by_item
from criteria.models import Indicator, Item
from criteria.scoring import shown
from reports.queries import official_scores
from submissions.enums import Status
from submissions.models import Evidence, Result, Submission
from submissions.queries import evidence_by_submission, submissions_of
from submissions.results import standing_of


@dataclass(frozen=True)
class ShownItem:
    """One item of a year, ready to be shown."""

    item: Item
    status: str
    status_label: str
    answer: str
    explanation: str
    reason_none: str
    score: Decimal | None
    comment: str
    departments: list[str]
    evidence: list[Evidence]


@dataclass(frozen=True)
class ShownScore:
    """A score of an indicator, an instrument or the total: computed here, and as officially published."""

    name: str
    title: str
    depth: int
    computed: Decimal | None
    official: Decimal | None
    conflict: str = ""

    @property
    def difference(self) -> Decimal | None:
        return None if self.computed is None or self.official is None else self.computed - self.official


@dataclass
class ShownHeading:
    title: str
    items: list[ShownItem] = field(default_factory=list)


@dataclass
class ShownSub:
    number: str
    title: str
    headings: list[ShownHeading] = field(default_factory=list)


@dataclass(frozen=True)
class ShownYear:
    assessment: Assessment
    subs: list[ShownSub]
    scores: list[ShownScore]
    level: str | None
    complete: bool

    @property
    def items(self) -> list[ShownItem]:
        return [item for sub in self.subs for heading in sub.headings for item in heading.items]

    def score_of(self, name: str) -> ShownScore | None:
        return next((score for score in self.scores if score.name == name), None)


def shown_year(assessment: Assessment, *, with_scores: bool = True) -> ShownYear:
    """Gather a year. The number of queries does not depend on the number of items. `with_scores`: whether the reader may see them."""
    subs: dict[str, ShownSub] = {}
    headings: dict[int, ShownHeading] = {}
    for item in _items(assessment, with_scores):
        row = item.item
        sub = subs.setdefault(row.sub.number, ShownSub(row.sub.number, row.sub.title))
        if row.heading_id not in headings:
            headings[row.heading_id] = ShownHeading(row.heading.title)
            sub.headings.append(headings[row.heading_id])
        headings[row.heading_id].items.append(item)
    if not with_scores:
        return ShownYear(assessment, list(subs.values()), [], None, complete=False)
    scores, level, complete = _scores(assessment)
    return ShownYear(assessment, list(subs.values()), scores, level, complete)


def _items(assessment: Assessment, with_scores: bool) -> list[ShownItem]:
    evidence = evidence_by_submission(assessment)
    responsible = responsible_by_item(assessment)
    results = {result.item_id: result for result in Result.objects.filter(assessment=assessment).order_by("-source")}  # computed last
    return [
        _shown_item(s, results.get(s.item_id), responsible[s.item_id].names, evidence[s.pk], with_scores) for s in submissions_of(assessment)
    ]


def _shown_item(submission: Submission, result: Result | None, departments: list[str], evidence: list[Evidence], with_scores: bool) -> ShownItem:
    score = (result.score if result else submission.score) if with_scores else None
    return ShownItem(
        item=submission.item,
        status=submission.status,
        status_label=str(Status(submission.status).label),
        answer=submission.answer,
        explanation=submission.explanation,
        reason_none=submission.reason_none,
        score=score,
        comment=result.comment if result and with_scores else "",
        departments=departments,
        evidence=evidence,
    )


def _scores(assessment: Assessment) -> tuple[list[ShownScore], str | None, bool]:
    official = official_scores(assessment)
    standing = standing_of(assessment, _surveys(assessment, {number: row.score for number, row in official.items()}))
    computed = {**standing.scores.subs, **standing.scores.indicators, **standing.scores.instruments, "total": standing.scores.total}
    rows = []
    for indicator in Indicator.objects.filter(edition=assessment.edition):
        published = official.get(indicator.number)
        rows.append(
            ShownScore(
                name=indicator.number,
                title=indicator.title,
                depth=1 if indicator.parent_id else 0,
                computed=shown(computed.get(indicator.number)),
                official=published.score if published else None,
                conflict=published.conflict if published else "",
            )
        )
    rows += [ShownScore(name, name, 0, shown(computed[name]), None) for name in [*standing.model.weights, "total"]]
    return rows, standing.scores.level, standing.scores.complete


def _surveys(assessment: Assessment, official: dict[str, Decimal]) -> dict[str, Decimal]:
    """Only the survey indicators come from outside; the disclosure indicators are computed from the items."""
    with_items = set(Indicator.objects.filter(edition=assessment.edition, parent__isnull=False).values_list("parent__number", flat=True))
    return {number: score for number, score in official.items() if number not in with_items}

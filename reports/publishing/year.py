"""What of a year is shown outside: items with evidence by heading, scores beside the official ones. One shape for pages, papers and the API."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assignments.models import Assessment
from assignments.queries import Responsible, responsible_by_item
from criteria.enums import Stage
from criteria.models import Indicator, Item
from criteria.queries import indicators_of, scoring_model
from criteria.scoring import shown
from ita_portal.lib.charts import Segment, span
from reports.models import OfficialScore
from reports.queries import official_scores
from submissions.enums import ResultSource, Status
from submissions.models import Evidence, NothingToReport, Result, Submission
from submissions.queries import evidence_by_submission, frozen_results, submissions_of
from submissions.results import standing_by
from submissions.slots import statements_of


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
    everyone: bool
    evidence: list[Evidence]
    nothing: list[NothingToReport] = field(default_factory=list)  # periods that had nothing, as stated


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
    def bar(self) -> list[Segment]:
        """The score on a line from 0 to 100: the one computed here, else the official one."""
        score = self.official if self.computed is None else self.computed
        return [] if score is None else span(float(score), float(score))

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

    @property
    def known_scores(self) -> list[ShownScore]:
        """Those of which at least one figure is known."""
        return [score for score in self.scores if score.computed is not None or score.official is not None]

    @property
    def has_official(self) -> bool:
        return any(score.official is not None for score in self.scores)

    @property
    def has_departments(self) -> bool:
        return any(item.departments for item in self.items)

    def score_of(self, name: str) -> ShownScore | None:
        return next((score for score in self.scores if score.name == name), None)


def shown_year(assessment: Assessment, *, with_scores: bool = True) -> ShownYear:
    """Gather a year. The number of queries does not depend on the number of items. `with_scores`: whether the reader may see them."""
    rows = list(submissions_of(assessment))
    results = frozen_results(assessment) if with_scores else {}
    items = _items(assessment, rows, results, with_scores)
    subs = _by_heading(items)
    if not with_scores:
        return ShownYear(assessment, subs, [], None, complete=False)
    scores, level, complete = _scores(assessment, items, [row.item for row in rows])
    return ShownYear(assessment, subs, scores, level, complete)


def _by_heading(items: list[ShownItem]) -> list[ShownSub]:
    subs: dict[str, ShownSub] = {}
    headings: dict[int, ShownHeading] = {}
    for item in items:
        row = item.item
        sub = subs.setdefault(row.sub.number, ShownSub(row.sub.number, row.sub.title))
        if row.heading_id not in headings:
            headings[row.heading_id] = ShownHeading(row.heading.title)
            sub.headings.append(headings[row.heading_id])
        headings[row.heading_id].items.append(item)
    return list(subs.values())


def _items(assessment: Assessment, rows: list[Submission], results: dict[int, Result], with_scores: bool) -> list[ShownItem]:
    evidence = evidence_by_submission(assessment)
    responsible = responsible_by_item(assessment)
    nothing = statements_of(rows) if any(row.item.recurs for row in rows) else {}
    return [
        _shown_item(
            s, results.get(s.item_id), responsible[s.item_id], by_period(evidence[s.pk]), nothing.get(s.pk, []), with_scores
        )
        for s in rows
    ]


def by_period(evidence: list[Evidence]) -> list[Evidence]:
    """What names a period in the order of the periods, the rest as it was, before them."""
    return sorted(evidence, key=lambda one: one.covers_from or datetime.date.min)


def _shown_item(
    submission: Submission,
    result: Result | None,
    responsible: Responsible,
    evidence: list[Evidence],
    nothing: list[NothingToReport],
    with_scores: bool,
) -> ShownItem:
    """A frozen result, where the year has one, stands before the live score."""
    score = (result.score if result else submission.score) if with_scores else None
    return ShownItem(
        item=submission.item,
        status=submission.status,
        status_label=_status_label(submission),
        answer=submission.answer,
        explanation=submission.explanation,
        reason_none=submission.reason_none,
        score=score,
        comment=result.comment if result and with_scores else "",
        departments=responsible.names,
        everyone=responsible.everyone,
        evidence=evidence,
        nothing=nothing,
    )


def _status_label(submission: Submission) -> str:
    """A year known only by its official result has no answers here; saying "not handed in" would be wrong."""
    if submission.assessment.stage == Stage.PUBLISHED and submission.status == Status.DRAFT:
        return str(ResultSource.OFFICIAL.label)
    return str(Status(submission.status).label)


def _scores(assessment: Assessment, items: list[ShownItem], rows: list[Item]) -> tuple[list[ShownScore], str | None, bool]:
    """Computed and official scores side by side. The surveys' indicators are known only from the official publication."""
    official = official_scores(assessment)
    indicators = indicators_of(assessment.edition)
    computed_here = {indicator.parent_id for indicator in indicators}
    surveys = {i.number: official[i.number].score for i in indicators if i.pk not in computed_here and i.number in official}
    model = scoring_model(assessment.edition, rows, indicators)
    scores = standing_by(model, {item.item.code: item.score for item in items}, surveys).scores
    computed = {**scores.subs, **scores.indicators, **scores.instruments, "total": scores.total}
    shown_rows = [
        _shown_score(indicator, computed.get(indicator.number), official.get(indicator.number)) for indicator in indicators
    ]
    shown_rows += [ShownScore(name, name, 0, shown(computed[name]), None) for name in [*model.weights, "total"]]
    return shown_rows, scores.level, scores.complete


def _shown_score(indicator: Indicator, computed: Fraction | None, official: OfficialScore | None) -> ShownScore:
    return ShownScore(
        name=indicator.number,
        title=indicator.title,
        depth=1 if indicator.parent_id else 0,
        computed=shown(computed),
        official=official.score if official else None,
        conflict=official.conflict if official else "",
    )

"""Many agencies in one edition, side by side: for observers, and for the administrator who runs the year."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.queries import standing_of
from assignments.models import Assessment
from assignments.queries import Seat, visible_assessments
from assignments.workflow import STEPS
from criteria.enums import EditionState, Stage
from criteria.models import Edition
from criteria.queries import indicators_of, scoring_model, windows_of
from criteria.scoring import Model, Scores, score, shown
from ita_portal.lib.charts import Segment, stacked
from ita_portal.lib.verdict import Verdict
from reports.queries import items_of_many, official_of_many
from submissions.enums import Status
from submissions.policy import Tally, steps_of_year
from submissions.queries import assessor_counts
from submissions.visibility import SCORES_SHOWN

BANDS = (50, 70, 85)  # where the shade of a score changes; the levels themselves are the edition's own


@dataclass(frozen=True)
class Cell:
    """A score in the table, its shade, and whether it is only known from the official publication."""

    score: Decimal | None
    official: bool = False

    @property
    def band(self) -> int:
        return 0 if self.score is None else 1 + sum(self.score >= floor for floor in BANDS)


@dataclass(frozen=True)
class AgencyRow:
    """One agency's year as a line."""

    assessment: Assessment
    url: str
    accepted: int
    total: int
    segments: list[Segment]
    cells: list[Cell]
    level: str
    assessors: int
    due_on: datetime.date | None
    late: bool
    steps: list[tuple[str, str, Verdict]]  # verb, label, may it be taken

    @property
    def name(self) -> str:
        return self.assessment.agency.name


@dataclass(frozen=True)
class Comparison:
    edition: Edition
    columns: list[tuple[str, str]]  # name and title of each score
    rows: list[AgencyRow]
    stages: list[tuple[str, str, int]]  # of all agencies, before any filter

    @property
    def stage_segments(self) -> list[Segment]:
        return stacked((stage, n) for stage, _label, n in self.stages)


def editions_of(user: User) -> list[tuple[Edition, int]]:
    """The editions in which the person may compare agencies, with the number of those; newest first."""
    years = _comparable(user).order_by("-edition__fiscal_year", "edition__code")
    counts = Counter(year.edition for year in years)
    return list(counts.items())


def editions_without_agencies() -> list[tuple[Edition, int]]:
    """Published editions in which no agency's year was opened yet, newest first."""
    return [(edition, 0) for edition in Edition.objects.filter(state=EditionState.PUBLISHED, assessments=None)]


def _comparable(user: User):
    """Years that the person may read as a member, an observer or the administrator; not those they only assess."""
    found = visible_assessments(user)
    return found if user.is_admin else found.filter(agency__in=standing_of(user).agencies)


def comparison(
    edition: Edition, user: User, today: datetime.date, *, kind: str = "", stage: str = "", sort: str = ""
) -> Comparison | None:
    """The lines of one edition, with the scores that are known of any; None when the person has no agency in it.

    Same number of queries for any number of agencies.
    """
    years = list(_comparable(user).filter(edition=edition).order_by("agency__sort_key"))
    if not years:
        return None
    indicators = indicators_of(edition)
    model = scoring_model(edition, None, indicators)
    columns = [(top.number, top.title) for top in indicators if top.parent_id is None]
    columns += [("OIT", "OIT"), ("total", "")]
    counts = Counter(year.stage for year in years)
    wanted = [y for y in years if (not kind or y.agency.kind == kind) and (not stage or y.stage == stage)]
    rows = _rows(edition, wanted, user, today, model, [name for name, _title in columns])
    rows.sort(key=_order(sort, [name for name, _title in columns]))
    known = [place for place in range(len(columns)) if any(row.cells[place].score is not None for row in rows)]
    columns = [columns[place] for place in known]
    rows = [replace(row, cells=[row.cells[place] for place in known]) for row in rows]
    return Comparison(edition, columns, rows, [(s.value, str(s.label), counts[s]) for s in Stage if counts[s]])


def _rows(
    edition: Edition, years: list[Assessment], user: User, today: datetime.date, model: Model, names: list[str]
) -> list[AgencyRow]:
    items, official = items_of_many(years), official_of_many(years)
    assessors = assessor_counts(years)
    window = windows_of(edition).get(Stage.PREPARING)
    closes = window.closes_on if window else None
    found = []
    for year in years:
        year.edition = edition
        sees = user.is_admin or year.stage in SCORES_SHOWN
        scores = _scores(model, items[year.pk], official[year.pk]) if sees else None
        # Of a year known only by its official result nothing was answered here.
        over = Status.SCORED if year.stage == Stage.PUBLISHED else None
        counts = Counter(over or status for _code, status, _score in items[year.pk])
        due = max(filter(None, (closes, year.extended_until)), default=None) if year.stage == Stage.PREPARING else None
        found.append(
            AgencyRow(
                assessment=year,
                url=reverse("submissions:year", args=[year.agency.slug, edition.code]),
                accepted=sum(counts[status] for status in (Status.ACCEPTED, Status.SCORED, Status.CONTESTED)),
                total=sum(counts.values()),
                segments=stacked((status.value, counts[status]) for status in reversed(Status)),
                cells=[_cell(name, scores, official[year.pk]) for name in names] if sees else [Cell(None) for _name in names],
                level=(scores.level if scores else None) or "",
                assessors=assessors.get(year.pk, 0),
                due_on=due,
                late=bool(due and due < today),
                steps=_steps(year, counts, assessors.get(year.pk, 0)),
            )
        )
    return found


def _scores(model: Model, items: Iterable[tuple[str, str, Decimal | None]], official: dict[str, Decimal]) -> Scores:
    surveys = {i.number: official[i.number] for i in model.indicators if not i.subs and i.number in official}
    return score(model, {code: value for code, _status, value in items}, surveys)


def _cell(name: str, scores: Scores | None, official: dict[str, Decimal]) -> Cell:
    computed = None
    if scores:
        known = {**scores.indicators, **scores.instruments, "total": scores.total}
        computed = shown(known.get(name))
    return Cell(computed) if computed is not None else Cell(official.get(name), official=name in official)


def _steps(year: Assessment, counts: Counter, assessors: int) -> list[tuple[str, str, Verdict]]:
    """What the administrator may do next with this year, and why not."""
    verdicts = steps_of_year(Seat(frozenset({Role.ADMIN})), year, Tally(dict(counts), assessors))
    mine = [step for step in STEPS.values() if Role.ADMIN in step.roles and year.stage in step.sources and step.verb != "reopen"]
    return [(step.verb, str(step.label), verdicts[step.verb]) for step in mine]


def _order(sort: str, names: list[str]) -> Callable[[AgencyRow], tuple]:
    """Rows come in Thai order of names; by a score the highest first and the unknown last, by progress the least done first."""
    if sort == "progress":
        return lambda row: (row.accepted / row.total if row.total else 0,)
    if sort in names:
        place = names.index(sort)
        return lambda row: (row.cells[place].score is None, -(row.cells[place].score or 0))
    return lambda row: ()

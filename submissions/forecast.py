"""Where an agency's year would stand if it were assessed as it is now: a range, never a score.

Nobody but an assessor scores. What is accepted and shows no hint is counted as sure, what is answered but not accepted or shows a
hint as doubtful, the rest as missing; a check of the worker that only hints (no fact with proof) informs and makes nothing doubtful; so the lowest figure takes only the sure ones, the highest the doubtful ones too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assignments.models import Assessment
from assignments.queries import Responsible, responsible_by_item, seat_of
from criteria import scoring
from criteria.enums import Instrument, Stage
from criteria.queries import indicators_of, scoring_model
from criteria.scoring import FULL, Model, Scores
from submissions import visibility
from submissions.checks import Hint, hints_of_year
from submissions.enums import Answer, Status
from submissions.models import Submission
from submissions.queries import frozen_results, submissions_of
from submissions.workflow import OPEN_TO_EDIT


class Outlook(models.TextChoices):
    SCORED = "scored", _("scored")
    SURE = "sure", _("accepted, nothing to object to")
    DOUBTFUL = "doubtful", _("answered, not sure yet")
    MISSING = "missing", _("not answered")


@dataclass(frozen=True)
class Prospect:
    """One item: how it stands, and what hangs on it."""

    submission: Submission
    responsible: Responsible
    outlook: Outlook
    hints: list[Hint]
    score: Decimal | None  # only where it may be seen
    gain: Fraction = Fraction(0)  # points of the instrument that full marks would add to the lowest figure

    @property
    def code(self) -> str:
        return self.submission.item.code

    @property
    def low(self) -> Decimal:
        if self.outlook == Outlook.SCORED:
            return self.score or Decimal(0)
        return Decimal(FULL if self.outlook == Outlook.SURE else 0)

    @property
    def high(self) -> Decimal:
        return self.low if self.outlook != Outlook.DOUBTFUL else Decimal(FULL)


@dataclass(frozen=True)
class Forecast:
    """The lowest and the highest figures, from what stands there today."""

    model: Model
    prospects: list[Prospect]
    low: Scores
    high: Scores
    outside: Mapping[str, Decimal] = field(default_factory=dict)  # indicator → score of the surveys that was assumed

    @property
    def oit(self) -> tuple[Decimal | None, Decimal | None]:
        name = Instrument.OIT.value
        return scoring.shown(self.low.instruments.get(name)), scoring.shown(self.high.instruments.get(name))

    @property
    def total(self) -> tuple[Decimal | None, Decimal | None]:
        return scoring.shown(self.low.total), scoring.shown(self.high.total)

    @property
    def final(self) -> bool:
        """Every item is scored: then it is no forecast any more."""
        return all(prospect.outlook == Outlook.SCORED for prospect in self.prospects)

    @property
    def by_gain(self) -> list[Prospect]:
        """The items on which there is something to gain, the most first."""
        return sorted((p for p in self.prospects if p.gain > 0), key=lambda p: (-p.gain, p.submission.item.number))

    def count(self, outlook: Outlook) -> int:
        return sum(prospect.outlook == outlook for prospect in self.prospects)


def outlook_of(submission: Submission, evidence_count: int, hints: list[Hint], *, score: Decimal | None = None) -> Outlook:
    """How sure full marks are, from what the agency has written. `score`: the assessors' one, where it may be seen."""
    if score is not None:
        return Outlook.SCORED
    if submission.answer != Answer.YES or not evidence_count:
        return Outlook.MISSING
    if submission.status in (*OPEN_TO_EDIT, Status.SUBMITTED) or any(not hint.informs for hint in hints):
        return Outlook.DOUBTFUL
    return Outlook.SURE


def forecast_of(
    model: Model,
    submissions: list[Submission],
    responsible: Mapping[int, Responsible],
    hints: Mapping[int, list[Hint]],
    scores: Mapping[int, Decimal | None],
    outside: Mapping[str, Decimal] | None = None,
) -> Forecast:
    """The forecast from what a page has read. `scores`: submission id → score, of those that may be seen."""
    outside = outside or {}
    bare = [
        Prospect(
            submission=s,
            responsible=responsible[s.item_id],
            outlook=outlook_of(s, s.evidence_count, hints[s.pk], score=scores.get(s.pk)),
            hints=hints[s.pk],
            score=scores.get(s.pk),
        )
        for s in submissions
    ]
    low, high = {p.code: p.low for p in bare}, {p.code: p.high for p in bare}
    gains = scoring.gains(model, low)
    prospects = [Prospect(p.submission, p.responsible, p.outlook, p.hints, p.score, gains.get(p.code, Fraction(0))) for p in bare]
    return Forecast(model, prospects, scoring.score(model, low, outside), scoring.score(model, high, outside), outside)


def survey_scores(model: Model, iit: Decimal | None, eit: Decimal | None) -> dict[str, Decimal]:
    """Indicator → score, when only the instrument's score is known: every indicator of it is taken to have that score."""
    known = {Instrument.IIT.value: iit, Instrument.EIT.value: eit}
    found = ((indicator.number, known.get(indicator.instrument)) for indicator in model.indicators if not indicator.subs)
    return {number: value for number, value in found if value is not None}


def visible_scores(
    assessment: Assessment, submissions: list[Submission], results: Mapping, *, shown: bool
) -> dict[int, Decimal | None]:
    """Submission id → the score that stands, frozen before live; empty while the reader may not see any."""
    if not shown:
        return {}
    return {s.pk: (results[s.item_id].score if s.item_id in results else s.score) for s in submissions}


def forecast_for(assessment: Assessment, user: User, iit: Decimal | None = None, eit: Decimal | None = None) -> Forecast:
    """The forecast as this person may see it: the agency learns live scores only when clarification opens."""
    submissions = list(submissions_of(assessment))
    responsible = responsible_by_item(assessment)
    model = scoring_model(assessment.edition, [s.item for s in submissions], indicators_of(assessment.edition))
    seen = visibility.sees_scores(seat_of(user, assessment), assessment.stage)
    results = frozen_results(assessment) if seen and assessment.stage == Stage.PUBLISHED else {}
    scores = visible_scores(assessment, submissions, results, shown=seen)
    hints = hints_of_year(assessment, submissions, responsible)
    return forecast_of(model, submissions, responsible, hints, scores, survey_scores(model, iit, eit))

"""Assessors write: verdicts, scores; the clarification round."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from assignments.queries import seat_of
from criteria.models import Component
from criteria.queries import allowed_scores, components_of, required_leaves
from criteria.scoring import component_score
from ita_portal.lib.thai import tidy, tidy_lines
from ita_portal.lib.verdict import Verdict
from records.actions import record
from submissions import policy
from submissions.actions.gate import allow, move
from submissions.models import Clarification, ComponentVerdict, Review, Submission
from submissions.queries import open_clarification, reviews_of
from submissions.results import decisive_score


@dataclass(frozen=True)
class Judgement:
    """What an assessor says of one component; without a component, of the item as a whole."""

    component_id: int | None
    met: bool
    reason: str = ""
    note: str = ""


@transaction.atomic
def save_review(
    submission: Submission, judgements: Iterable[Judgement], *, comment: str = "", value: Decimal | None = None, by: User
) -> Review:
    """Keep an assessor's work as a draft: as many verdicts as there are, in any state."""
    seat = seat_of(by, submission.assessment)
    policy.may_review(seat, submission).require()
    Review.objects.get_or_create(submission=submission, assessor=by)
    review = _held(submission, by)
    _undecided(review).require()
    review.comment, review.score, review.by_lead = tidy_lines(comment), value, seat.has(Role.LEAD_ASSESSOR)
    review.save()
    known = {component.pk for component in Component.objects.filter(item=submission.item_id)} | {None}
    review.verdicts.all().delete()
    ComponentVerdict.objects.bulk_create(
        ComponentVerdict(
            review=review, component_id=j.component_id, met=j.met, reason="" if j.met else j.reason, note=tidy(j.note)
        )
        for j in judgements
        if j.component_id in known and (j.met or j.reason)
    )
    return review


@transaction.atomic
def score(submission: Submission, *, by: User) -> Decimal | None:
    """Record the assessor's saved review for good; the item is scored once all needed assessors agree or the lead decided.

    Returns the item's score, or None while another review is awaited.
    """
    allow(submission, "score", by)
    review = _held(submission, by)
    _undecided(review).require()
    review.score = _score_of(submission, review)
    review.decided_at = timezone.now()
    review.save(update_fields=["score", "decided_at"])
    record(
        "review", target=submission, by=by, scope=submission.assessment.scope, item=submission.item.code, score=str(review.score)
    )
    final = decisive_score(reviews_of(submission), submission.assessment.edition.scoring.assessors)
    if final is not None:
        move(submission, "score", by=by, score=final)
    return final


def _held(submission: Submission, by: User) -> Review:
    """The assessor's review, locked: a draft that is saved by itself and the recording of the score never meet halfway."""
    review = Review.objects.select_for_update().filter(submission=submission, assessor=by).first()
    if review is None:
        Verdict(_("Judge the components first.")).require()
    assert review is not None
    return review


def _undecided(review: Review) -> Verdict:
    return Verdict(_("You have already recorded your score for this item.")) if review.decided_at else Verdict()


def _score_of(submission: Submission, review: Review) -> Decimal:
    """The item's score by the edition's scale; refuses with a sentence while something is missing."""
    scale = allowed_scores(submission.item.edition)
    if scale != [Decimal(0), Decimal(100)]:
        return _typed_score(review.score, scale)
    parts = required_leaves(components_of([submission.item]).get(submission.item_id, []))
    wanted: list[int | None] = [part.pk for part in parts] or [None]
    verdicts = {verdict.component_id: verdict for verdict in review.verdicts.all()}
    missing = [pk for pk in wanted if pk not in verdicts]
    if missing:
        message = _("%(n)s required components have no verdict yet. Where one is not met, choose the reason too.")
        Verdict(message % {"n": len(missing)}).require()
    return component_score([verdicts[pk].met for pk in wanted])


def _typed_score(value: Decimal | None, scale: list[Decimal]) -> Decimal:
    if value is None:
        Verdict(_("Type the item's score first.")).require()
    assert value is not None
    if scale and value not in scale:
        Verdict(_("This edition allows only these scores: %(scale)s.") % {"scale": ", ".join(map(str, scale))}).require()
    if not 0 <= value <= 100:
        Verdict(_("A score lies between 0 and 100.")).require()
    return value


@transaction.atomic
def score_as_met(submission: Submission, *, by: User) -> Decimal | None:
    """Every component met, in one step."""
    leaves = required_leaves(components_of([submission.item]).get(submission.item_id, []))
    judgements = [Judgement(part.pk, met=True) for part in leaves] or [Judgement(None, met=True)]
    save_review(submission, judgements, value=Decimal(100), by=by)
    return score(submission, by=by)


@transaction.atomic
def contest(submission: Submission, *, explanation: str, by: User) -> Clarification:
    """Dispute the score. The sealed evidence counts; none can be added."""
    allow(submission, "contest", by)
    if not tidy(explanation):
        Verdict(_("Explain where the disclosed evidence shows what the assessor missed.")).require()
    before = submission.score
    assert before is not None  # a scored answer has one: a constraint of the table
    move(submission, "contest", by=by, note=tidy_lines(explanation))
    return Clarification.objects.create(
        submission=submission, explanation=tidy_lines(explanation), asked_at=timezone.now(), asked_by=by, score_before=before
    )


@transaction.atomic
def settle(submission: Submission, *, decision: str, value: Decimal, by: User) -> None:
    """The lead assessor's decision on a disputed score."""
    allow(submission, "settle", by)
    if not tidy(decision):
        Verdict(_("Write the reason of the decision; the agency reads it.")).require()
    final = _typed_score(value, allowed_scores(submission.item.edition))
    clarification = open_clarification(submission)
    assert clarification is not None  # written with the step that brought the answer here
    move(submission, "settle", by=by, note=tidy_lines(decision), score=final)
    Clarification.objects.filter(pk=clarification.pk).update(
        decision=tidy_lines(decision), score_after=final, decided_at=timezone.now(), decided_by=by
    )

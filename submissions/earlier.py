"""Evidence of the year before that proved the same requirement, what was decided about it for this year, and its scores. Only reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef

from assignments.models import Assessment
from criteria.models import Item, ItemRequirement
from submissions.enums import ResultSource
from submissions.models import Evidence, NoLonger, Result, Submission


@dataclass(frozen=True)
class Earlier:
    """One piece of evidence of the year before, beside one item of this year."""

    evidence: Evidence
    certain: bool  # nobody doubts that the two items ask for the same
    reused: Evidence | None
    refused: NoLonger | None

    @property
    def item(self) -> Item:
        """Of the year before."""
        return self.evidence.submission.item

    @property
    def is_open(self) -> bool:
        return self.reused is None and self.refused is None


def year_with_evidence(assessment: Assessment) -> Assessment | None:
    """The agency's latest earlier year that has evidence here."""
    live = Evidence.objects.filter(submission__assessment=OuterRef("pk"), withdrawn_at__isnull=True)
    earlier = Assessment.objects.filter(agency=assessment.agency_id, edition__fiscal_year__lt=assessment.edition.fiscal_year)
    found = earlier.filter(Exists(live)).select_related("edition", "agency")
    return found.order_by("-edition__fiscal_year", "edition__programme").first()


def earlier_evidence(before: Assessment, submissions: Iterable[Submission]) -> dict[int, list[Earlier]]:
    """Submission id → what proved its requirements in the year before, whatever the codes were. Six queries for any number."""
    answers = list(submissions)
    old_items = _items_before(before, {answer.item_id for answer in answers})
    live = Evidence.objects.filter(submission__assessment=before, withdrawn_at__isnull=True)
    by_item: dict[int, list[Evidence]] = defaultdict(list)
    for one in live.select_related("submission__item", "file", "added_by", "department").prefetch_related("components"):
        by_item[one.submission.item_id].append(one)
    reused = {
        (one.submission_id, one.reused_from_id): one
        for one in Evidence.objects.filter(submission__in=answers, reused_from__isnull=False, withdrawn_at__isnull=True)
    }
    refused = {
        (one.submission_id, one.evidence_id): one
        for one in NoLonger.objects.filter(submission__in=answers).select_related("decided_by")
    }
    return {
        answer.pk: [
            Earlier(one, certain, reused.get((answer.pk, one.pk)), refused.get((answer.pk, one.pk)))
            for old, certain in old_items.get(answer.item_id, {}).items()
            for one in by_item.get(old, ())
        ]
        for answer in answers
    }


def _items_before(before: Assessment, items: set[int]) -> dict[int, dict[int, bool]]:
    """Item id → the items of the year before that answer to one of its requirements, each with whether that is certain."""
    by_requirement: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    rows = ItemRequirement.objects.filter(item__edition=before.edition_id).order_by("item__number")
    for item, requirement, certain in rows.values_list("item_id", "requirement_id", "certain"):
        by_requirement[requirement].append((item, certain))
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    mine = ItemRequirement.objects.filter(item__in=items).values_list("item_id", "requirement_id", "certain")
    for item, requirement, certain in mine:
        for old, sure in by_requirement[requirement]:
            found[item][old] = found[item].get(old, False) or (certain and sure)
    return found


def proved_before(submission: Submission, evidence: Evidence) -> bool:
    """Whether the evidence stands in an earlier year of the same agency and proved one of the answer's requirements."""
    old = evidence.submission
    if old.assessment.agency_id != submission.assessment.agency_id or evidence.withdrawn_at:
        return False
    if old.assessment.edition.fiscal_year >= submission.assessment.edition.fiscal_year:
        return False
    mine = ItemRequirement.objects.filter(item=submission.item_id).values("requirement")
    return ItemRequirement.objects.filter(item=old.item_id, requirement__in=mine).exists()


def results_of(assessment: Assessment) -> dict[str, Decimal]:
    """Code → the frozen score of a year that has results; the official one where there are two."""
    found: dict[str, Decimal] = {}
    for row in Result.objects.filter(assessment=assessment, score__isnull=False).select_related("item"):
        if row.score is not None and (row.item.code not in found or row.source == ResultSource.OFFICIAL):
            found[row.item.code] = row.score
    return found

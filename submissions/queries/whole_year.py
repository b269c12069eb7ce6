"""What is read of a whole year at once, for the checks."""

from collections import defaultdict

from django.db.models import F

from assignments.models import Assessment
from criteria.models import Component, Item
from criteria.queries import leaves, trees
from submissions.enums import Outcome
from submissions.models import Check, Evidence


def open_checks(assessment: Assessment) -> dict[int, list[Check]]:
    """Submission id → what was found at its evidence and nobody answered. One query."""
    found: dict[int, list[Check]] = defaultdict(list)
    rows = Check.objects.filter(evidence__submission__assessment=assessment, outcome=Outcome.FOUND, answer="")
    for check in rows.annotate(submission_id=F("evidence__submission_id")).filter(evidence__withdrawn_at__isnull=True):
        found[check.submission_id].append(check)
    return found


def covered_components(assessment: Assessment) -> dict[int, set[int]]:
    """Submission id → the components that its evidence proves."""
    found: dict[int, set[int]] = defaultdict(set)
    ties = Evidence.components.through.objects.filter(
        evidence__submission__assessment=assessment, evidence__withdrawn_at__isnull=True
    )
    for submission_id, component_id in ties.values_list("evidence__submission_id", "component_id"):
        found[submission_id].add(component_id)
    return found


def leaves_by_item(edition_id: int) -> dict[int, list[Component]]:
    """Item id → the parts that are judged."""
    nodes = trees(Component.objects.filter(item__edition=edition_id).order_by("item_id", "position"))
    return defaultdict(list, {item: leaves(roots) for item, roots in nodes.items()})


def bases_by_item(edition_id: int) -> dict[int, list[int]]:
    """Item id → the items it builds on."""
    found: dict[int, list[int]] = defaultdict(list)
    joins = Item.depends_on.through.objects.filter(from_item__edition=edition_id)
    for item, base in joins.values_list("from_item_id", "to_item_id"):
        found[item].append(base)
    return found

"""What the worker looks at."""

import datetime

from django.db.models import QuerySet

from assignments.models import Assessment
from criteria.enums import Stage
from submissions.models import Check, Evidence


def evidence_to_look_at(**which: object) -> QuerySet[Evidence]:
    """Evidence as the worker looks at it, oldest first. Two queries."""
    return (
        Evidence.objects.filter(withdrawn_at__isnull=True, **which)
        .select_related("file", "submission__item__edition", "submission__assessment__agency")
        .prefetch_related("components")
        .order_by("id")
    )


def looked_at_since(moment: datetime.datetime, names: list[str]) -> QuerySet:
    """The evidence of which one of these checks was made since then."""
    return Check.objects.filter(checked_at__gte=moment, name__in=names).values("evidence")


def years_to_watch() -> QuerySet[Assessment]:
    """Years whose links still matter: until the result is published."""
    return Assessment.objects.exclude(stage=Stage.PUBLISHED).select_related("agency", "edition").order_by("pk")

"""Frozen scores."""

from django.db import models
from django.db.models import Q

from assignments.models import Assessment
from criteria.models import Item
from submissions.enums import ResultSource


class Result(models.Model):
    """The score of one item, frozen. Official ones are loaded as published, computed ones written when the year is published."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="results")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="results")
    source = models.CharField(max_length=10, choices=ResultSource.choices)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # null: a recommendation without a published score
    comment = models.TextField(blank=True)
    frozen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["item__number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item", "source"], name="one_result_per_item_and_source"),
            models.CheckConstraint(condition=Q(source__in=ResultSource.values), name="result_source_is_known"),
        ]


class IndicatorResult(models.Model):
    """The score of a sub-indicator, an indicator, an instrument or the total, frozen when the year is published."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="indicator_results")
    name = models.CharField(max_length=10)  # "9.1", "9", "OIT", "total"
    score = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    level = models.CharField(max_length=100, blank=True)  # with the total only

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "name"], name="one_indicator_result_per_name")]

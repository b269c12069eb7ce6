"""What assessors judge, what is said of an answer, and what is disputed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from criteria.models import Component
from submissions.enums import Audience, Reason
from submissions.models.answers import Submission


class Review(models.Model):
    """One assessor's judgement of one answer; a draft until `decided_at`."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    comment = models.TextField(blank=True)
    by_lead = models.BooleanField(default=False)
    saved_at = models.DateTimeField(auto_now=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["decided_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "assessor"], name="one_review_per_assessor"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(score__isnull=False), name="review_decided_with_a_score"
            ),
        ]


class ComponentVerdict(models.Model):
    """Met or not met, for one component; without a component, for the item as a whole (the edition lists no parts)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="verdicts")
    component = models.ForeignKey(Component, on_delete=models.PROTECT, null=True, related_name="+")
    met = models.BooleanField()
    reason = models.CharField(max_length=3, choices=Reason.choices, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "component"], name="one_verdict_per_component"),
            models.UniqueConstraint(fields=["review"], condition=Q(component__isnull=True), name="one_verdict_on_the_whole"),
            models.CheckConstraint(condition=Q(met=True) | ~Q(reason=""), name="verdict_not_met_has_a_reason"),
            models.CheckConstraint(condition=Q(reason__in=["", *Reason.values]), name="verdict_reason_is_known"),
        ]


class Comment(models.Model):
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.AGENCY)
    text = models.TextField()
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["said_at", "id"]


class Clarification(models.Model):
    """A disputed score: the agency's explanation, and the lead assessor's decision."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="clarifications")
    explanation = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score_before = models.DecimalField(max_digits=5, decimal_places=2)
    decision = models.TextField(blank=True)
    score_after = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(decided_at__isnull=True), name="one_open_clarification_per_submission"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, score_after__isnull=True)
                | (Q(decided_at__isnull=False, decided_by__isnull=False, score_after__isnull=False) & ~Q(decision="")),
                name="clarification_decided_with_time_person_score_and_reason",
            ),
        ]

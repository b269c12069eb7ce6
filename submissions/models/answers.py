"""What an agency answers to an item."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from assignments.models import Assessment
from criteria.models import Item
from submissions.enums import Answer, Status


class Submission(models.Model):
    """An agency's answer to one item. `status` is written by actions only, along the table in workflow."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="submissions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="submissions")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    explanation = models.TextField(blank=True)  # for the assessor: where it is on the site, what to look at
    reason_none = models.TextField(blank=True)  # why not, when the answer is ไม่มี
    planned = models.JSONField(default=list)  # labels of what the agency said it publishes, without an address yet
    version = models.PositiveIntegerField(default=0)  # of the text; a save against an older one is shown, not lost
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # 0 to 100; null until scored

    # what some queries add
    evidence_count: int
    has_before: bool
    has_after: bool
    decided_at: datetime.datetime | None
    opens_on: datetime.date | None
    closes_on: datetime.date | None
    shown_title: str
    shown_path: str

    class Meta:
        ordering = ["item__number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="one_submission_per_item_of_an_assessment"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="submission_status_is_known"),
            models.CheckConstraint(condition=Q(answer__in=["", *Answer.values]), name="submission_answer_is_known"),
            models.CheckConstraint(
                condition=Q(score__isnull=False, status__in=[Status.SCORED, Status.CONTESTED])
                | Q(score__isnull=True) & ~Q(status__in=[Status.SCORED, Status.CONTESTED]),
                name="submission_has_a_score_when_scored",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="submission_score_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True) | Q(answered_at__isnull=False),
                name="submission_answered_by_has_time",
            ),
        ]


class Entered(models.Model):
    """A person's word that the answer stands in the official system, as it was when `digest` was made of it."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="entered")
    digest = models.CharField(max_length=64)  # of the text that was copied; another one now means: changed since
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

"""What the worker saw at evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from submissions.enums import Outcome
from submissions.models.evidence import Evidence


class Look(models.Model):
    """What the address of a piece of evidence answered, from the first time to the last that it answered so.

    A look that finds the same lengthens the row; another answer begins a new one. Together they are the link's history.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="looks")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    status = models.PositiveSmallIntegerField(default=0)  # of HTTP; 0: no answer, see `trouble`
    trouble = models.CharField(max_length=20, blank=True)
    failed = models.BooleanField()  # speaks against the link
    final_url = models.CharField(max_length=2000, blank=True)
    hops = models.JSONField(default=list)  # [[address, status]]
    seconds = models.FloatField(default=0)  # of the last look
    detail = models.CharField(max_length=500, blank=True)
    content = models.CharField(max_length=64, blank=True)  # SHA-256 of what it answered, as far as it was fetched
    marks = models.JSONField(default=dict)  # etag and last-modified, to ask whether anything changed
    retry_at = models.DateTimeField(null=True)  # of the newest row only, after a failure or too many questions

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["retry_at"], condition=Q(retry_at__isnull=False), name="look_to_repeat")]

    @property
    def worked(self) -> bool:
        """It answered as it should. A look that neither worked nor failed says nothing about the link: nobody could open it here,
        or the door is shut to programs."""
        return not self.trouble and 200 <= self.status < 300


class Check(models.Model):
    """What one check says of one piece of evidence now. Written by the worker only; the same look leaves the same row.

    No sentence is stored: it is made of the kind and the facts when it is read, in the reader's language.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="checks")
    name = models.CharField(max_length=40)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    facts = models.JSONField(default=dict)
    measured = models.JSONField(default=dict)
    places = models.JSONField(default=list)  # [{page, text, part}]: where it was seen
    content = models.CharField(max_length=64, blank=True)  # SHA-256 of what was looked at
    version = models.PositiveSmallIntegerField()  # of the check
    checked_at = models.DateTimeField()
    # “I looked, and it is right, because …”: stays with the check and goes to the assessor with it
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    submission_id: int  # what a query adds

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "name"], name="one_row_per_check_of_evidence"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="check_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="check_answered_with_time_and_person",
            ),
        ]

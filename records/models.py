"""The audit trail and the jobs. No foreign key leads from here to another app: what happened must outlive what it happened to."""

import uuid

from django.db import models
from django.db.models import Q

from records.enums import JobState


class AuditHead(models.Model):
    """The end of one scope's chain of audit events; locked while the next event is written."""

    scope = models.CharField(max_length=120, unique=True)
    digest = models.CharField(max_length=64, blank=True)


class AuditEvent(models.Model):
    """One thing that a person did, or that the portal did on its own, chained by hash to the one before in its scope.

    `digest` covers the event and the digest before it, so a row that was changed or taken out later shows.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    scope = models.CharField(max_length=120, blank=True)  # "<agency>/<edition>", to read one agency's year
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_by_target"),
            models.Index(fields=["scope", "id"], name="audit_by_scope"),
        ]
        constraints = [models.UniqueConstraint(fields=["scope", "previous"], name="one_audit_event_follows_another")]


class Job(models.Model):
    """A piece of work for the worker. This row is the truth; the broker only carries its number.

    Written in the transaction of the change that asks for it. A worker holds it by a lease; when the
    lease runs out (the worker was killed), the relay sends it again, at most `JOB_MAX_ATTEMPTS` times.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    scope = models.CharField(max_length=120, blank=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    step = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    reason = models.TextField(blank=True)  # why it failed, as a sentence
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True)  # the relay sends it from then on; None: at once
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_to_relay", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["scope", "kind"], name="job_by_scope"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(lease_until__isnull=True, lease_token__isnull=True)
                | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="job_lease_has_time_and_token",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)

"""What people are told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assignments.models import Assessment
from submissions.enums import Verb
from submissions.models.answers import Submission


class Notice(models.Model):
    """Something that one person should know: a verb and facts, no sentence. Written with what it tells, in one transaction."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="notices")  # null: of the year
    facts = models.JSONField(default=dict)  # only what this reader may know
    occasion = models.CharField(max_length=30, blank=True)  # of a reminder, so that it is written once: due day and distance
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_by_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(read_at__isnull=True, mailed_at__isnull=True), name="notice_to_mail"),
            models.Index(fields=["assessment", "verb"], condition=Q(read_at__isnull=True), name="notice_open_in_year"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="notice_verb_is_known"),
            models.UniqueConstraint(
                fields=["person", "submission", "occasion"], condition=~Q(occasion=""), name="one_reminder_per_occasion"
            ),
        ]

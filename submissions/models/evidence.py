"""What proves an answer, and what was decided or sealed of it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Department
from assignments.models import Assessment
from criteria.models import Component
from criteria.periods import Period
from submissions.enums import EvidenceKind
from submissions.models.answers import Submission
from submissions.models.files import StoredFile


class OfPeriod(models.Model):
    """Says which period it is of, both days included; whenever it was uploaded. None: nobody said."""

    covers_from = models.DateField(null=True, blank=True)
    covers_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def covers(self) -> Period | None:
        return Period(self.covers_from, self.covers_until) if self.covers_from and self.covers_until else None


class Evidence(OfPeriod):
    """A web address or a file that proves an answer. Withdrawn, never deleted; nothing changes once the year is endorsed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=4, choices=EvidenceKind.choices)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=2000, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    file_name = models.CharField(max_length=255, blank=True)  # as the person named it
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    components = models.ManyToManyField(Component, blank=True, related_name="evidence")
    click_path = models.CharField(max_length=1000, blank=True)  # home page > … > here, as link texts
    place = models.CharField(max_length=200, blank=True)  # in the document or on the page, such as “หน้า 12, ตารางที่ 3”
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="newer")  # withdrawn
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    reused_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reused"
    )  # an earlier year's, or another item's of this year

    checked: Any  # what a page adds: what its checks say
    versions: list["Evidence"]  # and the earlier ones, newest first

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=EvidenceKind.URL, file__isnull=True) & ~Q(url=""))
                | Q(kind=EvidenceKind.FILE, file__isnull=False, url=""),
                name="evidence_is_a_url_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="evidence_withdrawn_with_time_person_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, version=1) | Q(replaces__isnull=False, version__gte=2),
                name="evidence_version_follows_what_it_replaces",
            ),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True, covers_until__isnull=True)
                | Q(covers_from__isnull=False, covers_until__isnull=False, covers_until__gte=models.F("covers_from")),
                name="evidence_covers_from_a_day_to_a_later_one",
            ),
        ]


class NothingToReport(OfPeriod):
    """The stated answer that a period of a recurring item had nothing, such as no procurement. Withdrawn, never deleted."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="nothing")
    covers_from = models.DateField()
    covers_until = models.DateField()
    sentence = models.CharField(max_length=300)  # as it is shown
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["covers_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "covers_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_statement_per_answer_and_period",
            ),
            models.CheckConstraint(
                condition=Q(covers_until__gte=models.F("covers_from")), name="nothing_covers_from_a_day_to_a_later_one"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="nothing_withdrawn_with_time_and_person",
            ),
        ]


class NoLonger(models.Model):
    """A person's decision that a piece of an earlier year's evidence does not prove this year's item, with the reason."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="no_longer")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "evidence"], name="one_no_longer_per_answer_and_evidence")]


class SealedEvidence(models.Model):
    """One line of the list that endorsement sealed: what stood that day as evidence or as “nothing to report”, with its hash."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sealed")
    seal = models.CharField(max_length=64)  # of the list this line belongs to
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="seals")
    nothing = models.ForeignKey(NothingToReport, on_delete=models.PROTECT, null=True, related_name="seals")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "evidence"], name="one_line_per_evidence_in_a_seal"),
            models.UniqueConstraint(fields=["seal", "nothing"], name="one_line_per_statement_in_a_seal"),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False, nothing__isnull=True) | Q(evidence__isnull=True, nothing__isnull=False),
                name="a_sealed_line_is_evidence_or_a_statement",
            ),
        ]

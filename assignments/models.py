"""One agency's year, and who is responsible for what in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Agency, Department, User
from assignments.enums import Part
from criteria.enums import Stage
from criteria.models import Edition, Item


class Assessment(models.Model):
    """One agency in one edition. `stage` is written by actions only, along the table in workflow."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assessments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assessments")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.PREPARING)
    source = models.JSONField(default=dict)  # the document that the assignments or results came from
    extended_until = models.DateField(null=True)  # answers stay open for this agency until then
    extension_reason = models.TextField(blank=True)
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    seal = models.CharField(max_length=64, blank=True)  # SHA-256 of the sealed evidence list
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-edition__fiscal_year", "agency__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "edition"], name="one_assessment_per_agency_and_edition"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="assessment_stage_is_known"),
            models.CheckConstraint(
                condition=Q(endorsed_at__isnull=True, endorsed_by__isnull=True, seal="")
                | (Q(endorsed_at__isnull=False, endorsed_by__isnull=False) & ~Q(seal="")),
                name="assessment_endorsed_with_time_person_and_seal",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True) | Q(published_at__isnull=False),
                name="assessment_published_by_has_time",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | ~Q(extension_reason=""), name="assessment_extension_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.edition.fiscal_year}"

    @property
    def scope(self) -> str:
        """Names this year of this agency in the audit trail and in jobs."""
        return f"{self.agency.slug}/{self.edition.code}"


class Assignment(models.Model):
    """A department answers for an item: it leads, or it supports."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="assignments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="assignments")
    units = models.ManyToManyField(Department, blank=True, related_name="+")  # the sub-units named
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.LEAD)
    everyone = models.BooleanField(default=False)  # stands here because the item was given to every department
    due_on = models.DateField(null=True)
    source_text = models.CharField(max_length=500, blank=True)  # the document's cell, as printed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item", "department"], name="one_assignment_per_item_and_department"),
            models.UniqueConstraint(fields=["assessment", "item"], condition=Q(part=Part.LEAD), name="one_lead_per_item"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="assignment_part_is_known"),
        ]


class AssessorAssignment(models.Model):
    """A person assesses this agency in this edition. Never a member of the agency."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assessors")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assessing")
    lead = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="one_assessor_assignment_per_person")]

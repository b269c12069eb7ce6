"""One agency's year, and who is responsible for what in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Agency, Department, User
from assignments.enums import Decision, FragmentIs, Part
from criteria.enums import Stage
from criteria.models import Edition, Item, ReadDocument
from ita_portal.lib.thai import search_key


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


class SheetImport(ReadDocument):
    """A document that says who answers for what, handed in for one agency's year. Nothing of it counts before a person says so."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="imports")
    scores_to = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")  # whose scores it also has
    fits = models.JSONField(default=dict)  # edition code → percent of the rows whose code and title are that edition's
    applied_at = models.DateTimeField(null=True)  # the last time
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.JSONField(default=dict)  # what was done then, counted

    # what some queries add
    row_count: int
    open_count: int

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["assessment", "sha256"], name="one_import_per_document_of_a_year")]


class SheetRow(models.Model):
    """One item as the document has it, and what a person decided about it. Candidates are worked out when they are looked at."""

    sheet = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    printed_code = models.CharField(max_length=50)
    title = models.TextField()
    heading = models.TextField(blank=True)
    departments = models.TextField(blank=True)  # the responsible cell
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    comment = models.TextField(blank=True)
    has_score = models.BooleanField(default=False)  # the document has a column for scores here
    raw = models.JSONField(default=dict)  # column → {text, place}: the cells as they stand in the document
    confidence = models.PositiveSmallIntegerField(default=100)  # percent
    doubts = models.JSONField(default=list)  # [{code, detail}]
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    correction = models.JSONField(default=dict)  # what a person put in place of what was read; see importers.candidates
    replaces = models.BooleanField(default=False)  # an own yes: put the score in place of another official one that stands
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "position"], name="one_row_per_place_in_a_sheet"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="sheet_row_decision_is_known"),
        ]


class FragmentAnswer(models.Model):
    """What a name is that no department has: said once for the whole document."""

    sheet = models.ForeignKey(SheetImport, on_delete=models.CASCADE, related_name="answers")
    text = models.CharField(max_length=300)
    search_key = models.CharField(max_length=300, editable=False)
    answer = models.CharField(max_length=10, choices=FragmentIs.choices)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, null=True, related_name="+")  # of an alias
    name = models.CharField(max_length=300, blank=True)  # of a new department
    under = models.CharField(max_length=320, blank=True)  # key of the department that the new one is a sub-unit of
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "search_key"], name="one_answer_per_name_in_a_sheet"),
            models.CheckConstraint(
                condition=Q(answer=FragmentIs.ALIAS, department__isnull=False, name="")
                | (Q(answer=FragmentIs.NEW, department__isnull=True) & ~Q(name=""))
                | Q(answer=FragmentIs.NONE, department__isnull=True, name=""),
                name="fragment_answer_is_whole",
            ),
        ]

    def save(self, *args, **kwargs) -> None:
        self.search_key = search_key(self.text)
        super().save(*args, **kwargs)

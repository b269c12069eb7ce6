"""Official figures and texts of a year, and the papers that the portal made."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assignments.models import Assessment
from criteria.models import Item

PERSON = settings.AUTH_USER_MODEL


class OfficialScore(models.Model):
    """An indicator's score as officially published. It stands beside the computed one; neither overwrites the other."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="official_scores")
    indicator = models.CharField(max_length=10)  # its number in the edition
    score = models.DecimalField(max_digits=5, decimal_places=2)
    printed_as = models.CharField(max_length=100, blank=True)
    conflict = models.TextField(blank=True)  # where the same document says otherwise

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "indicator"], name="one_official_score_per_indicator")]


class Analysis(models.Model):
    """The agency's analysis of its result: the paragraphs on one indicator, or a titled section."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="analyses")
    position = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=500, blank=True)
    paragraphs = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["assessment", "position"], name="one_analysis_per_place")]


class Measure(models.Model):
    """A measure that follows from the analysis: what, why, how, when, who."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField()
    title = models.TextField()
    finding = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    period = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=300, blank=True)
    items = models.ManyToManyField(Item, blank=True, related_name="measures")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["assessment", "position"], name="one_measure_per_place")]


class ReportKind(models.TextChoices):
    SUMMARY = "summary", "summary"  # the agency's OIT summary, a signed PDF
    WORKBOOK = "workbook", "workbook"  # the yearly workbook
    ASSIGNMENT_SHEET = "assignment_sheet", "assignment sheet"  # who answers for what, a signed PDF
    ASSIGNMENT_WORD = "assignment_word", "assignment sheet, Word"
    ASSIGNMENT_EXCEL = "assignment_excel", "assignment sheet, Excel"


# What the assignment sheet is made as → the kind of paper
SHEETS = {
    "pdf": ReportKind.ASSIGNMENT_SHEET,
    "docx": ReportKind.ASSIGNMENT_WORD,
    "xlsx": ReportKind.ASSIGNMENT_EXCEL,
}


class Report(models.Model):
    """A paper that the portal made: its bytes by hash, what it supersedes, and the code under which anybody can verify it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20, choices=ReportKind.choices)
    code = models.CharField(max_length=20, unique=True)  # printed on the paper and in its QR code
    title = models.CharField(max_length=300)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    content_hash = models.CharField(max_length=64)  # of what was rendered: equal content is not rendered twice
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["assessment", "kind", "-made_at"], name="report_by_year_and_kind")]

    @property
    def is_superseded(self) -> bool:
        return hasattr(self, "superseded_by")

    @property
    def path(self) -> str:
        return f"reports/{self.sha256[:2]}/{self.sha256}"


class Signature(models.Model):
    """A signature in a report's file, as it was put there."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="signatures")
    kind = models.CharField(max_length=10, default="seal")
    signer = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    self_made = models.BooleanField(default=False)  # the portal's own demonstration key, no official certificate
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(fingerprint=""), name="signature_has_a_fingerprint")]

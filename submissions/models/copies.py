"""Dated copies of evidence, and the list of each day's."""

import uuid

from django.db import models
from django.db.models import Q

from submissions.enums import Occasion, ScanState
from submissions.models.evidence import Evidence
from submissions.models.files import StoredFile


class KeptContent(models.Model):
    """The bytes that addresses answered, kept once under their SHA-256; never overwritten."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    packed = models.BooleanField(default=False)  # with gzip, in the file store only
    kept_at = models.DateTimeField(auto_now_add=True)
    # What the virus scanner said of them; empty: none was configured when they came
    scan_state = models.CharField(max_length=8, choices=ScanState.choices, blank=True)
    scan_found = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kept_at"], condition=Q(scan_state=ScanState.WAITING), name="content_to_scan")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scan_state__in=["", ScanState.WAITING], scanned_at__isnull=True, scan_found="")
                | Q(scan_state__in=[ScanState.CLEAN, ScanState.TOO_LARGE], scanned_at__isnull=False, scan_found="")
                | (Q(scan_state=ScanState.INFECTED, scanned_at__isnull=False) & ~Q(scan_found="")),
                name="content_scan_says_when_and_what",
            )
        ]

    @property
    def held_back(self) -> bool:
        """Handed out to nobody: a virus was found, or nothing is known."""
        return self.scan_state not in ("", ScanState.CLEAN)

    @property
    def path(self) -> str:
        """Inside the file store."""
        return f"copies/{self.sha256[:2]}/{self.sha256}{'.gz' if self.packed else ''}"


class Manifest(models.Model):
    """The list of a day's copies, with the digest of the list before; `token`: the authority's time-stamp over it (RFC 3161)."""

    day = models.DateField(unique=True)
    lines = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of `lines` in UTF-8
    made_at = models.DateTimeField()
    token = models.BinaryField(null=True)  # the authority's whole answer
    stamped_at = models.DateTimeField(null=True)  # as the authority says

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token__isnull=True, stamped_at__isnull=True) | Q(token__isnull=False, stamped_at__isnull=False),
                name="manifest_token_has_its_time",
            )
        ]


class Snapshot(models.Model):
    """What a piece of evidence was on a day: the answer of its address with its bytes, or the file that was handed in.

    Without either nothing came that day; `status` and `trouble` say what came instead. Written once, never changed but for the
    list in which it stands.
    """

    NO_ROOM = "no_room"  # as `trouble`: the address answered, and the file store was full or gone

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="copies")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    taken_at = models.DateTimeField()
    address = models.CharField(max_length=2000, blank=True)  # empty: a file
    final_url = models.CharField(max_length=2000, blank=True)
    hops = models.JSONField(default=list)  # [[address, status]]
    status = models.PositiveSmallIntegerField(default=0)  # of HTTP; 0: no answer, see `trouble`
    trouble = models.CharField(max_length=20, blank=True)
    headers = models.JSONField(default=list)  # [[name, value]], within bounds, without cookies
    media_type = models.CharField(max_length=100, blank=True)  # as the server called it
    content = models.ForeignKey(KeptContent, on_delete=models.PROTECT, null=True, related_name="copies")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="copies")
    whole = models.BooleanField(default=True)  # False: the answer was larger than what is fetched
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, null=True, related_name="copies")

    class Meta:
        ordering = ["taken_at", "id"]
        indexes = [models.Index(fields=["taken_at"], condition=Q(manifest__isnull=True), name="snapshot_to_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(occasion=Occasion.HANDED_IN), name="one_copy_of_handing_in_per_evidence"
            ),
            models.CheckConstraint(condition=Q(occasion__in=Occasion.values), name="snapshot_occasion_is_known"),
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(file__isnull=True), name="snapshot_is_of_an_address_or_a_file"
            ),
        ]

    @property
    def sha256(self) -> str:
        return self.content_id or self.file_id or ""


class Screenshot(models.Model):
    """A copied page as a browser showed it soon after. Written once, never changed but for the list in which it stands."""

    copy = models.OneToOneField(Snapshot, on_delete=models.CASCADE, related_name="screenshot")
    content = models.ForeignKey(KeptContent, on_delete=models.PROTECT, related_name="screenshots")
    taken_at = models.DateTimeField()
    manifest = models.ForeignKey(Manifest, on_delete=models.PROTECT, null=True, related_name="screenshots")

    class Meta:
        ordering = ["taken_at", "id"]
        indexes = [models.Index(fields=["taken_at"], condition=Q(manifest__isnull=True), name="screenshot_to_list")]

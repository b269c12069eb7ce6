"""Files that were handed in, and what the virus scanner said of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from submissions.enums import ScanState
from submissions.models.answers import Submission

PICTURE_TYPES = ("image/jpeg", "image/png")


class StoredFile(models.Model):
    """The bytes of an upload, kept once whoever sends them, under their SHA-256; never overwritten."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)

    @property
    def path(self) -> str:
        """Inside the file store: opaque, without the person's file name."""
        return f"evidence/{self.sha256[:2]}/{self.sha256}"

    @property
    def held_back(self) -> "Scan | None":
        """The scan that keeps it from being handed out: a virus was found, or nothing is known."""
        scan: Scan | None = getattr(self, "scan", None)
        return scan if scan and scan.state != ScanState.CLEAN else None

    @property
    def is_picture(self) -> bool:
        return self.media_type in PICTURE_TYPES

    @property
    def for_public(self) -> "PublicPicture | None":
        """Of a picture: what the public gets in its place, once the worker has made it."""
        return getattr(self, "public_picture", None)


class PublicPicture(models.Model):
    """What the public gets of a picture: without place, time, author and device. Made once by the worker."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="public_picture")
    sha256 = models.CharField(max_length=64, blank=True)  # empty: none could be made
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()

    @property
    def path(self) -> str:
        """Inside the file store."""
        return f"public/{self.sha256[:2]}/{self.sha256}"


class Scan(models.Model):
    """What the virus scanner said of a file. No row: none was configured when the file came."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="scan")
    state = models.CharField(max_length=8, choices=ScanState.choices, default=ScanState.WAITING)
    found = models.CharField(max_length=200, blank=True)  # the scanner's name for it
    asked_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScanState.values), name="scan_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ScanState.WAITING, scanned_at__isnull=True, found="")
                | Q(state__in=[ScanState.CLEAN, ScanState.TOO_LARGE], scanned_at__isnull=False, found="")
                | (Q(state=ScanState.INFECTED, scanned_at__isnull=False) & ~Q(found="")),
                name="scan_says_when_and_what",
            ),
        ]


class PartialUpload(models.Model):
    """A large file that comes in parts, until it is whole or forgotten. Its parts lie in the file store, each once it came in full."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()  # bytes of the whole file
    modified = models.BigIntegerField()  # milliseconds, as the browser says; tells the same file again
    received = models.PositiveBigIntegerField(default=0)  # bytes from its beginning
    offsets = models.JSONField(default=list)  # at which each part begins
    touched_at = models.DateTimeField()  # when its newest part came; once it is whole, its last byte

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "owner", "name", "size", "modified"], name="one_partial_upload_per_file_and_person"
            ),
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="no_more_received_than_announced"),
        ]

    def path(self, offset: int) -> str:
        return f"partial/{self.key}/{offset:012d}"

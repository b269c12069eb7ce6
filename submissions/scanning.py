"""What a virus scanner says of files, where one is configured: asked when a file comes, and again until it answers."""

import datetime
import logging
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from ita_portal.lib import clamav
from submissions.enums import ScanState
from submissions.models import Scan, StoredFile

log = logging.getLogger(__name__)

UNDECIDED = (ScanState.WAITING, ScanState.TOO_LARGE)
ASKED_AGAIN = datetime.timedelta(days=1)


class ScannerDown(Exception):
    """It answers nobody; there is no use in asking on."""


def scan_uploads(uploads: Sequence[UploadedFile]) -> Iterator[clamav.Scanned | None]:
    """What it says of each. None: no scanner, or no answer; one that did not answer is not asked again for the same request."""
    asking = bool(settings.CLAMAV_ADDRESS)
    for upload in uploads:
        said = None
        if asking:
            upload.seek(0)
            try:
                said = clamav.scan(settings.CLAMAV_ADDRESS, upload)  # type: ignore[arg-type]  # a file to read from
            except clamav.NoVerdict as problem:
                asking = False
                log.warning("the virus scanner gave no answer: %s", problem)
            upload.seek(0)
        yield said


def note(stored: StoredFile, said: clamav.Scanned | None, *, by: User) -> Scan | None:
    """Keep what was said when the file came. A verdict stands; without one the file waits. None: no scanner is configured."""
    if not settings.CLAMAV_ADDRESS:
        return None
    row, _new = Scan.objects.get_or_create(file=stored, defaults={"asked_at": timezone.now(), "brought_by": by})
    if said and row.state in UNDECIDED:
        _decide(row, said)
    return row


def waiting() -> QuerySet[Scan]:
    """What is still to be asked about. What was too large is asked about again after a day: the scanner's limit may be higher now."""
    again = Q(state=ScanState.TOO_LARGE, scanned_at__lt=timezone.now() - ASKED_AGAIN)
    return Scan.objects.filter(Q(state=ScanState.WAITING) | again).select_related("file").order_by("asked_at", "pk")


def scan_waiting() -> Iterator[Scan]:
    """Ask about every file that waits; yields each that has its verdict. Ends when the daemon is down.

    A file about which it says nothing keeps no other waiting.
    """
    for row in waiting():
        try:
            with default_storage.open(row.file.path) as content:
                said = verdict_of(content, row.file_id)  # type: ignore[arg-type]  # a file to read from
        except ScannerDown:
            return
        if said:
            _decide(row, said)
            yield row


def verdict_of(content: BinaryIO, sha256: str) -> clamav.Scanned | None:
    """None: nothing is said about these bytes. Raises ScannerDown."""
    try:
        return clamav.scan(settings.CLAMAV_ADDRESS, content)
    except clamav.NoVerdict as problem:
        log.warning("the virus scanner gave no answer about %s: %s", sha256, problem)
        if not _answers():
            raise ScannerDown from problem
        return None


def _answers() -> bool:
    try:
        return bool(clamav.version(settings.CLAMAV_ADDRESS))
    except clamav.NoVerdict:
        return False


def state_of(said: clamav.Scanned) -> ScanState:
    if said.too_large:
        return ScanState.TOO_LARGE
    return ScanState.INFECTED if said.found else ScanState.CLEAN


def _decide(row: Scan, said: clamav.Scanned) -> None:
    row.state = state_of(said)
    row.found, row.scanned_at = said.found[:200], timezone.now()
    row.save(update_fields=["state", "found", "scanned_at"])

"""Files that await the virus scanner: asked about again by the worker; what it finds goes into the history of their items."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from records.actions import ask, record
from records.models import Job
from submissions import notices, scanning
from submissions.enums import ScanState
from submissions.models import Evidence, Scan, StoredFile
from submissions.preserving import contents_to_scan

SCAN = "files.scan"


def ask_for_scan(stored: StoredFile) -> Job | None:
    """Have the worker ask again, where the scanner gave no answer when the file came."""
    scan = stored.held_back
    return ask(SCAN, by=None) if scan and scan.state == ScanState.WAITING else None


def ask_for_scans() -> Job | None:
    """The same for all that wait, also of what addresses answered."""
    return ask(SCAN, by=None) if scanning.waiting().exists() or contents_to_scan().exists() else None


def scan_waiting() -> Iterator[Scan]:
    """Every file that got its verdict now. What gets none waits on: Beat asks again."""
    rows = scanning.scan_waiting()
    while True:
        with transaction.atomic():
            row = next(rows, None)
            if row is None:
                return
            if row.state == ScanState.INFECTED:
                _tell(row)
        yield row


def _tell(row: Scan) -> None:
    """Into the history of every item at which the file stands, and to those who can put a clean one there."""
    words = _("The virus scanner found “%(found)s”; the file is no longer handed out.") % {"found": row.found}
    for one in Evidence.objects.filter(file=row.file_id).select_related("submission__assessment", "submission__item"):
        answer = one.submission
        scope, code = answer.assessment.scope, answer.item.code
        record("virus_found", target=answer, by=None, scope=scope, note=words, item=code, evidence=one.pk)
        if one.withdrawn_at is None:
            notices.of_virus(one, row.found)

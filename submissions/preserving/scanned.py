"""What the virus scanner says of the bytes that addresses answered; until it has spoken they are handed out to nobody."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone

from submissions import scanning
from submissions.enums import ScanState
from submissions.models import KeptContent
from submissions.preserving.content import opened_content


def contents_to_scan() -> QuerySet[KeptContent]:
    """The same that is asked of files; see `scanning.waiting`."""
    again = Q(scan_state=ScanState.TOO_LARGE, scanned_at__lt=timezone.now() - scanning.ASKED_AGAIN)
    return KeptContent.objects.filter(Q(scan_state=ScanState.WAITING) | again).order_by("kept_at")


def scan_contents() -> Iterator[KeptContent]:
    """Ask about all that wait; yields each that has its verdict. Ends when the daemon is down."""
    for row in contents_to_scan():
        try:
            with opened_content(row) as content:
                said = scanning.verdict_of(content, row.pk)
        except scanning.ScannerDown:
            return
        if said is None:
            continue
        row.scan_state, row.scan_found, row.scanned_at = scanning.state_of(said), said.found[:200], timezone.now()
        row.save(update_fields=["scan_state", "scan_found", "scanned_at"])
        yield row

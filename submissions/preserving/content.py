"""The bytes of copies: kept once under their SHA-256, text packed."""

import gzip
import hashlib
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ita_portal.lib import store
from submissions.enums import ScanState
from submissions.models import KeptContent, Snapshot

TEXTUAL = ("html", "xml", "json", "javascript")


def keep_content(body: bytes, media_type: str) -> KeptContent:
    """The row of these bytes, which stand in the file store when this returns. Written before the row: bytes without a row harm
    nobody, and a row without bytes cannot come about. Raises OSError where the store takes nothing."""
    digest = hashlib.sha256(body).hexdigest()
    packed = media_type.startswith("text/") or media_type.endswith(TEXTUAL)
    about = {"size": len(body), "packed": packed, "scan_state": ScanState.WAITING if settings.CLAMAV_ADDRESS else ""}
    row = KeptContent.objects.filter(sha256=digest).first() or KeptContent(sha256=digest, **about)
    store.keep(row.path, ContentFile(gzip.compress(body, mtime=0) if row.packed else body))
    return KeptContent.objects.get_or_create(sha256=digest, defaults=about)[0]


def opened(snapshot: Snapshot) -> BinaryIO:
    """The bytes as they came. Only for a copy that has some."""
    if snapshot.file:
        return cast(BinaryIO, default_storage.open(snapshot.file.path))
    assert snapshot.content is not None
    return opened_content(snapshot.content)


def opened_content(content: KeptContent) -> BinaryIO:
    stored = default_storage.open(content.path)
    return cast(BinaryIO, gzip.open(stored) if content.packed else stored)


def body_of(snapshot: Snapshot) -> bytes:
    with opened(snapshot) as stored:
        return stored.read()

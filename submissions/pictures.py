"""What the public gets of a picture: a copy without place, time, author and device, made once. The bytes that came stay as they are."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.utils import timezone

from ita_portal.lib import store
from ita_portal.lib.sandbox import ChildFailed
from submissions.enums import ScanState
from submissions.examining import without_details
from submissions.models import PICTURE_TYPES, PublicPicture, StoredFile

log = logging.getLogger(__name__)


def without_public_copy() -> QuerySet[StoredFile]:
    """Pictures whose copy is still to be made; what the virus scanner holds back waits."""
    sound = Q(scan__isnull=True) | Q(scan__state=ScanState.CLEAN)
    return StoredFile.objects.filter(sound, media_type__in=PICTURE_TYPES, public_picture__isnull=True).order_by("stored_at")


def make_public_copy(stored: StoredFile) -> PublicPicture:
    """Written before its row: bytes without a row harm nobody. A picture of which none can be made gets a row that says so."""
    row = PublicPicture(file=stored, made_at=timezone.now())
    try:
        with default_storage.open(stored.path) as original:
            content = without_details(original.read())
    except ChildFailed as problem:
        log.warning("no public copy of picture %s: %s", stored.pk, problem)
    else:
        row.sha256, row.size = hashlib.sha256(content).hexdigest(), len(content)
        store.keep(row.path, ContentFile(content))
    row.save()
    return row

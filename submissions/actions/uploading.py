"""Large files in parts: begun, received, taken up again after a broken connection, forgotten after two days."""

import datetime
import logging
import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from criteria.enums import Stage
from criteria.uploads import clean_name
from ita_portal.lib.verdict import Verdict
from submissions import policy, quota, uploads
from submissions.actions.gate import hold_to_edit
from submissions.models import PartialUpload, Submission

log = logging.getLogger(__name__)

PART_BYTES = 2 * 1024 * 1024  # of one part at most; what a broken connection costs
FORGOTTEN = datetime.timedelta(days=2)
WHOLE_FORGOTTEN = datetime.timedelta(days=90)


class WrongOffset(Exception):
    """The part does not begin where the last one ended; the row says where that is."""


class NoRoom(Exception):
    """The file store took nothing: the disk is full or gone. The part was not kept and is sent again."""


@transaction.atomic
def begin_upload(submission: Submission, *, name: str, size: int, modified: int, by: User) -> PartialUpload:
    """A place for the file's parts. Refuses what could not be kept anyway.

    What was begun before goes on, also when answers have closed meanwhile: it is asked once more when it is handed in.
    """
    same = {"submission": submission, "owner": by, "name": clean_name(name), "size": size, "modified": modified}
    if begun := PartialUpload.objects.filter(**same).first():
        return begun
    hold_to_edit(submission, by)
    Verdict(uploads.problem_by_name(name, size)).require()
    policy.may_take_file(quota.kept(submission), size).require()
    open_now = PartialUpload.objects.filter(owner=by).count()
    if open_now >= settings.UPLOAD_MAX_FILES:
        words = _(
            "%(n)s files have come in part only or wait to be handed in. Finish one of them by choosing it again, hand one in, or "
            "throw one away."
        )
        Verdict(words % {"n": open_now}).require()
    row, _new = PartialUpload.objects.get_or_create(**same, defaults={"touched_at": timezone.now()})
    return row


@transaction.atomic
def receive_part(key: uuid.UUID | str, offset: int, content: bytes, *, by: User) -> PartialUpload:
    """Keep one part. Raises WrongOffset where it does not follow, NoRoom where the file store takes nothing; a part that came already is not kept
    twice."""
    row = PartialUpload.objects.select_for_update().get(key=key, owner=by)
    if offset != row.received or not content or len(content) > min(PART_BYTES, row.size - row.received):
        raise WrongOffset
    try:
        default_storage.save(row.path(offset), ContentFile(content))
    except OSError as problem:
        log.error("a part of %s bytes could not be stored: %s", len(content), problem)
        raise NoRoom from problem
    row.received += len(content)
    row.offsets.append(offset)
    row.touched_at = timezone.now()
    row.save(update_fields=["received", "offsets", "touched_at"])
    return row


def whole_file(row: PartialUpload) -> TemporaryUploadedFile | None:
    """All parts as one upload; None while some are missing."""
    if row.received != row.size:
        return None
    whole = TemporaryUploadedFile(row.name, "application/octet-stream", row.size, None)
    for offset in row.offsets:
        with default_storage.open(row.path(offset)) as part:
            whole.write(part.read())
    whole.seek(0)
    return whole


def forget_upload(row: PartialUpload) -> None:
    for offset in row.offsets:
        default_storage.delete(row.path(offset))
    row.delete()


def forget_old_uploads(now: datetime.datetime) -> int:
    """What nobody went on sending. A whole file stays while its year can still be answered, and long enough after that."""
    answered = Q(submission__assessment__stage=Stage.PREPARING) | Q(touched_at__gte=now - WHOLE_FORGOTTEN)
    old = PartialUpload.objects.filter(touched_at__lt=now - FORGOTTEN).exclude(answered, received=F("size"))
    for row in old:
        forget_upload(row)
    return len(old)

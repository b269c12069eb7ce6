"""Taking an upload in: what it really is, and keeping its bytes once under their hash."""

import hashlib

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from criteria.uploads import clean_name
from submissions.models import StoredFile

OOXML = "application/vnd.openxmlformats-officedocument"
# File name ending → the media type it is handed out as, and what the first bytes must be recognised as
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "pdf": ("application/pdf", (".pdf",)),
    "docx": (f"{OOXML}.wordprocessingml.document", (".docx", ".zip")),
    "xlsx": (f"{OOXML}.spreadsheetml.sheet", (".xlsx", ".zip")),
    "pptx": (f"{OOXML}.presentationml.presentation", (".pptx", ".zip")),
    "doc": ("application/msword", (".doc", ".ole", ".msi", ".xls", ".ppt")),
    "xls": ("application/vnd.ms-excel", (".xls", ".ole", ".msi", ".doc", ".ppt")),
    "png": ("image/png", (".png",)),
    "jpg": ("image/jpeg", (".jpg", ".jpeg", ".jfif", ".jpe")),
    "jpeg": ("image/jpeg", (".jpg", ".jpeg", ".jfif", ".jpe")),
    "csv": ("text/csv", ()),
    "txt": ("text/plain", ()),
}


def problem_with(upload: UploadedFile) -> str:
    """The sentence that refuses this upload, or an empty string."""
    name = clean_name(upload.name or "")
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in KINDS:
        allowed = ", ".join(sorted(KINDS))
        return _("“%(name)s” is of a kind that cannot be kept. Allowed are: %(allowed)s.") % {"name": name, "allowed": allowed}
    if not upload.size:
        return _("“%(name)s” is empty. Check the file on your computer and choose it again.") % {"name": name}
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        return _("“%(name)s” is larger than %(limit)s MB. Make it smaller or give its web address instead.") % {
            "name": name,
            "limit": limit,
        }
    if not _content_fits(upload, ending):
        return _("“%(name)s” is not really a %(ending)s file. Save it again in the right format and choose it again.") % {
            "name": name,
            "ending": ending.upper(),
        }
    return ""


def _content_fits(upload: UploadedFile, ending: str) -> bool:
    upload.seek(0)
    head = upload.read(64 * 1024)
    upload.seek(0)
    expected = KINDS[ending][1]
    if not expected:
        return b"\x00" not in head
    try:
        found = {match.extension.lower() for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    return bool(found & set(expected))


def keep(upload: UploadedFile) -> tuple[StoredFile, str]:
    """Store the bytes (once per content) and return the row and the cleaned file name. The caller has asked `problem_with`."""
    name = clean_name(upload.name or "")
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    stored = StoredFile(sha256=digest.hexdigest(), size=upload.size or 0, media_type=KINDS[name.rsplit(".", 1)[-1].lower()][0])
    if not default_storage.exists(stored.path):
        upload.seek(0)
        default_storage.save(stored.path, File(upload))
    row, _created = StoredFile.objects.get_or_create(
        sha256=stored.sha256, defaults={"size": stored.size, "media_type": stored.media_type}
    )
    return row, name

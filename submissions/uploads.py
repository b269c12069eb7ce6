"""Taking an upload in: what it really is, and keeping its bytes once under their hash."""

import hashlib
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from criteria.uploads import clean_name, ending_of
from ita_portal.lib import store
from ita_portal.lib.clamav import Scanned
from ita_portal.lib.verdict import Verdict
from submissions import scanning
from submissions.examining import Fault, Handed, examine_all
from submissions.models import StoredFile

log = logging.getLogger(__name__)

OOXML = "application/vnd.openxmlformats-officedocument"
# File name ending → the media type it is handed out as
KINDS: dict[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "pptx": f"{OOXML}.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
MIB = 1024 * 1024


@dataclass(frozen=True)
class Looked:
    """What was said of an upload: the sentence that refuses it, and the virus scanner's word where it gave one."""

    problem: str
    scanned: Scanned | None = None


_looked_at: WeakKeyDictionary[UploadedFile, Looked] = WeakKeyDictionary()  # in this request already


def sentence_of(fault: Fault, name: str, ending: str) -> str:
    """Why the file is not kept, and what to do about it."""
    sentences = {
        Fault.OTHER_KIND: _("“%(name)s” is not really a %(ending)s file. Save it again in the right format and choose it again."),
        Fault.NOT_TEXT: _("“%(name)s” is not really plain text. Save it again as text or CSV in UTF-8 and choose it again."),
        Fault.BROKEN: _("“%(name)s” is damaged and cannot be opened. Save it again from the original and choose that file."),
        Fault.ENCRYPTED: _("“%(name)s” opens only with a password, so no assessor could read it. Save it without one."),
        Fault.TWO_IN_ONE: _("A web page or an archive is hidden in “%(name)s”. Save it again from the original document."),
        Fault.SCRIPT: _("“%(name)s” runs a script or opens something by itself. Print it to a new PDF and choose that file."),
        Fault.ATTACHED: _("Other files are attached inside “%(name)s”. Take them out and hand each in on its own."),
        Fault.FORM: _("“%(name)s” is a form that few programs can show. Print it to a new PDF and choose that file."),
        Fault.MACRO: _("“%(name)s” holds macros. Save it without macros (.docx, .xlsx, .pptx) or as PDF."),
        Fault.LINKED: _(
            "“%(name)s” draws something from elsewhere when it is opened. Break the links (File › Info), or save it as PDF."
        ),
        Fault.OBJECT: _("Objects of other programs stand in “%(name)s”. Put pictures in their place, or save it as PDF."),
        Fault.ALTERED: _(
            "“%(name)s” has parts that office programs never write. Open it, save it under a new name, choose that."
        ),
        Fault.UNFOLDS: _("“%(name)s” unpacks to far more than can be looked at. Take out what is not needed, or save it as PDF."),
        Fault.PIXELS: _("“%(name)s” has more than 100 million pixels. Make the picture smaller and choose it again."),
        Fault.TOO_HARD: _("“%(name)s” took too long to be examined. Make it smaller or divide it, and hand it in again."),
    }
    return sentences[fault] % {"name": name, "ending": ending.upper()}


def problem_with(upload: UploadedFile) -> str:
    """The sentence that refuses this upload, or an empty string."""
    return problems_with([upload])[0]


def problems_with(uploads: Sequence[UploadedFile]) -> list[str]:
    """The same for all files of a request, in their order: one child examines those that pass the first look."""
    new = [upload for upload in uploads if upload not in _looked_at]
    _looked_at.update((upload, Looked(_at_first_look(upload))) for upload in new)
    if waiting := [upload for upload in new if not _looked_at[upload].problem]:
        _looked_at.update(zip(waiting, map(Looked, _examine(waiting)), strict=True))
    sound = [upload for upload in waiting if not _looked_at[upload].problem]
    _looked_at.update((upload, _scanned(upload, said)) for upload, said in zip(sound, scanning.scan_uploads(sound), strict=True))
    return [_looked_at[upload].problem for upload in uploads]


def _scanned(upload: UploadedFile, said: Scanned | None) -> Looked:
    if not said or not said.found:
        return Looked("", said)
    log.warning("an upload was refused, the virus scanner found %s", said.found)
    words = _("The virus scanner found “%(found)s” in “%(name)s”. Clean your computer, and hand in a clean file.")
    return Looked(words % {"found": said.found, "name": clean_name(upload.name or "")}, said)


def _at_first_look(upload: UploadedFile) -> str:
    return problem_by_name(upload.name or "", upload.size or 0)


def problem_by_name(given: str, size: int) -> str:
    """What can be said of a file by its name and size alone."""
    name = clean_name(given)
    ending = ending_of(name)
    if ending not in KINDS:
        allowed = ", ".join(sorted(KINDS))
        return _("“%(name)s” is of a kind that cannot be kept. Allowed are: %(allowed)s.") % {"name": name, "allowed": allowed}
    if not size:
        return _("“%(name)s” is empty. Check the file on your computer and choose it again.") % {"name": name}
    if settings.CLAMAV_MAX_BYTES and size > settings.CLAMAV_MAX_BYTES:
        said = _("“%(name)s” is larger than the %(limit)s MB that the virus scanner takes. Make it smaller or divide it.")
        return said % {"name": name, "limit": settings.CLAMAV_MAX_BYTES // MIB}
    if size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // MIB
        return _("“%(name)s” is larger than %(limit)s MB. Make it smaller or give its web address instead.") % {
            "name": name,
            "limit": limit,
        }
    return ""


def _examine(uploads: Sequence[UploadedFile]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="ita-upload-") as folder:
        handed = []
        for n, upload in enumerate(uploads):
            path = Path(folder) / str(n)
            with path.open("wb") as copy:
                copy.writelines(upload.chunks())
            upload.seek(0)
            handed.append(Handed(path, ending_of(clean_name(upload.name or ""))))
        faults = examine_all(handed)
    names = [clean_name(upload.name or "") for upload in uploads]
    return [sentence_of(fault, name, ending_of(name)) if fault else "" for fault, name in zip(faults, names, strict=True)]


def keep(upload: UploadedFile, *, by: User) -> tuple[StoredFile, str]:
    """Store the bytes (once per content) and return the row and the cleaned file name. The caller has asked `problem_with`."""
    name = clean_name(upload.name or "")
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    stored = StoredFile(sha256=digest.hexdigest(), size=upload.size or 0, media_type=KINDS[ending_of(name)])
    _write(stored, upload, name)
    row, _created = StoredFile.objects.get_or_create(
        sha256=stored.sha256, defaults={"size": stored.size, "media_type": stored.media_type}
    )
    scanning.note(row, _looked_at[upload].scanned, by=by)
    return row, name


def _write(stored: StoredFile, upload: UploadedFile, name: str) -> None:
    upload.seek(0)
    try:
        store.keep(stored.path, File(upload))
    except OSError as problem:  # the disk is full or gone
        log.error("an upload of %s bytes could not be stored: %s", stored.size, problem)
        said = _("“%(name)s” was not saved: the portal's file store took nothing. Try again later, or tell the administrator.")
        Verdict(said % {"name": name}).require()

"""Documents that people hand in to be read: what is accepted, and where the bytes lie until the worker reads them."""

import hashlib
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from ita_portal.lib import store
from ita_portal.lib.thai import tidy

MAX_BYTES = 10 * 1024 * 1024  # a list of items is far smaller, also with pictures of a letterhead in it
MAX_NAME = 150  # characters; Thai ones take three bytes each, and file systems give 255 bytes
READABLE = ("docx", "xlsx", "csv", "pdf", "txt")
CATALOGUE_READABLE = ("yaml", "yml", *READABLE)


def clean_name(name: str) -> str:
    """The person's file name without folders, control and direction characters, as one writes Thai; at most MAX_NAME long."""
    base = PurePosixPath(name.replace("\\", "/")).name
    tidied = tidy("".join(ch for ch in base if ch.isprintable() or ch == "\t"))
    stem, dot, ending = tidied.rpartition(".")
    room = MAX_NAME - len(dot + ending)
    return (tidied if not dot or room < 1 else stem[:room] + dot + ending)[:MAX_NAME] or "file"


def ending_of(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def problem_with(upload: UploadedFile, readable: tuple[str, ...] = READABLE) -> str:
    """The sentence that refuses this upload, or an empty string. Whether it can be read is found out by the worker."""
    name = clean_name(upload.name or "")
    if ending_of(name) in ("doc", "xls"):
        return _("“%(name)s” is in an old format. Open it, save it as .docx or .xlsx, and choose that file.") % {"name": name}
    if ending_of(name) not in readable:
        allowed = ", ".join(f".{ending}" for ending in readable)
        return _("“%(name)s” cannot be read. Allowed are: %(allowed)s. Or copy the table and paste it as text.") % {
            "name": name,
            "allowed": allowed,
        }
    if not upload.size:
        return _("“%(name)s” is empty. Check the file on your computer and choose it again.") % {"name": name}
    if upload.size > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        return _("“%(name)s” is larger than %(limit)s MB. Take pictures out of it, or copy the table and paste it as text.") % {
            "name": name,
            "limit": limit,
        }
    return ""


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _path(sha256: str) -> str:
    return f"documents/{sha256[:2]}/{sha256}"


def keep(data: bytes) -> str:
    """Store the bytes once, under their SHA-256, which is the answer."""
    sha256 = digest_of(data)
    store.keep(_path(sha256), ContentFile(data))
    return sha256


def bytes_of(sha256: str) -> bytes:
    with default_storage.open(_path(sha256)) as source:
        return source.read()

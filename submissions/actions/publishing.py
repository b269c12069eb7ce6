"""Copies of pictures for the public: made by the worker as soon as they are handed in."""

from collections.abc import Iterator

from records.actions import ask
from records.models import Job
from submissions import pictures
from submissions.models import PublicPicture, StoredFile

PICTURES = "files.pictures"


def ask_for_public_copy(stored: StoredFile) -> Job | None:
    return ask(PICTURES, by=None) if stored.is_picture and stored.for_public is None else None


def ask_for_public_copies() -> Job | None:
    """The same for all that have none: handed in before, or held back by the virus scanner until now."""
    return ask(PICTURES, by=None) if pictures.without_public_copy().exists() else None


def make_public_copies() -> Iterator[PublicPicture]:
    for stored in list(pictures.without_public_copy()):
        yield pictures.make_public_copy(stored)

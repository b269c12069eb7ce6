"""The file store: a file stands under its name whole, or not at all."""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

UNFINISHED = ".unfinished"


class WholeFiles(FileSystemStorage):
    """Writes under another name, has the disk take it, and renames; what stood under the name is replaced at that moment."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **{"allow_overwrite": True, **options})

    def _save(self, name: str, content: File) -> str:
        unfinished = f"{name}.{uuid4().hex}{UNFINISHED}"
        path = Path(self.path(unfinished))
        try:
            super()._save(unfinished, content)  # type: ignore[misc]  # a part of every storage that its stubs leave out
            with path.open("rb") as written:
                os.fsync(written.fileno())
            path.replace(self.path(name))
        except BaseException:
            if path.exists():
                path.unlink()
            raise
        return name


def keep(path: str, content: File) -> None:
    """Write what does not stand there in full: of another size is what a server left that was killed while it wrote.

    For paths that follow from the content. Raises OSError where the disk takes nothing; then nothing stands there.
    """
    if not (default_storage.exists(path) and default_storage.size(path) == content.size):
        default_storage.save(path, content)

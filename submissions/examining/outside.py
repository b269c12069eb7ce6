"""Having files examined, from the outside of the child."""

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_portal.lib.batches import batches
from ita_portal.lib.sandbox import ChildFailed, Limits, run_module
from submissions.examining.faults import Fault

TOGETHER = 64 * 1024 * 1024  # bytes that one child looks at; it costs as much to start as a megabyte to examine
PATIENCE = 90.0  # seconds for all files of a request together; what was not reached by then is refused
LIMITS = Limits(cpu_seconds=20, wall_seconds=40, memory=1024**3, file_size=16 * 1024**2)
PICTURE_LIMITS = Limits(cpu_seconds=60, wall_seconds=120, memory=2 * 1024**3, file_size=512 * 1024**2)


@dataclass(frozen=True)
class Handed:
    """A file on this machine and the ending that its name claims."""

    path: Path
    ending: str


def examine_all(files: Sequence[Handed]) -> list[Fault | None]:
    """What is wrong with each, in their order. One that kills the child is at fault itself and takes no other along."""
    until = time.monotonic() + PATIENCE
    found: list[Fault | None] = []
    for left in batches(files, lambda file: file.path.stat().st_size, largest=TOGETHER):
        while left:
            if time.monotonic() > until:
                told: list[Fault | None] = [Fault.TOO_HARD] * len(left)
            else:
                told = _examine(left)
            found += told
            left = left[len(told) :]
    return found


def without_details(picture: bytes) -> bytes:
    """The same picture without what its file says of place, time, author and device. Raises ChildFailed."""
    return run_module("submissions.examining.bare", picture, PICTURE_LIMITS)


def _examine(batch: list[Handed]) -> list[Fault | None]:
    """As far as one child came: at least the first file. It writes each answer as it has it, so we know what killed it."""
    question = json.dumps([[str(file.path), file.ending] for file in batch]).encode()
    with tempfile.TemporaryDirectory(prefix="ita-examined-") as folder:
        answers = Path(folder) / "answers"
        answers.touch()
        try:
            run_module("submissions.examining.child", question, LIMITS, arguments=[str(answers)])
        except ChildFailed:
            return [*_told(answers)[: len(batch) - 1], Fault.TOO_HARD]
        return _told(answers)


def _told(answers: Path) -> list[Fault | None]:
    return [Fault(line) if line else None for line in answers.read_text(encoding="ascii").splitlines()]

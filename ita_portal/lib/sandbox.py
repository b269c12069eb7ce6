"""Run a parser or renderer in a limited child: what hangs or eats memory there takes nothing else along.

This file is also the child's own beginning: there it sets the limits on itself and then becomes the module that was asked for.
"""

import ctypes
import json
import os
import resource
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # where our modules are found, wherever the caller stands
_PR_SET_PDEATHSIG = 1


class ChildFailed(Exception):
    """The child ended without an answer: it ran out of time or memory, or broke."""


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of CPU, seconds on the clock, bytes of memory, bytes of any file it writes or answers."""

    cpu_seconds: int = 120
    wall_seconds: int = 180
    memory: int = 2 * 1024**3
    file_size: int = 256 * 1024**2


def run_module(module: str, data: bytes, limits: Limits | None = None, *, arguments: Sequence[str] = ()) -> bytes:
    """Run `python -m module` with `data` as standard input and return its standard output.

    The child gets a bare environment (no secrets, no settings) and a folder of its own, which goes when it ends, however it ends.
    Raises ChildFailed with its last words.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="ita-child-") as name:
        folder = Path(name)
        # Files, not pipes: the limit on file sizes then holds for the answer too, and no grandchild can keep us waiting.
        question, answer, words = folder / "question", folder / "answer", folder / "words"
        question.write_bytes(data)
        with question.open("rb") as stdin, answer.open("wb") as stdout, words.open("wb") as stderr:
            child = subprocess.Popen(  # noqa: S603 -- a module of our own
                [sys.executable, "-P", __file__, json.dumps(asdict(limits)), str(os.getpid()), module, *arguments],
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                cwd=folder,
                env=_environment(folder),
                start_new_session=True,
            )
            status = _wait(child, module, limits.wall_seconds)
        if status:
            raise ChildFailed(f"{module} {_how_it_ended(status)}: {_last_line(words)}")
        return answer.read_bytes()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "TMPDIR": str(folder), "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}


def _wait(child: subprocess.Popen[bytes], module: str, seconds: float) -> int:
    """The child's exit status; nothing of its group is left when we go on, also when we are interrupted."""
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired as late:
        raise ChildFailed(f"{module} took longer than {seconds} seconds") from late
    finally:
        with suppress(ProcessLookupError):  # the usual case: nobody is left
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _how_it_ended(status: int) -> str:
    if -status in (signal.SIGKILL, signal.SIGXCPU):
        return "was ended for taking too much"
    return f"ended with {status}"


def _last_line(words: Path) -> str:
    lines = words.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:500] if lines else "no word"


def _become(limits: Limits, parent: int, module: str, arguments: Sequence[str]) -> None:
    """In the child: end with the parent, take the limits, be the module."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it went before we could ask
        sys.exit("the parent is gone")
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _become(Limits(**json.loads(sys.argv[1])), int(sys.argv[2]), sys.argv[3], sys.argv[4:])

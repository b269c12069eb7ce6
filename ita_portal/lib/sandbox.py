"""Run a parser or renderer in a limited child: what hangs or eats memory there takes nothing else along."""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]  # where our modules are found, wherever the caller stands


class ChildFailed(Exception):
    """The child ended without an answer: it ran out of time or memory, or broke."""


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds of CPU, seconds on the clock, bytes of memory, bytes of any file it writes."""

    cpu_seconds: int = 120
    wall_seconds: int = 180
    memory: int = 2 * 1024**3
    file_size: int = 256 * 1024**2


def run_module(module: str, data: bytes, limits: Limits | None = None, *, arguments: Sequence[str] = ()) -> bytes:
    """Run `python -m module` with `data` as standard input and return its standard output.

    The child gets a bare environment: no secrets, no settings. Raises ChildFailed with its last words.
    """
    limits = limits or Limits()
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 -- a module of our own
            [sys.executable, "-m", module, *arguments],
            input=data,
            capture_output=True,
            timeout=limits.wall_seconds,
            env={**environment, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
            preexec_fn=lambda: _limit(limits),
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise ChildFailed(f"{module} took longer than {limits.wall_seconds} seconds") from late
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise ChildFailed(f"{module} ended with {done.returncode}: {words[-1] if words else 'no word'}")
    return done.stdout


def _limit(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

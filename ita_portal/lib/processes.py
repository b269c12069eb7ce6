"""Child processes that never outlive their parent."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """In the child: ask the kernel for SIGTERM when the parent is gone, however it went."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, log: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own; its output goes to `log`, or to ours."""
    out = log.open("ab") if log else None
    try:
        return subprocess.Popen(  # noqa: S603 -- our own commands
            [str(part) for part in command],
            env={**os.environ, **(env or {})},
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
    finally:
        if out:
            out.close()


def stop(process: subprocess.Popen[bytes], *, patience: float = 8, quick: bool = False) -> None:
    """End a child: ask, wait, then kill it with its whole group. `quick` sends SIGINT, PostgreSQL's fast shutdown."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT if quick else signal.SIGTERM)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    _end_group(process.pid)


def _end_group(leader: int) -> None:
    """Whatever of the child's own group is still there."""
    if leader != os.getpgrp():
        try:
            os.killpg(leader, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


def wait_for(ready: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Look every twentieth of a second until it is ready; TimeoutError when the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come up within {seconds:.0f} seconds")
        time.sleep(0.05)

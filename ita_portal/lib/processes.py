"""Child processes that never outlive their parent."""

import ctypes
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
# Waits for our word. If the line ends without one, we are gone: some time for the child's farewell, then the end of its group.
_GUARD = 'read -r word || { sleep "$2"; kill -s KILL -- "-$1"; }'
_guards: dict[int, subprocess.Popen[bytes]] = {}


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    patience: float = 5,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own, output to `log` or to ours.

    When we are gone, however we went, the kernel sends it `farewell`, and `patience` seconds later nothing of its group is left.
    """
    out = log.open("ab") if log else None
    account = pwd.getpwnam(user) if user else None
    parent = os.getpid()
    try:
        child = subprocess.Popen(  # noqa: S603 -- our own commands
            [str(part) for part in command],
            env={**os.environ, **(env or {})},
            cwd=cwd,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[account.pw_gid] if account else None,
            stdout=out,
            stderr=subprocess.STDOUT if out else None,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=pass_fds,
            # Runs after the change of user, which would clear it.
            preexec_fn=lambda: _end_with(parent, farewell),
        )
    finally:
        if out:
            out.close()
    _guards[child.pid] = _guard(child.pid, patience)
    return child


def _guard(group: int, patience: float) -> subprocess.Popen[bytes]:
    """A death signal reaches the child alone, and a worker whose broker goes at the same moment may not heed it."""
    command = ["/bin/sh", "-c", _GUARD, "guard", str(group), str(patience)]
    return subprocess.Popen(  # noqa: S603 -- our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _dismiss_guard(group: int) -> None:
    if guard := _guards.pop(group, None):
        guard.communicate(b"done\n")


def _end_with(parent: int, farewell: signal.Signals) -> None:
    """In the child: ask the kernel for a signal when the parent is gone, however it went."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(farewell))
    if os.getppid() != parent:  # it went before we could ask
        os._exit(1)


def stop(*processes: subprocess.Popen[bytes], patience: float = 5, by: signal.Signals = signal.SIGTERM) -> None:
    """End children together: ask all, wait for all until the one deadline, then kill them with their whole groups."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(by)
    deadline = time.monotonic() + patience
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _end_group(process.pid)
        _dismiss_guard(process.pid)


def _end_group(leader: int) -> None:
    """Whatever of the child's own group is still there."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # the usual case: nobody is left
        return


def wait_for(ready: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Look every twentieth of a second until it is ready; TimeoutError when the time is over."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come up within {seconds:.0f} seconds")
        time.sleep(0.05)

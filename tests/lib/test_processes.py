"""Children end with their parent."""

import os
import pwd
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ita_portal.lib.processes import start, stop, wait_for

WAIT = "import signal; print('up', flush=True); signal.pause()"
SLEEPER = [sys.executable, "-c", WAIT]
DEAF = [sys.executable, "-c", f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAIT}"]
FAMILY = [
    sys.executable,
    "-c",
    f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {WAIT!r}], stdout=-3).pid, flush=True); {WAIT}",
]


def stat_of(pid: int) -> list[str]:
    """State, parent, group …; nothing when there is no such process, or only a zombie nobody has asked about yet."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [] if stat[0] == "Z" else stat


def is_gone(pid: int) -> bool:
    return not stat_of(pid)


def everybody() -> dict[int, list[str]]:
    found = {int(path.name): stat_of(int(path.name)) for path in Path("/proc").glob("[0-9]*")}
    return {pid: stat for pid, stat in found.items() if stat}


def members_of(group: int) -> list[int]:
    return [pid for pid, stat in everybody().items() if stat[2] == str(group)]


def children_of(parent: int) -> list[int]:
    return [pid for pid, stat in everybody().items() if stat[1] == str(parent)]


@pytest.fixture
def started(tmp_path):
    """Starts a child and waits until it says that it is up."""
    children = []

    def _start(command: list[str], **options) -> tuple[subprocess.Popen, Path]:
        log = tmp_path / f"{len(children)}.log"
        children.append(start(command, log=log, **options))
        wait_for(lambda: "up" in log.read_text(), seconds=20, what="the child")
        return children[-1], log

    yield _start
    stop(*children, patience=0)


def test_stop_ends_all_that_it_is_given(started):
    children = [started(SLEEPER)[0], started(SLEEPER)[0]]
    assert [child.poll() for child in children] == [None, None]
    stop(*children)
    assert [child.returncode for child in children] == [-15, -15]


def test_a_child_that_does_not_listen_is_killed(started):
    child, _log = started(DEAF)
    stop(child, patience=0.1)
    assert child.returncode == -9


def test_what_a_killed_child_leaves_behind_ends_too(started):
    child, log = started(FAMILY)
    grandchild = int(log.read_text().split()[0])
    child.kill()
    child.wait()
    assert not is_gone(grandchild)
    stop(child)
    wait_for(lambda: is_gone(grandchild), seconds=10, what="the end of the grandchild")


def test_a_killed_parent_takes_its_children_along():
    script = (
        f"from ita_portal.lib.processes import start; print(start([{sys.executable!r}, '-c', {WAIT!r}]).pid, flush=True); {WAIT}"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        child = int(next(line for line in parent.stdout if line.strip().isdigit()))
        assert not is_gone(child)
        os.kill(parent.pid, 9)
        wait_for(lambda: is_gone(child), seconds=10, what="the end of the child")


def test_a_killed_parent_takes_along_who_does_not_listen_and_what_they_started(tmp_path):
    family = [
        *DEAF[:2],
        DEAF[2].replace("signal.pause()", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {DEAF[2]!r}])"),
    ]
    log = tmp_path / "log"
    script = (
        "from ita_portal.lib.processes import start; from pathlib import Path\n"
        f"print(start({family!r}, patience=0.2, log=Path({str(log)!r})).pid, flush=True); {WAIT}"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        child = int(next(line for line in parent.stdout if line.strip().isdigit()))
        wait_for(lambda: log.exists() and log.read_text().count("up") == 2, seconds=20, what="both generations")
        os.kill(parent.pid, 9)
        wait_for(lambda: not members_of(child), seconds=10, what="the end of the family")


def test_nothing_stays_on_guard_of_a_child_that_was_stopped(started):
    child, _log = started(SLEEPER)
    assert b"guard" in b"".join(Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children_of(os.getpid()))
    stop(child)
    assert [pid for pid in children_of(os.getpid()) if str(child.pid).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_a_child_of_another_user_ends_with_its_parent_too():
    script = (
        "from ita_portal.lib.processes import start; from pathlib import Path\n"
        f"print(start(['tail', '-f', '/dev/null'], user='nobody', cwd=Path('/')).pid, flush=True); {WAIT}"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        child = int(next(line for line in parent.stdout if line.strip().isdigit()))
        assert Path(f"/proc/{child}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
        os.kill(parent.pid, 9)
        wait_for(lambda: is_gone(child), seconds=10, what="the end of the child")


def test_a_socket_can_be_handed_over(started):
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = f"import socket; print('up', flush=True); socket.socket(fileno={server.fileno()}).accept()[0].sendall(b'yes')"
        started([sys.executable, "-c", answer], pass_fds=(server.fileno(),))
        with socket.create_connection(server.getsockname(), timeout=10) as caller:
            assert caller.recv(3) == b"yes"


def test_waiting_too_long_is_an_error():
    with pytest.raises(TimeoutError, match="never did not come up"):
        wait_for(lambda: False, seconds=0.1, what="never")

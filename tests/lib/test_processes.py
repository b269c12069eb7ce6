"""Children end with their parent."""

import os
import subprocess
import sys

import pytest

from ita_portal.lib.processes import start, stop, wait_for

SLEEPER = [sys.executable, "-c", "import signal; signal.pause()"]


def is_gone(pid: int) -> bool:
    """Not there, or there only as a zombie nobody has asked about yet."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_stop_ends_the_child():
    child = start(SLEEPER)
    assert child.poll() is None
    stop(child)
    assert child.returncode == -15


def test_a_killed_parent_takes_its_children_along():
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import sys, signal; from ita_portal.lib.processes import start\n"
                "print(start([sys.executable, '-c', 'import signal; signal.pause()']).pid, flush=True); signal.pause()"
            ),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        child = int(parent.stdout.readline())
        assert not is_gone(child)
        os.kill(parent.pid, 9)
        wait_for(lambda: is_gone(child), seconds=10, what="the end of the child")


def test_waiting_too_long_is_an_error():
    with pytest.raises(TimeoutError, match="never did not come up"):
        wait_for(lambda: False, seconds=0.1, what="never")

"""The limited child: it answers, and what goes too far is ended."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ita_portal.lib.processes import wait_for
from ita_portal.lib.sandbox import ChildFailed, Limits, run_module


def test_it_answers_and_gets_no_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "must not be seen")
    assert run_module("base64", b"abc", arguments=["-e", "-"]) == b"YWJj\n"
    with pytest.raises(ChildFailed, match="KeyError: 'SECRET_KEY'"):
        run_module("timeit", b"", arguments=["-n1", "-r1", "import os; os.environ['SECRET_KEY']"])


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("while True: pass", Limits(cpu_seconds=1, wall_seconds=20)),
        ("import signal; signal.pause()", Limits(wall_seconds=1)),
        ("x = bytearray(10**9)", Limits(memory=300 * 1024**2)),
        ("print('x' * 10**6)", Limits(file_size=10**5)),
    ],
)
def test_too_much_time_or_memory_ends_it(code, limits):
    with pytest.raises(ChildFailed):
        run_module("timeit", b"", limits, arguments=["-n1", "-r1", code])


def test_nothing_is_left_of_a_child_that_was_ended(tmp_path, monkeypatch):
    """Neither its files nor the processes that it started itself."""
    children = tmp_path / "children"
    children.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(children))
    pid = tmp_path / "pid"
    code = f"""
import pathlib, subprocess, tempfile
tempfile.mkdtemp()
sleeper = subprocess.Popen(["sleep", "60"])
pathlib.Path("{pid}").write_text(str(sleeper.pid))
sleeper.wait()
"""
    with pytest.raises(ChildFailed, match="longer than 2 seconds"):
        run_module("timeit", b"", Limits(wall_seconds=2), arguments=["-n1", "-r1", code])
    assert list(children.iterdir()) == []
    wait_for(lambda: not _runs(pid.read_text()), seconds=5, what="the end of the child's own child")


def test_a_child_goes_with_its_parent(tmp_path):
    """A worker that is killed leaves no renderer behind."""
    pid = tmp_path / "pid"
    code = f"""
import os, signal
open("{pid}.new", "w").write(str(os.getpid()))
os.rename("{pid}.new", "{pid}")
signal.pause()
"""
    call = f"from ita_portal.lib.sandbox import run_module; run_module('timeit', b'', arguments=['-n1', '-r1', {code!r}])"
    parent = subprocess.Popen([sys.executable, "-c", call], env={**os.environ, "TMPDIR": str(tmp_path)})
    wait_for(pid.exists, seconds=20, what="the child")
    parent.kill()
    parent.wait()
    wait_for(lambda: not _runs(pid.read_text()), seconds=5, what="the child's end")


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False

"""The limited child: it answers, and what goes too far is ended."""

import pytest

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
    ],
)
def test_too_much_time_or_memory_ends_it(code, limits):
    with pytest.raises(ChildFailed):
        run_module("timeit", b"", limits, arguments=["-n1", "-r1", code])

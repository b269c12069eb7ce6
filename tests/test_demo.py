"""The demonstration: one command, everything up, nothing left; and never on a real installation."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from ita_portal.lib.processes import start, stop, wait_for
from reports.management.commands import demo

PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR")
COMMAND = [sys.executable, settings.BASE_DIR / "manage.py", "demo"]


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def environment(var, monkeypatch):
    """What a person's shell has: none of what the tests set for themselves. A .env would fill in what is absent."""
    for name in set(os.environ) - set(PASSED_ON):
        monkeypatch.delenv(name)
    for name, value in {"DEMO": "True", "VAR_DIR": str(var), "PYTHONDONTWRITEBYTECODE": "1"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def running(var, environment):
    """A started demonstration and what it said, from the first word to the last log-in."""
    log = var / "said"
    log.unlink(missing_ok=True)
    process = start(COMMAND, log=log, cwd=settings.BASE_DIR)
    try:
        wait_for(lambda: process.poll() is not None or "Ctrl-C ends" in log.read_text(), seconds=120, what="the demonstration")
        assert process.poll() is None, log.read_text()
        yield process, log
    finally:
        stop(process, patience=20)


def address_in(said: str) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+", said)[0]


def using(folder: Path) -> list[str]:
    """Whoever still runs on this folder; the demonstration's children all name it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found += [command] if str(folder) in command else []
    return found


def test_it_starts_answers_refuses_a_second_one_and_ends(running, var):
    process, log = running
    said = log.read_text()
    with urllib.request.urlopen(f"{address_in(said)}/log-in/", timeout=10) as page:
        assert page.status == 200
        sheet = re.search(r'href="([^"]+/tokens\.[^"]+\.css)"', page.read().decode())[1]
    request = urllib.request.Request(f"{address_in(said)}{sheet}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as style:
        assert (style.headers["Content-Encoding"], "immutable" in style.headers["Cache-Control"]) == ("gzip", True)
    assert [email for email in ("staff@rayong.demo", "admin@demo", "ita-demo") if email not in said] == []
    second = subprocess.run(COMMAND, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=60)
    assert (second.returncode, "already running" in second.stderr) == (1, True)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert using(var) == []


def test_killing_it_leaves_nothing_and_the_next_start_goes_on(running, var):
    process, log = running
    assert "Loading the catalogue" not in log.read_text()  # the data of the test before stayed
    process.kill()
    wait_for(lambda: not using(var), seconds=15, what="the end of all children")


def test_without_its_switch_it_refuses():
    with pytest.raises(CommandError, match="set DEMO=True, never on a real installation"):
        call_command("demo")


@pytest.mark.django_db
def test_a_database_with_other_people_is_refused(django_user_model):
    demo._refuse_a_real_database()  # an empty one is welcome
    person = django_user_model.objects.create_user("somchai@office.go.th", "a long password", display_name="สมชาย")
    with pytest.raises(CommandError, match="not the demonstration's"):
        demo._refuse_a_real_database()
    User.objects.create_user(demo.ADMIN, "a long password", display_name="Admin")
    demo._refuse_a_real_database()
    assert person.pk


def test_a_taken_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken"):
            demo._listener(port)


def test_without_a_wish_any_free_port_does():
    with demo._listener(0) as first, demo._listener(0) as second:
        assert first.getsockname()[1] != second.getsockname()[1]


def test_reset_never_touches_a_named_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    with pytest.raises(CommandError, match="a database of yours"):
        demo._remove_own_data()


@pytest.mark.parametrize(("answer", "left"), [("", ["letter.txt", "media", "portal.sqlite3"]), ("y", ["letter.txt"])])
def test_reset_asks_and_removes_only_what_is_its_own(settings, tmp_path, monkeypatch, answer, left):
    settings.VAR_DIR = tmp_path
    (tmp_path / "media").mkdir()
    for name in ("portal.sqlite3", "letter.txt", "media/file"):
        (tmp_path / name).touch()
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr("builtins.input", lambda question: answer)
    if answer:
        demo._remove_own_data()
    else:
        with pytest.raises(CommandError, match="Nothing was removed"):
            demo._remove_own_data()
    assert sorted(path.name for path in tmp_path.iterdir()) == left

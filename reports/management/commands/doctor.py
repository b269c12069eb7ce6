"""`doctor`: what is missing on this installation, each with what to do about it."""

import ctypes.util
import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.exceptions import RedisError

from records.queries import first_broken_event
from reports.pdf.sign import seal_certificate_info


class Command(BaseCommand):
    help = "Look at database, broker, libraries, folders, keys and the audit trail. Exit status 1 when something is missing."

    def handle(self, **options: object) -> None:
        findings = [*_database(), *_broker(), *_libraries(), *_folders(), *_seal(), *_audit()]
        for good, sentence in findings:
            self.stdout.write(f"{'ok     ' if good else 'MISSING'}  {sentence}")
        if not all(good for good, _sentence in findings):
            raise CommandError("Something is missing; see the lines above.")


def _database() -> list[tuple[bool, str]]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    found = [
        (
            not waiting,
            f"database {connection.vendor}: {len(waiting)} migrations wait" + (" (run manage.py migrate)" if waiting else ""),
        )
    ]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW lc_ctype")
            ctype = cursor.fetchone()[0]
        found.append((ctype not in ("C", "POSIX"), f"database letters: {ctype}; Thai search needs C.UTF-8 or a UTF-8 language"))
    return found


def _broker() -> list[tuple[bool, str]]:
    try:
        Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping()
    except RedisError as problem:
        return [(False, f"broker at REDIS_URL does not answer ({problem}); jobs wait until it does")]
    return [(True, "broker answers")]


def _libraries() -> list[tuple[bool, str]]:
    wanted = {
        "pango-1.0": "libpango-1.0-0",
        "pangoft2-1.0": "libpangoft2-1.0-0",
        "harfbuzz-subset": "libharfbuzz-subset0",
        "thai": "libthai0",
    }
    missing = [package for library, package in wanted.items() if not ctypes.util.find_library(library)]
    line = "libraries for PDF papers"
    return [(not missing, f"{line}: apt-get install {' '.join(missing)}" if missing else line)]


def _folders() -> list[tuple[bool, str]]:
    folders = {"VAR_DIR": Path(settings.VAR_DIR), "MEDIA_ROOT": Path(settings.MEDIA_ROOT)}
    return [(_writable(folder), f"{name} {folder} can be written") for name, folder in folders.items()]


def _writable(folder: Path) -> bool:
    """The folder, or the nearest one above it that exists."""
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return os.access(there, os.W_OK)


def _seal() -> list[tuple[bool, str]]:
    seal = seal_certificate_info()
    return [(True, f"seal: {seal.subject}" + ("; set SIGNING_P12 for an official one" if seal.self_made else ""))]


def _audit() -> list[tuple[bool, str]]:
    broken = first_broken_event()
    return [
        (broken is None, "audit trail intact" if broken is None else f"audit trail broken at event {broken.pk} of {broken.scope}")
    ]

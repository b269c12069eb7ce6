"""What the pages cost: SQL queries and CPU of each, beside a page that only knows who asks, in one run on the demonstration's data.

Run: `make bench`, or `DATABASE_URL=… .venv/bin/python benchmarks/pages.py` for another database. Builds its data in a throw-away database.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.update(DJANGO_SETTINGS_MODULE="ita_portal.settings_test", DEMO="True", LOG_LEVEL="ERROR")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ita-bench-"))

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.management.base import OutputWrapper  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from reports import demo  # noqa: E402

ROUNDS = 15
PAGES = [
    ("floor: session and user only", "staff@rayong.demo", "/jobs/00000000-0000-4000-8000-000000000000/"),
    ("my work", "staff@rayong.demo", "/"),
    ("my work, all agencies", "admin@demo", "/"),
    ("year, 43 items", "coordinator@rayong.demo", "/rayong/2564-national/"),
    ("matrix, 43 × 5", "coordinator@rayong.demo", "/rayong/2564-national/matrix/"),
    ("overview and forecast", "coordinator@rayong.demo", "/rayong/2564-national/overview/"),
    ("comparison", "observer@demo", "/compare/2563-national/"),
    ("the administrator's year", "admin@demo", "/years/2564-national/"),
    ("notices", "staff@rayong.demo", "/notices/"),
    ("calendar", "staff@rayong.demo", "/calendar/"),
    ("item, to be written", "staff@rayong.demo", "/rayong/2564-national/O3/"),
    ("item, to be scored", "assessor@demo", "/department-unit/2563-department/O20/"),
    ("item, contested", "lead@demo", "/chainat-edu/2565-moe-ops/O2/"),
    ("queue", "assessor@demo", "/review/"),
    ("scores and papers", "coordinator@rayong.demo", "/reports/rayong/2563-national/"),
    ("criteria, 43 items", "staff@rayong.demo", "/criteria/2566-national/"),
    ("public page, 43 items", "", "/public/rayong/2563-national/"),
    ("API edition", "", "/api/v1/editions/2566-national/"),
]


def main() -> None:
    started = time.process_time(), time.monotonic()
    connection.creation.create_test_db(verbosity=0)
    print(f"empty database to migrated: {time.monotonic() - started[1]:.1f} s ({connection.vendor})")
    setup_test_environment()
    started = time.monotonic()
    demo.seed(OutputWrapper(sys.stderr))
    print(f"demonstration data: {time.monotonic() - started:.1f} s")
    clients = {email: _client(email) for _name, email, _path in PAGES}
    costs: dict[str, list[float]] = {name: [] for name, _email, _path in PAGES}
    for _round in range(ROUNDS + 1):
        for name, email, path in PAGES:
            begun = time.process_time()
            clients[email].get(path)
            costs[name].append((time.process_time() - begun) * 1000)
    floor = statistics.median(costs[PAGES[0][0]][1:])
    print(f"{'page':<32}{'queries':>8}{'CPU ms':>9}{'× floor':>9}{'kB':>7}")
    for name, email, path in PAGES:
        with CaptureQueriesContext(connection) as captured:
            response = clients[email].get(path)
        median = statistics.median(costs[name][1:])
        print(f"{name:<32}{len(captured):>8}{median:>9.1f}{median / floor:>9.1f}{len(response.content) / 1024:>7.0f}")
    connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


def _client(email: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="th")
    if email:
        client.force_login(User.objects.get(email=email))
    return client


if __name__ == "__main__":
    call_command("check", verbosity=0)
    main()

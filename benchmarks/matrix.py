"""What it costs to write the matrix: statements and CPU of one save of every cell and day, and of the page, by departments and items.

Run: `make bench`, or `DATABASE_URL=… .venv/bin/python benchmarks/matrix.py` for another database. Builds its data in a throw-away database.
"""

import datetime
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.update(DJANGO_SETTINGS_MODULE="ita_portal.settings_test", DEMO="True", LOG_LEVEL="ERROR")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ita-bench-"))

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from accounts.actions import join, save_agency, save_department  # noqa: E402
from accounts.enums import Role  # noqa: E402
from accounts.models import Department, User  # noqa: E402
from assignments.cells import Change, NewDay, save_cells  # noqa: E402
from assignments.models import Assessment, Assignment  # noqa: E402
from assignments.queries import seat_of  # noqa: E402
from criteria.importers import import_edition, import_requirements  # noqa: E402
from criteria.models import Item  # noqa: E402
from reports.demo import FIXTURES  # noqa: E402
from submissions.actions import open_year  # noqa: E402

ROUNDS = 5
SIZES = [(1, 10), (30, 10), (43, 10), (43, 30)]  # items, departments


def main() -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        import_requirements(FIXTURES / "requirements.yaml")
        edition = import_edition(FIXTURES / "catalogue" / "2566-national.yaml", by=None, publish=True)
        admin = User.objects.create_user("admin@bench", "x", display_name="admin", is_admin=True)
        print(f"{connection.vendor}; a save of every cell and of every day")
        print(f"{'items × departments':<22}{'what':<34}{'statements':>12}{'CPU ms':>9}")
        for items, departments in SIZES:
            _measure(edition, items, departments, admin)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _measure(edition, items: int, departments: int, admin: User) -> None:
    agency = save_agency(f"bench-{items}-{departments}", name_th="หน่วยงาน", name_en="", kind="province", by=None)
    rows = [save_department(agency, f"d{n}", name_th=f"กองที่ {n}", name_en="") for n in range(departments)]
    person = User.objects.create_user(f"{agency.slug}@bench", "x", display_name="ผู้ประสานงาน")
    join(person, agency, Role.COORDINATOR, by=admin)
    year = open_year(agency, edition, by=None)
    seat_of(person, year)
    chosen = list(Item.objects.filter(edition=edition).order_by("number")[:items])
    size = f"{items} × {departments}"
    _say(size, "page, nothing given", *_page(person, year))
    _say(size, "save, all cells new", *_save(year, _all_new(chosen, rows), [], person))
    _say(size, "save, all leads move", *_save(year, _moved(chosen, rows), [], person))
    _say(size, "save, all days", *_save(year, [], _days(chosen, rows), person))
    _say(size, "page, every cell given", *_page(person, year))
    _say(size, "save, all cells emptied", *_save(year, _emptied(year), [], person))


def _all_new(items: list[Item], departments: list[Department]) -> list[Change]:
    return [Change(item.pk, to.pk, "", "support" if n else "lead") for item in items for n, to in enumerate(departments)]


def _moved(items: list[Item], departments: list[Department]) -> list[Change]:
    first, second = departments[0].pk, departments[1].pk
    return [
        change
        for item in items
        for change in (Change(item.pk, first, "lead", "support"), Change(item.pk, second, "support", "lead"))
    ]


def _days(items: list[Item], departments: list[Department]) -> list[NewDay]:
    seen = {to.pk: None for to in departments}
    return [NewDay(item.pk, seen, datetime.date(2023, 1, 15)) for item in items]


def _emptied(year: Assessment) -> list[Change]:
    return [Change(row.item_id, row.department_id, row.part, "") for row in Assignment.objects.filter(assessment=year)]


def _save(year: Assessment, changes: list[Change], days: list[NewDay], person: User) -> tuple[int, float]:
    """Once, since the second time there is nothing to do."""
    begun = time.process_time()
    with CaptureQueriesContext(connection) as captured:
        saved = save_cells(year, changes, days=days, by=person)
    spent = (time.process_time() - begun) * 1000
    assert (saved.count > 0, saved.conflicts) == (True, [])
    return sum(query["sql"].split()[0] not in ("BEGIN", "COMMIT") for query in captured.captured_queries), spent


def _page(person: User, year: Assessment) -> tuple[int, float]:
    client = Client()
    client.force_login(person)
    address = f"/{year.scope}/matrix/edit/"
    spent = statistics.median([_cpu(lambda: client.get(address)) for _round in range(ROUNDS)])
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured), spent


def _cpu(deed: Callable[[], object]) -> float:
    begun = time.process_time()
    deed()
    return (time.process_time() - begun) * 1000


def _say(size: str, what: str, statements: int, spent: float) -> None:
    print(f"{size:<22}{what:<34}{statements:>12}{spent:>9.0f}")


if __name__ == "__main__":
    call_command("check", verbosity=0)
    main()

"""What a search costs among some 100,000 texts: wall time and queries, beside a page that only knows who asks, in one run.

Run: `make bench`, or `DATABASE_URL=… .venv/bin/python benchmarks/search.py` for another database. Builds its data in a throw-away database.
"""

import logging
import os
import statistics
import sys
import tempfile
import time
from itertools import cycle, islice
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
from django.utils import timezone  # noqa: E402

from accounts.actions import join, save_agency  # noqa: E402
from accounts.enums import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from criteria.importers import import_edition, import_requirements  # noqa: E402
from reports.demo import FIXTURES  # noqa: E402
from submissions.actions import open_year  # noqa: E402
from submissions.models import Evidence, SearchText, Submission  # noqa: E402
from submissions.search.texts import rebuild  # noqa: E402

AGENCIES = 800
OBSERVED = 80
ROUNDS = 9
FLOOR = "/jobs/00000000-0000-4000-8000-000000000000/"
QUERIES = [
    ("rare, 10 letters", "เบญจมาศวดี"),
    ("two words, rare", "เบญจมาศวดี แผน"),
    ("frequent, 6 letters", "ดำเนิน"),
    ("two letters", "ปี"),
    ("two letters, rare", "ฌฬ"),
    ("an item's code", "O7"),
    ("nothing", "ไม่มีคำนี้"),
]
# Sentences of words as they stand in answers; the rare ones in one text of some thousands.
WORDS = [
    "แผนปฏิบัติการ",
    "รายงานผลการดำเนินงาน",
    "ประจำปีงบประมาณ",
    "จัดซื้อจัดจ้าง",
    "หน้าแรก",
    "เกี่ยวกับหน่วยงาน",
    "คู่มือมาตรฐาน",
    "การให้บริการ",
]
WORDS += ["เรื่องร้องเรียน", "นโยบายบริหารทรัพยากรบุคคล", "ประกาศเจตนารมณ์", "ความเสี่ยงการทุจริต", "ไตรมาสที่หนึ่ง", "สำนักปลัด", "ฉบับแก้ไข"]
RARE_EVERY = 6007


def main() -> None:
    logging.disable(logging.WARNING)  # the floor is a page that says 404
    connection.creation.create_test_db(verbosity=0)
    setup_test_environment()
    started = time.monotonic()
    people = _fill()
    print(f"{SearchText.objects.count()} texts in {time.monotonic() - started:.0f} s ({connection.vendor})")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute(
                "SELECT pg_size_pretty(pg_table_size('submissions_searchtext')), pg_size_pretty(pg_indexes_size('submissions_searchtext'))"
            )
            print("table {}, indexes {}".format(*cursor.fetchone()))
    print(f"{'who':<12}{'query':<24}{'found':>8}{'queries':>9}{'ms':>8}{'× floor':>9}")
    for who, person in people.items():
        _measure(who, person)
    connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


def _fill() -> dict[str, User]:
    """Every agency with one year: an answer and two pieces of evidence for each of 43 items."""
    import_requirements(FIXTURES / "requirements.yaml")
    edition = import_edition(FIXTURES / "catalogue" / "2566-national.yaml", by=None, publish=True)
    admin = User.objects.create_user("admin@bench", "x", display_name="admin", is_admin=True)
    member, observer = (User.objects.create_user(f"{name}@bench", "x", display_name=name) for name in ("member", "observer"))
    words = cycle(WORDS)
    for n in range(AGENCIES):
        agency = save_agency(f"agency-{n}", name_th=f"หน่วยงานที่ {n}", name_en="", kind="province", by=None)
        open_year(agency, edition, by=None)
        if n == 0:
            join(member, agency, Role.COORDINATOR, by=admin)
        if n < OBSERVED:
            join(observer, agency, Role.OBSERVER, by=admin)
    submissions = list(Submission.objects.select_related("item").order_by("pk"))
    for n, submission in enumerate(submissions):
        submission.explanation = " ".join(islice(words, 5 + n % 7)) + (" เบญจมาศวดี ฌฬ" if n % RARE_EVERY == 0 else "")
    Submission.objects.bulk_update(submissions, ["explanation"], batch_size=500)
    Evidence.objects.bulk_create(
        (
            Evidence(
                submission=submission,
                kind="url",
                title=" ".join(islice(words, 3 + n % 3)),
                url=f"https://www.agency-{submission.assessment_id}.example/ita/2566/{submission.item.code.lower()}/{n}",
                click_path=f"หน้าแรก > ITA 2566 > {submission.item.code}",
                added_at=timezone.now(),
                added_by=admin,
            )
            for submission in submissions
            for n in range(2)
        ),
        batch_size=2000,
    )
    rebuild()
    return {"member": member, "observer": observer, "admin": admin}


def _measure(who: str, person: User) -> None:
    client = Client()
    client.force_login(person)
    addresses = {"floor": FLOOR} | {name: f"/search/?q={typed}" for name, typed in QUERIES}
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _round in range(ROUNDS + 1):
        for name, address in addresses.items():
            begun = time.perf_counter()
            client.get(address)
            times[name].append((time.perf_counter() - begun) * 1000)
    floor = statistics.median(times["floor"][1:])
    print(f"{who:<12}{'(floor)':<24}{'':>17}{floor:>8.1f}{1:>9.1f}")
    for name, address in list(addresses.items())[1:]:
        with CaptureQueriesContext(connection) as captured:
            total = client.get(address).context["found"].total
        median = statistics.median(times[name][1:])
        print(f"{who:<12}{name:<24}{total:>8}{len(captured):>9}{median:>8.1f}{median / floor:>9.1f}")


if __name__ == "__main__":
    call_command("check", verbosity=0)
    main()

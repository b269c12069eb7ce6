"""What Thai digits cost: the rewriting of a finished page beside the making of it, and a page for whoever did not choose them.

Run: `make bench`, or by itself. Builds the demonstration's data in a throw-away database.
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

from django.core.management.base import OutputWrapper  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from ita_portal.lib.thai_html import with_thai_digits  # noqa: E402
from reports import demo  # noqa: E402

ROUNDS = 40
PAGES = [
    ("my work", "/"),
    ("item, to be written", "/rayong/2564-national/O3/"),
    ("year, 43 items", "/rayong/2564-national/"),
    ("criteria, 43 items", "/criteria/2564-national/"),
]


def cpu_ms(work) -> float:
    """Median of many runs, the first thrown away."""
    found = []
    for _round in range(ROUNDS + 1):
        begun = time.process_time()
        work()
        found.append((time.process_time() - begun) * 1000)
    return statistics.median(found[1:])


def main() -> None:
    connection.creation.create_test_db(verbosity=0)
    setup_test_environment()
    demo.seed(OutputWrapper(sys.stderr))
    person = User.objects.get(email="staff@rayong.demo")
    client = Client(HTTP_ACCEPT_LANGUAGE="th")
    client.force_login(person)
    print(f"{'page':<24}{'kB':>6}{'page, ms':>10}{'rewriting, ms':>15}{'share':>8}")
    for name, path in PAGES:
        page = client.get(path).content.decode()
        whole, rewriting = cpu_ms(lambda path=path: client.get(path)), cpu_ms(lambda page=page: with_thai_digits(page))
        print(f"{name:<24}{len(page.encode()) / 1024:>6.0f}{whole:>10.1f}{rewriting:>15.2f}{rewriting / whole:>8.1%}")
    connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


if __name__ == "__main__":
    main()

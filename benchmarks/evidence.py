"""What it costs the worker to look at a year: 43 items, 120 addresses on a local website, and one walk for the ways to them.

CPU seconds of this process and its children (the limited readers), without the server's. Run: `make bench`, or
`DATABASE_URL=… .venv/bin/python benchmarks/evidence.py` for another database. Builds its data in a throw-away database.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(DJANGO_SETTINGS_MODULE="ita_portal.settings_test", DEMO="True", LOG_LEVEL="ERROR", FETCH_PAUSE="0")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ita-bench-"))
ADDRESSES = 120
HOST = "www.example.go.th"
NEWS = 2_700  # pages of news, which make it a website of some 3,000

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from weasyprint import HTML  # noqa: E402

from accounts.actions import save_agency  # noqa: E402
from accounts.models import User  # noqa: E402
from criteria.importers import import_edition, import_requirements  # noqa: E402
from reports.demo import FIXTURES  # noqa: E402
from submissions.actions import open_year  # noqa: E402
from submissions.inspecting import find_ways, look_at  # noqa: E402
from submissions.models import Check, Evidence, Submission  # noqa: E402
from submissions.queries import evidence_to_look_at  # noqa: E402
from tests.agency_site import agency_site  # noqa: E402
from tests.sites import Page, Site  # noqa: E402


def main() -> None:
    if sys.argv[1:] == ["serve"]:
        serve()
        return
    server = subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True)
    assert server.stdout
    settings.FETCH_SITES = {HOST: ("127.0.0.1", int(server.stdout.readline()))}
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    try:
        year = _year()
        print(f"{connection.vendor}; {ADDRESSES} addresses of 43 items on a website of {len(agency_site(NEWS).pages)} pages")
        spent, wall, _done = _timed(lambda: list(look_at(evidence_to_look_at(submission__assessment=year))))
        print(f"first look:  {spent:5.1f} CPU s  {wall:5.1f} s  {Check.objects.count()} checks")
        spent_again, wall_again, _done = _timed(lambda: list(look_at(evidence_to_look_at(submission__assessment=year))))
        print(f"second look: {spent_again:5.1f} CPU s  {wall_again:5.1f} s  {Check.objects.count()} checks")
        spent_walk, wall_walk, pages = _timed(lambda: find_ways(evidence_to_look_at(submission__assessment=year)))
        found = Check.objects.filter(name="path.clicks", outcome="clear").count()
        print(f"ways:        {spent_walk:5.1f} CPU s  {wall_walk:5.1f} s  {pages} pages, {found} of {ADDRESSES} found")
        print(f"all checks once, with the walk: {spent + spent_walk:.1f} CPU s")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        server.terminate()
        server.wait()


def serve() -> None:
    """The synthetic agency's website, with documents of eight pages behind its items."""
    example = agency_site(NEWS)
    lines = "".join(
        f"<h2>{n}. แผนการใช้จ่ายงบประมาณ ประจำปี 2566</h2><p>{'งบประมาณ 150,000 บาท กองคลัง ' * 60}</p>" for n in range(24)
    )
    document = HTML(string=f"<meta charset=utf-8><h1>รายงานผล ปีงบประมาณ พ.ศ. 2566</h1>{lines}").write_pdf()
    for path in [path for path in example.pages if path.endswith(".pdf")]:
        example.pages[path] = Page(document, media_type="application/pdf")
    with Site(example.pages) as site:
        print(site.port, flush=True)
        site.thread.join()


def _year():
    import_requirements(FIXTURES / "requirements.yaml")
    edition = import_edition(FIXTURES / "catalogue" / "2566-national.yaml", by=None, publish=True)
    admin = User.objects.create_user("admin@bench", "x", display_name="admin", is_admin=True)
    agency = save_agency("bench", name_th="เทศบาลตัวอย่าง", name_en="", kind="municipality", by=None)
    type(agency).objects.filter(pk=agency.pk).update(main_host="example.go.th")
    year = open_year(agency, edition, by=admin)
    site, now, rows = agency_site(), timezone.now(), []
    submissions = list(Submission.objects.filter(assessment=year).select_related("item").order_by("item__number"))
    for submission in submissions:
        number = submission.item.number
        more = f"http://{HOST}/ita/2565/o{number}.html" if number <= ADDRESSES - 86 - 3 else ""
        for url in filter(None, (site.items[number], site.documents[number], more)):
            rows.append(Evidence(submission=submission, kind="url", title=f"O{number}", url=url, added_at=now, added_by=admin))
    rows += [
        Evidence(submission=submissions[0], kind="url", title=u, url=u, added_at=now, added_by=admin)
        for u in site.hidden.values()
    ]
    Evidence.objects.bulk_create(rows)
    assert len(rows) == ADDRESSES
    return year


def _timed(work):
    before, start = _cpu(), time.monotonic()
    result = work()
    return _cpu() - before, time.monotonic() - start, result


def _cpu() -> float:
    use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in use)


if __name__ == "__main__":
    main()

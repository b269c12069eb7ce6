"""What a paper costs: CPU and time of the OIT summary (43 items, signed) and of the workbook, and of handing an unchanged one out again."""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.update(DJANGO_SETTINGS_MODULE="ita_portal.settings_test", DEMO="True", LOG_LEVEL="CRITICAL")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ita-bench-"))

import django

django.setup()

from django.core.management.base import OutputWrapper  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from assignments.queries import assessment_at  # noqa: E402
from reports import demo, papers  # noqa: E402
from reports.pdf.verify import verify  # noqa: E402


def cpu() -> float:
    return sum(
        resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def timed(name: str, work) -> object:
    before, begun = cpu(), time.monotonic()
    result = work()
    print(f"{name:<44}{cpu() - before:>8.2f} CPU s{time.monotonic() - begun:>8.2f} s")
    return result


def main() -> None:
    connection.creation.create_test_db(verbosity=0)
    demo.seed(OutputWrapper(sys.stderr))
    year = assessment_at("rayong", "2564-national")
    content = timed("gather the year and hash it", lambda: papers.summary_content(year))
    timed("summary, first (builds the typeface)", lambda: papers.summary_pdf(content, "BENCH", timezone.now()))
    pdf, _seal = timed("summary: set, seal", lambda: papers.summary_pdf(content, "BENCH", timezone.now()))
    print(f"{'':<44}{len(pdf) / 1024:>8.0f} kB")
    timed("verify the file", lambda: verify(pdf))
    timed("workbook", lambda: papers.workbook(content))
    connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


if __name__ == "__main__":
    main()

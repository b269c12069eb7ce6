"""What opening 2567 from 2566 costs, on the real catalogue and the real agency of that year, and what becomes of the years in its texts.

Run: `make bench`, or `DATABASE_URL=… .venv/bin/python benchmarks/next_year.py`. Builds its data in a throw-away database; every
run makes its edition and its year anew and takes them back.
"""

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.update(DJANGO_SETTINGS_MODULE="ita_portal.settings_test", DEMO="True", LOG_LEVEL="ERROR")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ita-bench-"))

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from accounts.actions import join  # noqa: E402
from accounts.enums import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from assignments.queries import assessment_at  # noqa: E402
from criteria import actions as catalogue  # noqa: E402
from criteria import opening  # noqa: E402
from criteria.differences import difference  # noqa: E402
from criteria.importers import import_edition, import_requirements  # noqa: E402
from criteria.models import Edition  # noqa: E402
from criteria.opening.plan import Choice  # noqa: E402
from criteria.pages.difference import memo  # noqa: E402
from criteria.queries import difference_of  # noqa: E402
from criteria.shifting import Decision  # noqa: E402
from reports.demo import FIXTURES  # noqa: E402
from reports.importers import import_agency  # noqa: E402
from submissions import actions  # noqa: E402
from submissions.actions import About, begin_as_before  # noqa: E402
from submissions.models import Submission  # noqa: E402
from submissions.pages.again import again_page  # noqa: E402

ROUNDS = 7
Times = dict[str, list[float]]


def main() -> None:
    connection.creation.create_test_db(verbosity=0)
    admin = User.objects.create_user("admin@bench", "x", is_admin=True)
    agency = _fill(admin)
    old = Edition.objects.get(code="2566-national")
    times: Times = {}
    _years(old)
    for _round in range(ROUNDS):
        with transaction.atomic():
            _once(old, agency, admin, times)
            transaction.set_rollback(True)
    _memo(times)
    print(f"\n{connection.vendor}, median of {ROUNDS} runs, ms (slowest)")
    for name, found in times.items():
        print(f"  {name:<44}{statistics.median(found):>8.0f} ({max(found):.0f})")
    steps = ("plan", "copy of the edition", "publish", "agency's year begun", "evidence offered")
    whole = [sum(run) for run in zip(*(times[name] for name in steps), strict=True)]
    print(f"  {'2567 opened from 2566, all of it':<44}{statistics.median(whole):>8.0f} ({max(whole):.0f})")


def _fill(admin: User):
    """The catalogues, the agency of 2566, and one piece of evidence for each of its items."""
    import_requirements(FIXTURES / "requirements.yaml")
    for path in sorted((FIXTURES / "catalogue").glob("*.yaml")):
        import_edition(path, by=None, publish=True)
    agency = import_agency(FIXTURES / "agencies/phrae-pao.yaml", by=None)
    year = assessment_at(agency.slug, "2566-national")
    coordinator = User.objects.create_user("coordinator@bench", "x")
    join(coordinator, agency, Role.COORDINATOR, by=admin)
    for answer in Submission.objects.filter(assessment=year).select_related("assessment__agency", "assessment__edition", "item"):
        actions.add_url(
            answer, f"https://www.example.go.th/{answer.item.code}", About(title=answer.item.title_th), by=coordinator
        )
    return agency


def _timed(times: Times, name: str, work: Callable):
    started = time.perf_counter()
    found = work()
    times.setdefault(name, []).append(1000 * (time.perf_counter() - started))
    return found


def _decided(old: Edition) -> opening.Plan:
    """Every question answered: a year that is asked about moves."""
    plan = opening.plan_of(old, 2567, "national")
    plan.decide({change.id: Choice(Decision.KEEP if not change.occurrence.year else Decision.SHIFT) for change in plan.asked})
    return plan


def _once(old: Edition, agency, admin: User, times: Times) -> None:
    plan = _timed(times, "plan", lambda: _decided(old))
    new = _timed(times, "copy of the edition", lambda: opening.open_next(plan, by=admin))
    _timed(times, "publish", lambda: catalogue.step(new, "publish", by=admin))
    begun = _timed(times, "agency's year begun", lambda: begin_as_before(agency, new, by=admin))
    _timed(times, "evidence offered", lambda: again_page(begun.assessment, admin))
    if len(times["plan"]) == 1:
        print(f"given out {len(begun.given)} of {new.items.count()} items")
        left = opening.old_years_of(new)
        print(
            f"years before 2567 in the new edition: {len(left.found)}, with a reason {len(left.settled)}, left {len(left.open)}"
        )


def _years(old: Edition) -> None:
    plan = opening.plan_of(old, 2567, "national")
    reasons = Counter(str(change.occurrence.why) for change in plan.changes if change.occurrence.decision == Decision.KEEP)
    print(f"{len(plan.changes)} years in the texts of 2566: {plan.counts}; kept because: {dict(reasons)}")


def _memo(times: Times) -> None:
    old, new = Edition.objects.get(code="2564-national"), Edition.objects.get(code="2566-national")
    for _round in range(ROUNDS):
        difference.cache_clear()
        found = _timed(times, "difference 2564 → 2566, first time", lambda: difference_of(old, new))
        _timed(times, "difference 2564 → 2566, kept", lambda: difference_of(old, new))
        _timed(times, "its memo", partial(memo, found))


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)

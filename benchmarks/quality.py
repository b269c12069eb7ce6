"""How well the checks that look into documents see: precision and recall on labelled documents, and what reading costs.

Run: `make bench`, or by itself. The tables of docs/quality.md are what it prints.
"""

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.update(DJANGO_SETTINGS_MODULE="ita_portal.settings_test", DEMO="True", LOG_LEVEL="ERROR")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ita-bench-"))

import django

django.setup()

from submissions.checks.families import look  # noqa: E402
from submissions.documents import Foreign, read_all  # noqa: E402
from tests.submissions.evidence import measures  # noqa: E402
from tests.submissions.evidence.cases import case  # noqa: E402
from tests.submissions.evidence.labelled_components import UNSEEN  # noqa: E402


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def main() -> None:
    print("| check | documents | says | precision | recall |\n|---|---|---|---|---|")
    for part in ("dev", "test"):
        counts = measures.of_periods(part)
        for truth, outcome, says in (("wrong", "found", "another year"), ("right", "clear", "the right year")):
            said = sum(n for (_truth, o), n in counts.items() if o == outcome)
            there = sum(n for (t, _o), n in counts.items() if t == truth)
            hits = counts[truth, outcome]
            print(f"| period, {part} | {counts.total()} | {says} | {share(hits, said)} | {share(hits, there)} |")
    scans = measures.of_scans()
    print(f"| scans | {scans.total()} | a scan | {_precision(scans)} | {_recall(scans)} |")
    addresses = len(measures.labelled_reach.addresses())
    for family, counts in sorted(measures.of_addresses().items()):
        print(f"| {family} | {addresses} addresses | something to look at | {_precision(counts)} | {_recall(counts)} |")
    for part in measures.labelled_components.WORDINGS:
        total = sum(measures.of_components(part).values(), Counter())
        print(f"| components, {part} | 300 | covered | {_precision(total)} | {_recall(total)} |")
    yes, every = measures.false_yes_of_criteria()
    print(
        f"| components, wording of the criteria | {sum(1 for _ in measures.catalogues())} | covered | {yes} of {every} wrongly | – |"
    )

    for part in UNSEEN:
        _components(part)
    _time()


def _components(part: str) -> None:
    """Each kind of content by itself, and by how it stands there."""
    found = measures.of_components(part)
    print(f"\n| component ({part}) | pairs | covered: precision | covered: recall | missing: precision |\n|---|---|---|---|---|")
    for name, one in sorted(found.items()):
        pairs = one["right"] + one["wrong"] + one["overlooked"] + one["gone"]
        gone = share(one["gone"], one["gone"] + one["overlooked"])
        print(f"| {name} | {pairs} | {_precision(one)} | {_recall(one)} | {gone} |")
    total = sum(found.values(), Counter())
    kinds = {"e": "usual heading", "s": "other words", "i": "no heading", "n": "mentioned, nothing there", "-": "absent"}
    print(f"\n| how it stands there ({part}) | pairs | said to be covered |\n|---|---|---|")
    for kind, label in kinds.items():
        pairs = total[f"{kind}1"] + total[f"{kind}0"]
        print(f"| {label} | {pairs} | {share(total[f'{kind}1'], pairs)} |")


def _precision(counts: Counter[str]) -> str:
    return share(counts["right"], counts["right"] + counts["wrong"])


def _recall(counts: Counter[str]) -> str:
    return share(counts["right"], counts["right"] + counts["overlooked"])


def _time() -> None:
    """A year's worth of files: 120 of all forms, read in limited children as the worker does it, then looked at."""
    foreign = [Foreign(content) for content in measures.files_of_a_year()]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    clock = time.monotonic()
    documents = read_all(foreign)
    clock = time.monotonic() - clock
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    reading = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pages = sum(document.page_count for document in documents)
    begun = time.process_time()
    findings = sum(1 for document in documents for _finding in look(case(document)))
    looking = time.process_time() - begun
    print(
        f"\n{len(foreign)} files, {pages} pages: reading {reading:.1f} s of CPU in children ({clock:.1f} s on the clock), ",
        end="",
    )
    print(f"looking {looking:.2f} s, {findings} findings")


if __name__ == "__main__":
    main()

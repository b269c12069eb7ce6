"""How well documents are read: four real ones in three forms against the catalogue, field by field, and their departments against the agencies' own.

Run: `make bench`, or by itself.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.update(DJANGO_SETTINGS_MODULE="ita_portal.settings_test", DEMO="True", LOG_LEVEL="ERROR")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ita-bench-"))

import django

django.setup()

from assignments.matching import candidates  # noqa: E402
from criteria.documents.reading import read_document  # noqa: E402
from criteria.documents.shapes import Reading  # noqa: E402
from tests.documents.measures import FORMS, file_of, resolutions  # noqa: E402
from tests.documents.sources import NAMES  # noqa: E402
from tests.documents.truth import FIELDS, compared, items_of, known_departments  # noqa: E402


def main() -> None:
    print(f"{'document':<17}{'form':<6}{'items':>8}{'doubts':>8}{'s':>6}  " + "".join(f"{field:>13}" for field in FIELDS))
    readings: dict[tuple[str, str], Reading] = {}
    for name in NAMES:
        for form in (*FORMS, "pdf"):
            data, file_name = file_of(name, form)
            begun = time.monotonic()
            readings[name, form] = reading = read_document(data, file_name)
            counts = compared(reading, name)
            line = "".join(f"{counts[field].precision:>7}/{counts[field].recall:<5}" for field in FIELDS)
            doubts = len(reading.doubts) + sum(len(entry.doubts) for entry in reading.entries)
            items = f"{len(reading.entries)}/{len(items_of(name))}"
            print(f"{name:<17}{form:<6}{items:>8}{doubts:>8}{time.monotonic() - begun:>6.1f}  {line}")
    print("\nEach field: precision/recall; – where the document has no such thing.\n")
    print(f"{'departments':<17}{'form':<6}{'cells':>7}{'right':>7}{'suggested':>11}{'unknown':>9}{'invented':>10}")
    for name in ("rayong", "phrae-pao"):
        for form in FORMS:
            for label, known in (("", known_departments(name)), (" (no aliases)", known_departments(name, aliases=False))):
                found = resolutions(readings[name, form], name, known)
                print(
                    f"{name:<17}{form:<6}{found.cells:>7}{found.right:>7}{found.suggested:>11}{found.unknown:>9}{found.invented:>10}{label}"
                )
    for name in ("rayong", "phrae-pao"):
        cells = [entry.raw["departments"].text for entry in readings[name, "text"].entries]
        named = [
            f"{one.name} ×{one.count}" + (f" (like {one.similar_to})" if one.similar_to else "") for one in candidates(cells)
        ]
        print(f"\n{name}, nothing known: {', '.join(named)}")


if __name__ == "__main__":
    main()

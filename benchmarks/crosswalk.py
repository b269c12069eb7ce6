"""How well wording alone finds which item is which: precision and recall between every two shipped editions.

The requirements of every item are hidden; the joins that they give are the truth. Run: `.venv/bin/python benchmarks/crosswalk.py`
"""

import dataclasses
import itertools
import os
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(DJANGO_SETTINGS_MODULE="ita_portal.settings_test", DEMO="True", LOG_LEVEL="ERROR")

import django  # noqa: E402

django.setup()

from criteria import files, values  # noqa: E402
from criteria.crosswalk import proposed  # noqa: E402


def main() -> None:
    paths = sorted((ROOT / "fixtures/catalogue").glob("*.yaml"))
    editions = {path.stem: values.from_data(files.read_yaml(path)[0]) for path in paths}
    bare = {code: [dataclasses.replace(item, requirements=()) for item in edition.items] for code, edition in editions.items()}
    total: Counter[str] = Counter()
    proposals: Counter[int] = Counter()
    hits: Counter[int] = Counter()
    print("| from | to | joins | found | right | precision | recall | ms |\n|---|---|---|---|---|---|---|---|")
    for old, new in itertools.permutations(editions, 2):
        truth = {(pair.old, pair.new) for pair in proposed(editions[old].items, editions[new].items).pairs}
        start = time.process_time()
        pairs = proposed(bare[old], bare[new]).pairs
        spent = (time.process_time() - start) * 1000
        for pair in pairs:
            proposals[pair.confidence] += 1
            hits[pair.confidence] += (pair.old, pair.new) in truth
        right = sum((pair.old, pair.new) in truth for pair in pairs)
        total.update(joins=len(truth), found=len(pairs), right=right)
        print(_row(old, new, len(truth), len(pairs), right), f"{spent:.0f} |")
    print(_row("all", "", total["joins"], total["found"], total["right"]), "|")
    print("\n| confidence | proposed | right |\n|---|---|---|")
    for confidence in sorted(proposals, reverse=True):
        print(f"| {confidence} % | {proposals[confidence]} | {hits[confidence]} |")


def _row(old: str, new: str, joins: int, found: int, right: int) -> str:
    return f"| {old} | {new} | {joins} | {found} | {right} | {right / found:.3f} | {right / joins:.3f} |"


if __name__ == "__main__":
    main()

"""What the benchmark prints and the tests hold: how often the checks are right on documents of which it is known."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import yaml
from django.test import override_settings

from submissions.checks import formats, period
from submissions.checks.case import Case, Handed
from submissions.checks.content import topics_in
from submissions.checks.topics import BY_NAME, asked_by
from submissions.documents import Document, Form, Page
from submissions.enums import EvidenceKind
from submissions.inspecting import look_at_addresses
from tests.sites import Site
from tests.submissions.evidence import labelled_components, labelled_periods, labelled_reach, made
from tests.submissions.evidence.cases import ASKED, HOUSE, NOW, case

CATALOGUES = Path(__file__).parents[3] / "fixtures/catalogue"
TEXT = "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2566 ของเทศบาลตำบลอัลฟา"


def of_periods(part: str) -> Counter[tuple[str, str]]:
    """(truth, outcome) → how many."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in labelled_periods.documents(part):
        counts[one.truth, str(next(iter(period.look(one.case))).outcome)] += 1
    return counts


def of_components(part: str) -> dict[str, Counter[str]]:
    """Topic → right (seen and there), wrong (seen and not there), overlooked (there and not seen), gone (neither)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in labelled_components.documents(part):
        seen = topics_in(one.document, [BY_NAME[name] for name in one.kinds])
        for name, kind in one.kinds.items():
            there = kind in "esi"
            counts[name][
                "right" if there and name in seen else "overlooked" if there else "wrong" if name in seen else "gone"
            ] += 1
            counts[name][f"{kind}{name in seen:d}"] += 1
    return counts


def false_yes_of_criteria() -> tuple[int, int]:
    """How many of all topics are seen where there is nothing but the wording of the criteria."""
    yes = every = 0
    for title, texts in catalogues():
        topics = {topic.name: topic for text in texts for topic in asked_by(text)}
        document = Document(Form.PDF, pages=(Page("\n".join([title, *texts])),), page_count=1)
        yes, every = yes + len(topics_in(document, topics.values())), every + len(topics)
    return yes, every


def catalogues() -> Iterator[tuple[str, list[str]]]:
    """Title and component texts of every item of the shipped editions that has components."""
    for path in sorted(CATALOGUES.glob("*.yaml")):
        for item in _items(yaml.safe_load(path.read_text(encoding="utf-8"))["indicators"]):
            texts = list(_texts(item["components"]))
            if texts:
                yield item["title_th"], texts


def _items(node: object) -> Iterator[dict]:
    if isinstance(node, dict) and "title_th" in node and "components" in node:
        yield node
    elif isinstance(node, dict | list):
        for below in node.values() if isinstance(node, dict) else node:
            yield from _items(below)


def _texts(components: list[dict]) -> Iterator[str]:
    for one in components:
        yield one["text"]
        yield from _texts(one.get("children") or [])


def pages_of_scans() -> list[tuple[bytes, bool]]:
    """Files, and whether they are scans: in strips, with margins, among other pages, as pictures; photographs with text, letterheads,
    empty pages, text over a picture, pages of faulty typefaces."""
    scans = [
        made.scan(pages, strips=strips, margin=margin)
        for pages in (1, 2, 5)
        for strips in (1, 4, 16)
        for margin in (0.0, 0.05, 0.1)
    ]
    scans += [made.joined(made.scan(2), made.pdf([TEXT])), made.joined(made.pdf([TEXT]), made.scan(1))]
    scans += [made.picture(kind=kind) for kind in ("PNG", "JPEG", "TIFF", "GIF", "BMP")]
    others = [made.pdf([TEXT] * n) for n in (1, 2, 5, 20, 60)]
    for place in ("top:0;left:2cm;width:12cm", "top:18cm;left:8cm;width:5cm", "top:6cm;left:1cm;width:15cm;height:9cm"):
        others += [made.pdf([TEXT] * n, extra=made.shown(place)) for n in (1, 3, 8)]
    others += [made.pdf([TEXT] * n, extra=made.shown("top:0;left:0;width:17cm;height:25cm", 170, 250)) for n in (2, 4, 8)]
    others += [made.pdf(["-"]), made.pdf(["1"]), made.pdf([TEXT, [["ก", "ข"], ["1", "2"]]])]
    others += [made.without_letters(made.pdf([TEXT] * n)) for n in (3, 9)]
    others += [made.joined(*[made.pdf([TEXT])] * 3, made.scan())]
    return [(one, True) for one in scans] + [(one, False) for one in others]


def of_scans() -> Counter[str]:
    counts: Counter[str] = Counter()
    for content, truth in pages_of_scans():
        said = next(one for one in formats.look(case(content)) if one.name == "format.scan").outcome == "found"
        counts["right" if truth and said else "overlooked" if truth else "wrong" if said else "gone"] += 1
    return counts


def files_of_a_year() -> list[bytes]:
    """120 files: reports of twenty pages, plans, scans, workbooks of 2,000 rows, Word files."""
    lines = [f"{n}. โครงการอบรมพนักงาน งบประมาณ {n},000 บาท ผู้รับผิดชอบ กองคลัง ปัญหา/อุปสรรค: ฝนตกหนัก" for n in range(1, 500)]
    rows = [["ที่", "โครงการ", "งบประมาณ"], *([n, "ซ่อมถนน", n * 1000] for n in range(2_000))]
    kinds = [
        made.pdf([TEXT, *lines]),
        made.pdf([TEXT, *lines[:60]]),
        made.scan(10, strips=4),
        made.xlsx(rows),
        made.word([TEXT, *lines[:100]]),
    ]
    return [kinds[n % len(kinds)] for n in range(120)]


def said_of(every: list[labelled_reach.Labelled]) -> list[dict[str, str]]:
    """For each labelled address: what the checks of reach and host say of it, looked at together as the worker does it."""
    with ExitStack() as stack:
        sites = [stack.enter_context(Site(one.pages, hosts=one.hosts)) for one in every]
        where = {host: address for site in sites for host, address in site.where.items()}
        stack.enter_context(override_settings(FETCH_SITES=where, FETCH_PAUSE=0))
        handed = [Handed(EvidenceKind.URL, title="เอกสาร", url=one.url) for one in every]
        cases = [Case(ASKED, it, replace(HOUSE, main_host=one.main), NOW) for it, one in zip(handed, every, strict=True)]
        found = look_at_addresses(cases)
    return [{each.name: str(each.outcome) for each in said if each.name.startswith(("reach.", "host."))} for said in found]


def of_addresses() -> dict[str, Counter[str]]:
    """Family → right (found and true), wrong (found and not true), overlooked (true and not found), over all its checks."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    every = labelled_reach.addresses()
    for one, told in zip(every, said_of(every), strict=True):
        found = {name for name, outcome in told.items() if outcome == "found"}
        for name in found | set(one.found):
            kind = "wrong" if name not in one.found else "right" if name in found else "overlooked"
            counts[name.split(".")[0]][kind] += 1
    return counts

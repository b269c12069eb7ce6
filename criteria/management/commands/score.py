"""`score EDITION FILE.csv`: what the item scores of a file come to, by the edition's own rule. The what-if tool of a coordinator."""

import csv
import json
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from criteria import scoring
from criteria.models import Edition
from criteria.queries import scoring_model
from ita_portal.lib.thai import arabic_digits, item_number


class Command(BaseCommand):
    help = (
        "Print sub-indicators, indicators, OIT, total (where 1–8 are given) and level as JSON. Columns of the file: item,score."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition")
        parser.add_argument("file", type=Path)

    def handle(self, *, edition: str, file: Path, **options: object) -> None:
        found = Edition.objects.select_related("scoring").filter(code=edition).first()
        if found is None:
            raise CommandError(f"There is no edition {edition}.")
        model = scoring_model(found)
        codes = {item.code for indicator in model.indicators for sub in indicator.subs for item in sub.items}
        numbers = {indicator.number for indicator in model.indicators if not indicator.subs}
        items, outside = _read(file, codes, numbers)
        self.stdout.write(json.dumps(as_json(scoring.score(model, items, outside)), ensure_ascii=False, indent=2))


def _read(file: Path, codes: set[str], numbers: set[str]) -> tuple[dict[str, Decimal | None], dict[str, Decimal]]:
    """Items by code (O7, 07, ๐๗) and survey indicators by number (1–8), each with its score."""
    items: dict[str, Decimal | None] = {}
    outside: dict[str, Decimal] = {}
    for line, row in enumerate(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()), start=2):
        name, value = (row.get("item") or "").strip(), _score(row.get("score") or "", line)
        code = f"O{item_number(name)}"
        if name in numbers and name not in codes:
            outside[name] = value
        elif code in codes:
            items[code] = value
        else:
            raise CommandError(f"Line {line}: {name!r} is neither an item of this edition nor one of its survey indicators.")
    return items, outside


def _score(text: str, line: int) -> Decimal:
    try:
        value = Decimal(arabic_digits(text.strip()))
    except InvalidOperation as problem:
        raise CommandError(f"Line {line}: {text!r} is no number.") from problem
    if not 0 <= value <= 100:
        raise CommandError(f"Line {line}: {value} is not between 0 and 100.")
    return value


def as_json(scores: scoring.Scores) -> dict:
    """Rounded to two places for reading; the level comes from the exact total."""
    return {
        "sub_indicators": {name: _shown(value) for name, value in scores.subs.items()},
        "indicators": {name: _shown(value) for name, value in scores.indicators.items()},
        "instruments": {name: _shown(value) for name, value in scores.instruments.items()},
        "oit": _shown(scores.instruments.get("OIT")),
        "total": _shown(scores.total),
        "level": scores.level,
        "missing": list(scores.missing),
    }


def _shown(value: Fraction | None) -> float | None:
    rounded = scoring.shown(value)
    return None if rounded is None else float(rounded)

"""Catalogue files: reading them and saying everything that is wrong with one, before the database is asked."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from criteria.enums import Instrument, LevelRule, NoteKind, PeriodRule, Scope, ScoringRule
from ita_portal.lib.thai import arabic_digits, foreign_characters, item_number

MAX_FILE_BYTES = 2 * 1024 * 1024
_YEAR = re.compile(r"25\d\d")


class FileRefused(Exception):
    """The file cannot be used; `problems` are sentences, each saying where."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Place:
    """An item with where it stands in the file."""

    item: dict
    heading: dict
    sub: dict
    indicator: dict


def read_yaml(path: Path | str) -> tuple[dict, str]:
    """The file's content and its SHA-256. Raises FileRefused when it is no YAML mapping or too large."""
    raw = Path(path).read_bytes()
    if len(raw) > MAX_FILE_BYTES:
        raise FileRefused([_("The file is larger than 2 MB; a catalogue is far smaller. Is it the right file?")])
    try:
        data = yaml.safe_load(raw.decode("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise FileRefused([_("The file is not readable as YAML: %(problem)s") % {"problem": problem}]) from problem
    if not isinstance(data, dict):
        raise FileRefused(
            [_("The file holds no catalogue: the top level must be a mapping with `code`, `indicators` and so on.")]
        )
    return data, hashlib.sha256(raw).hexdigest()


def places(data: dict) -> Iterator[Place]:
    """Every item of the file in printed order."""
    for indicator in data.get("indicators") or []:
        for sub in indicator.get("subs") or []:
            for heading in sub.get("headings") or []:
                for item in heading.get("items") or []:
                    yield Place(item, heading, sub, indicator)


def walk_components(components: list[dict]) -> Iterator[dict]:
    """Every component, parents before their parts."""
    for component in components or []:
        yield component
        yield from walk_components(component.get("children") or [])


def problems_of(data: dict, requirement_keys: set[str]) -> list[str]:
    """Everything wrong with an edition's file, as sentences; empty when it can be imported."""
    try:
        return [
            *_edition_problems(data),
            *_structure_problems(data),
            *_item_problems(data, requirement_keys),
            *_correction_problems(data),
        ]
    except (KeyError, TypeError, AttributeError) as problem:
        return [_("The file does not have the expected shape near %(problem)s; see docs/catalogue.md.") % {"problem": problem}]


def _edition_problems(data: dict) -> Iterator[str]:
    code = f"{data['fiscal_year']}-{data['programme']}"
    if data["code"] != code:
        yield _("code is %(code)s but fiscal year and programme make %(expected)s.") % {"code": data["code"], "expected": code}
    if not 2540 <= data["fiscal_year"] <= 2599:
        yield _("fiscal_year %(year)s is not a Buddhist Era year between 2540 and 2599.") % {"year": data["fiscal_year"]}
    if not data["verified"] and not data.get("verification_note"):
        yield _("an unverified edition needs a verification_note that says why.")
    model = data["scoring"]
    yield from _unknown("scoring.rule", model["rule"], ScoringRule.values)
    yield from _unknown("scoring.level_rule", model["level_rule"], LevelRule.values)
    if sum(Decimal(str(weight)) for weight in model["weights"].values()) != 100:
        yield _("the instruments' weights do not add up to 100.")
    for value in model["scale"]:
        try:
            Decimal(value)
        except (InvalidOperation, TypeError):
            yield _("scoring.scale holds %(value)r, which is no number in quotes.") % {"value": value}
    floors = [Decimal(str(level["floor"])) for level in model["levels"]]
    if floors != sorted(floors, reverse=True) or floors[-1] != 0:
        yield _("the levels must go from the top down and end at 0, or some score would have no level.")


def _unknown(where: str, value: object, known: list[str]) -> Iterator[str]:
    if value not in known:
        yield _("%(where)s: %(value)r is unknown; use one of %(known)s.") % {
            "where": where,
            "value": value,
            "known": ", ".join(known),
        }


def _structure_problems(data: dict) -> Iterator[str]:
    numbers = [str(i["number"]) for i in data["indicators"]]
    numbers += [str(sub["number"]) for i in data["indicators"] for sub in i.get("subs") or []]
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        yield _("indicator number %(number)s stands twice.") % {"number": number}
    for indicator in data["indicators"]:
        yield from _unknown(f"indicator {indicator['number']}", indicator["instrument"], Instrument.values)
        for sub in indicator.get("subs") or []:
            if not str(sub["number"]).startswith(f"{indicator['number']}."):
                yield _("sub-indicator %(sub)s does not belong to indicator %(number)s.") % {
                    "sub": sub["number"],
                    "number": indicator["number"],
                }


def _item_problems(data: dict, requirement_keys: set[str]) -> Iterator[str]:
    found = list(places(data))
    codes = [place.item["code"] for place in found]
    numbers = [item_number(code) for code in codes]
    if numbers != list(range(1, len(codes) + 1)):
        yield _("the codes do not run from O1 without gap, in order: %(codes)s.") % {"codes": ", ".join(map(str, codes))}
    for place in found:
        item, code = place.item, place.item["code"]
        yield from _unknown(f"{code} period_rule", item["period_rule"], PeriodRule.values)
        yield from _unknown(f"{code} scope", item.get("scope", Scope.WHOLE_AGENCY), Scope.values)
        for other in item.get("depends_on") or []:
            if other not in codes or other == code:
                yield _("%(code)s depends on %(other)s, which is no other item of this edition.") % {"code": code, "other": other}
        for key, _certain in requirement_pairs(item):
            if key not in requirement_keys:
                yield _("%(code)s names the requirement %(key)s, which is unknown.") % {"code": code, "key": key}
        for note in [*(item.get("notes") or []), *(place.heading.get("notes") or [])]:
            yield from _unknown(f"{code} note", note["kind"], NoteKind.values)
        for component in walk_components(item.get("components") or []):
            yield from _component_problems(code, component, data["fiscal_year"])


def _component_problems(code: str, component: dict, fiscal_year: int) -> Iterator[str]:
    text = component["text"]
    if not text.strip():
        yield _("%(code)s has a component without text.") % {"code": code}
    if foreign_characters(text):
        yield _("%(code)s: letters of another script (%(letters)s), a scanning fault?") % {
            "code": code,
            "letters": " ".join(foreign_characters(text)),
        }
    target = component.get("target_year")
    if not target:
        return
    years = _YEAR.findall(arabic_digits(target["wording"]))
    if target["wording"] not in text:
        yield _("%(code)s: the target year's wording does not stand in the component.") % {"code": code}
    if str(fiscal_year + target["offset"]) not in years:
        yield _("%(code)s: “%(wording)s” does not name year %(year)s.") % {
            "code": code,
            "wording": target["wording"],
            "year": fiscal_year + target["offset"],
        }


def _correction_problems(data: dict) -> Iterator[str]:
    texts = _texts_by_place(data)
    for correction in data.get("corrections") or []:
        where = str(correction["where"])
        if where not in texts:
            yield _("a correction names %(where)s, which is no place in this file.") % {"where": where}
        elif correction["corrected"] not in texts[where]:
            yield _("%(where)s: the corrected wording “%(text)s” does not stand there.") % {
                "where": where,
                "text": correction["corrected"],
            }


def _texts_by_place(data: dict) -> dict[str, str]:
    """Item code, indicator number, heading title or `edition` → all its text in one string."""
    texts = {"edition": str(data.get("title_th", "")) + str(data.get("source", ""))}
    for indicator in data["indicators"]:
        texts[str(indicator["number"])] = f"{indicator['title_th']}\n{indicator.get('description') or ''}"
        for sub in indicator.get("subs") or []:
            texts[str(sub["number"])] = f"{sub['title_th']}\n{sub.get('description') or ''}"
            for heading in sub.get("headings") or []:
                notes = "\n".join(note["text"] for note in heading.get("notes") or [])
                more = f"{heading['title_th']}\n{heading.get('group_th') or ''}\n{notes}"
                texts[heading["title_th"]] = texts.get(heading["title_th"], "") + more
    for place in places(data):
        item = place.item
        lines = [
            item["title_th"],
            *(note["text"] for note in item.get("notes") or []),
            *(str(d) for d in item.get("doubts") or []),
        ]
        lines += [component["text"] for component in walk_components(item.get("components") or [])]
        texts[item["code"]] = "\n".join(lines)
    return texts


def requirement_pairs(item: dict) -> list[tuple[str, bool]]:
    """(key, certain) of every requirement that an item answers to; a bare key is certain."""
    pairs = []
    for entry in item.get("requirements") or []:
        pairs.append((entry, True) if isinstance(entry, str) else (entry["key"], entry.get("certain", True)))
    return pairs

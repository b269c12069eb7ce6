"""Catalogue files: reading them and saying everything that is wrong with one, before the database is asked."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from criteria.days import faults_of
from criteria.enums import (
    DUE_DAY,
    LAST_DUE_DAY,
    CountedMonths,
    Frequency,
    Instrument,
    LevelRule,
    NoteKind,
    PeriodRule,
    Scope,
    ScoringRule,
)
from ita_portal.lib.thai import arabic_digits, foreign_characters, item_number

MAX_FILE_BYTES = 2 * 1024 * 1024
RECURRENCE: dict = {
    "frequency": Frequency.NONE.value,
    "counted_months": CountedMonths.WHOLE_YEAR.value,
    "due_day": DUE_DAY,
    "none_wording": "",
}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_YEAR = re.compile(r"25\d\d")
_YEAR_WORDING = re.compile(r"(?:(?:ใน|ของ)?ปี(?:งบประมาณ|ที่)?\s*)?(?:พ\.\s?ศ\.\s*)?((?:25|๒๕)[0-9๐-๙]{2})")


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


@dataclass(frozen=True)
class Finding:
    """What is wrong, or worth a look, in an edition: where (a place as in `texts_by_place`), in a sentence, at which field."""

    where: str
    sentence: str
    field: str = ""
    blocks: bool = True  # False: a remark; the edition can be imported and published with it


def problems_of(data: dict, requirement_keys: set[str]) -> list[str]:
    """Everything wrong with an edition's file, as sentences; empty when it can be imported."""
    return [finding.sentence for finding in findings(data, requirement_keys) if finding.blocks]


def remarks_of(data: dict, requirement_keys: set[str]) -> list[str]:
    """What a person should look at before publishing, and what nevertheless may be so."""
    return [finding.sentence for finding in findings(data, requirement_keys) if not finding.blocks]


def findings(data: dict, requirement_keys: set[str]) -> list[Finding]:
    """Problems and remarks in the order of the file. The same for a file, the command and the workshop."""
    try:
        return [
            *edition_findings(data),
            *scoring_findings(data["scoring"], {str(i["instrument"]) for i in data["indicators"]}),
            *(Finding("edition", fault, "windows") for fault in faults_of(data.get("windows") or [])),
            *_structure_findings(data),
            *_item_findings(data, requirement_keys),
            *correction_findings(data.get("corrections") or [], texts_by_place(data)),
            *_remarks(data),
        ]
    except (KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as problem:
        sentence = _("The file does not have the expected shape near %(problem)s; see docs/catalogue.md.")
        return [Finding("edition", sentence % {"problem": problem})]


def edition_findings(data: dict) -> Iterator[Finding]:
    """What the edition says of itself."""
    code = f"{data['fiscal_year']}-{data['programme']}"
    if data["code"] != code:
        sentence = _("code is %(code)s but fiscal year and programme make %(expected)s.")
        yield Finding("edition", sentence % {"code": data["code"], "expected": code}, "code")
    if not 2540 <= data["fiscal_year"] <= 2599:
        sentence = _("fiscal_year %(year)s is not a Buddhist Era year between 2540 and 2599.")
        yield Finding("edition", sentence % {"year": data["fiscal_year"]}, "fiscal_year")
    if not _SLUG.fullmatch(str(data["programme"])):
        sentence = _("programme %(programme)s may hold small Latin letters, digits and hyphens only, at most 40.")
        yield Finding("edition", sentence % {"programme": data["programme"]}, "programme")
    if not str(data["title_th"]).strip():
        yield Finding("edition", _("the edition has no Thai title."), "title_th")
    if not data["verified"] and not data.get("verification_note"):
        yield Finding("edition", _("an unverified edition needs a verification_note that says why."), "verification_note")


def scoring_findings(model: dict, instruments: set[str]) -> Iterator[Finding]:
    """The scoring model; `instruments` are those that the edition's indicators belong to."""
    yield from _unknown("scoring", "scoring.rule", model["rule"], ScoringRule.values, "rule")
    yield from _unknown("scoring", "scoring.level_rule", model["level_rule"], LevelRule.values, "level_rule")
    weights = {str(name): Decimal(str(weight)) for name, weight in model["weights"].items()}
    if sum(weights.values()) != 100 or any(weight < 0 for weight in weights.values()):
        yield Finding("scoring", _("the instruments' weights do not add up to 100."), "weights")
    for name in sorted(set(weights) - instruments):
        sentence = _("%(instrument)s counts %(weight)s percent but has no indicator, so no total could ever be computed.")
        yield Finding("scoring", sentence % {"instrument": name, "weight": weights[name]}, "instruments")
    for value in model["scale"]:
        if not _is_score(value):
            sentence = _("scoring.scale holds %(value)r, which is no number from 0 to 100 in quotes.")
            yield Finding("scoring", sentence % {"value": value}, "scale")
    yield from level_findings(model["levels"])


def _is_score(value: object) -> bool:
    try:
        return isinstance(value, str) and 0 <= Decimal(value) <= 100
    except InvalidOperation:
        return False


def level_findings(levels: list[dict]) -> Iterator[Finding]:
    """Half-open bands: from each floor up to the one above, without a hole down to 0."""
    floors = [Decimal(str(level["floor"])) for level in levels]
    if not floors or floors != sorted(floors, reverse=True) or floors[-1] != 0:
        sentence = _("the levels must go from the top down and end at 0, or some score would have no level.")
        yield Finding("scoring", sentence, "levels")
    if any(not str(level["name_th"]).strip() for level in levels):
        yield Finding("scoring", _("a level has no Thai name."), "levels")
    if any(floor > 100 for floor in floors):
        yield Finding("scoring", _("a level begins above 100, where no score can be."), "levels")


def _unknown(where: str, what: str, value: object, known: list[str], field: str) -> Iterator[Finding]:
    if value not in known:
        sentence = _("%(where)s: %(value)r is unknown; use one of %(known)s.")
        yield Finding(where, sentence % {"where": what, "value": value, "known": ", ".join(known)}, field)


def _structure_findings(data: dict) -> Iterator[Finding]:
    numbers = [str(i["number"]) for i in data["indicators"]]
    numbers += [str(sub["number"]) for i in data["indicators"] for sub in i.get("subs") or []]
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        yield Finding(number, _("indicator number %(number)s stands twice.") % {"number": number}, "number")
    for indicator in data["indicators"]:
        number = str(indicator["number"])
        yield from _unknown(number, f"indicator {number}", indicator["instrument"], Instrument.values, "instrument")
        yield from _no_title(number, indicator)
        for sub in indicator.get("subs") or []:
            yield from _sub_findings(number, sub)
        if indicator["instrument"] == Instrument.OIT and not indicator.get("subs"):
            sentence = _("indicator %(number)s is of OIT but has no sub-indicator, so no item could ever count for it.")
            yield Finding(number, sentence % {"number": number})


def _sub_findings(parent: str, sub: dict) -> Iterator[Finding]:
    number = str(sub["number"])
    if not belongs_to(number, parent):
        sentence = _("sub-indicator %(sub)s does not belong to indicator %(number)s.")
        yield Finding(number, sentence % {"sub": number, "number": parent}, "number")
    yield from _no_title(number, sub)
    for heading in sub.get("headings") or []:
        yield from _no_title(number, heading)
    if not any(heading["items"] for heading in sub.get("headings") or []):
        yield Finding(number, _("sub-indicator %(number)s has no item, so it could never be scored.") % {"number": number})


def belongs_to(sub: str, indicator: str) -> bool:
    """9.1 belongs to 9."""
    return sub.startswith(f"{indicator}.")


def _no_title(where: str, holder: dict) -> Iterator[Finding]:
    if not str(holder["title_th"]).strip():
        yield Finding(where, _("%(where)s: a Thai title is missing.") % {"where": where}, "title_th")


def _item_findings(data: dict, requirement_keys: set[str]) -> Iterator[Finding]:
    found = list(places(data))
    codes = [place.item["code"] for place in found]
    numbers = [item_number(code) for code in codes]
    if not codes:
        yield Finding("edition", _("the edition has no item yet."))
    if numbers != list(range(1, len(codes) + 1)):
        sentence = _("the codes do not run from O1 without gap, in order: %(codes)s.")
        yield Finding("edition", sentence % {"codes": ", ".join(map(str, codes))})
    for place in found:
        yield from item_findings(place.item, codes, requirement_keys)
        for note in place.heading.get("notes") or []:
            yield from _note_findings(place.item["code"], note)
        for component in walk_components(place.item.get("components") or []):
            yield from component_findings(place.item["code"], component, data["fiscal_year"])
    yield from _circles({place.item["code"]: place.item.get("depends_on") or [] for place in found})


def item_findings(item: dict, codes: list[str], requirement_keys: set[str]) -> Iterator[Finding]:
    """One item without its components; `codes` are those of the whole edition."""
    code = item["code"]
    yield from _no_title(code, item)
    yield from _unknown(code, f"{code} period_rule", item["period_rule"], PeriodRule.values, "period_rule")
    yield from _unknown(code, f"{code} scope", item.get("scope", Scope.WHOLE_AGENCY), Scope.values, "scope")
    yield from _recurrence_findings(code, item)
    for other in item.get("depends_on") or []:
        if other not in codes or other == code:
            sentence = _("%(code)s depends on %(other)s, which is no other item of this edition.")
            yield Finding(code, sentence % {"code": code, "other": other}, "depends_on")
    for key, _certain in requirement_pairs(item):
        if key not in requirement_keys:
            sentence = _("%(code)s names the requirement %(key)s, which is unknown.")
            yield Finding(code, sentence % {"code": code, "key": key}, "requirements")
    for note in item.get("notes") or []:
        yield from _note_findings(code, note)


def recurrence_of(item: dict) -> dict:
    """How often an item wants something, with every default written out; the names are those of the row's fields."""
    return RECURRENCE | {name: item[name] for name in RECURRENCE if name in item}


def _recurrence_findings(code: str, item: dict) -> Iterator[Finding]:
    rule = recurrence_of(item)
    yield from _unknown(code, f"{code} frequency", rule["frequency"], Frequency.values, "frequency")
    yield from _unknown(code, f"{code} counted_months", rule["counted_months"], CountedMonths.values, "counted_months")
    if not isinstance(rule["due_day"], int) or not 1 <= rule["due_day"] <= LAST_DUE_DAY:
        sentence = _("%(code)s: due_day %(day)s is no day that every month has (1 to %(last)s).")
        yield Finding(code, sentence % {"code": code, "day": rule["due_day"], "last": LAST_DUE_DAY}, "due_day")
    if rule["frequency"] == Frequency.NONE and any(rule[name] != RECURRENCE[name] for name in RECURRENCE):
        sentence = _("%(code)s has counted_months, due_day or none_wording, which only an item with a frequency has.")
        yield Finding(code, sentence % {"code": code}, "frequency")
    texts = [part["text"] for part in [*(item.get("notes") or []), *walk_components(item.get("components") or [])]]
    if rule["none_wording"] and not any(rule["none_wording"] in text for text in texts):
        sentence = _("%(code)s: none_wording “%(text)s” stands in none of its components and notes.")
        yield Finding(code, sentence % {"code": code, "text": rule["none_wording"]}, "none_wording")


def _note_findings(code: str, note: dict) -> Iterator[Finding]:
    yield from _unknown(code, f"{code} note", note["kind"], NoteKind.values, "notes")


def component_findings(code: str, component: dict, fiscal_year: int) -> Iterator[Finding]:
    """One component of item `code`, without its parts."""
    text = component["text"]
    if not text.strip():
        yield Finding(code, _("%(code)s has a component without text.") % {"code": code}, "text")
    if foreign_characters(text):
        sentence = _("%(code)s: letters of another script (%(letters)s), a scanning fault?")
        yield Finding(code, sentence % {"code": code, "letters": " ".join(foreign_characters(text))}, "text")
    target = component.get("target_year")
    if not target:
        return
    if target["wording"] not in text:
        sentence = _("%(code)s: the target year's wording does not stand in the component.")
        yield Finding(code, sentence % {"code": code}, "target_year")
    if fiscal_year + target["offset"] not in years_in(target["wording"]):
        sentence = _("%(code)s: “%(wording)s” does not name year %(year)s.")
        words = {"code": code, "wording": target["wording"], "year": fiscal_year + target["offset"]}
        yield Finding(code, sentence % words, "target_year")


def years_in(text: str) -> list[int]:
    """Every Buddhist year that the text names, in whichever digits."""
    return [int(year) for year in _YEAR.findall(arabic_digits(text))]


def years_named(text: str) -> list[tuple[str, int]]:
    """Every place of the text that names a year: the words as they stand there, and the year."""
    return [(match[0], int(arabic_digits(match[1]))) for match in _YEAR_WORDING.finditer(text)]


def _circles(depends_on: dict[str, list[str]]) -> Iterator[Finding]:
    """Items that wait for themselves in the end."""
    for code in depends_on:
        beyond, seen = list(depends_on[code]), set()
        while beyond:
            other = beyond.pop()
            if other not in seen:
                seen.add(other)
                beyond += depends_on.get(other, [])
        if code in seen and code not in depends_on[code]:
            yield Finding(code, _("%(code)s depends on itself in the end, through other items.") % {"code": code}, "depends_on")


def correction_findings(corrections: list[dict], texts: dict[str, str]) -> Iterator[Finding]:
    """Corrections that name no place, or whose wording does not stand there. `texts`: those of `texts_by_place`."""
    for correction in corrections:
        where = str(correction["where"])
        if where not in texts:
            sentence = _("a correction names %(where)s, which is no place in this file.")
            yield Finding("edition", sentence % {"where": where}, "corrections")
        elif correction["corrected"] not in texts[where]:
            sentence = _("%(where)s: the corrected wording “%(text)s” does not stand there.")
            yield Finding(where, sentence % {"where": where, "text": correction["corrected"]}, "corrections")


def _remarks(data: dict) -> Iterator[Finding]:
    found = [place.item for place in places(data)]
    bare = [item["code"] for item in found if not item.get("components")]
    if len(bare) == len(found) > 1:
        sentence = _("no item has a component; each will be judged as a whole.")
        yield Finding("edition", sentence, blocks=False)
    else:
        for code in bare:
            yield Finding(code, _("%(code)s has no component; it will be judged as a whole.") % {"code": code}, blocks=False)
    for item in found:
        if not item.get("requirements"):
            sentence = _("%(code)s is joined to no requirement, so nothing of other years will be shown beside it.")
            yield Finding(item["code"], sentence % {"code": item["code"]}, "requirements", blocks=False)
        for doubt in item.get("doubts") or []:
            sentence = _("%(code)s, a doubt that only a person can settle: %(doubt)s")
            yield Finding(item["code"], sentence % {"code": item["code"], "doubt": doubt}, "doubts", blocks=False)
    for indicator in data["indicators"]:
        for sub in indicator.get("subs") or []:
            for heading in sub.get("headings") or []:
                if not heading["items"]:
                    sentence = _("%(number)s: the heading “%(title)s” has no item.")
                    words = {"number": sub["number"], "title": heading["title_th"]}
                    yield Finding(str(sub["number"]), sentence % words, blocks=False)


def texts_by_place(data: dict) -> dict[str, str]:
    """Item code, indicator number, heading title or `edition` → all its text in one string."""
    texts = {"edition": f"{data.get('title_th', '')}\n{data.get('title_en', '')}\n{data.get('source', '')}"}
    for indicator in data["indicators"]:
        texts[str(indicator["number"])] = _words_of(indicator)
        for sub in indicator.get("subs") or []:
            texts[str(sub["number"])] = _words_of(sub)
            for heading in sub.get("headings") or []:
                notes = "\n".join(note["text"] for note in heading.get("notes") or [])
                more = f"{_words_of(heading)}\n{heading.get('group_th') or ''}\n{notes}"
                texts[heading["title_th"]] = texts.get(heading["title_th"], "") + more
    for place in places(data):
        item = place.item
        lines = [
            _words_of(item),
            *(note["text"] for note in item.get("notes") or []),
            *(str(d) for d in item.get("doubts") or []),
        ]
        lines += [component["text"] for component in walk_components(item.get("components") or [])]
        texts[item["code"]] = "\n".join(lines)
    return texts


def _words_of(holder: dict) -> str:
    return "\n".join(str(holder.get(name) or "") for name in ("title_th", "title_en", "description"))


def requirement_pairs(item: dict) -> list[tuple[str, bool]]:
    """(key, certain) of every requirement that an item answers to; a bare key is certain."""
    pairs = []
    for entry in item.get("requirements") or []:
        pairs.append((entry, True) if isinstance(entry, str) else (entry["key"], entry.get("certain", True)))
    return pairs

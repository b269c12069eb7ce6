"""An edition's data as single facts, so that two can be compared in everything, also in what a memo leaves out. No database."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from criteria import files
from criteria.enums import Scope

Facts = dict[tuple[str, str], object]  # (place, field) → value, with every default written out

# What the memo of two editions does not speak of, by field.
BESIDE: dict[str, str | Promise] = {
    "edition.title_th": _("Title of the edition"),
    "edition.source": _("Source"),
    "edition.verified": _("Whether the wording was checked"),
    "edition.verification_note": _("Note about the wording"),
    "edition.corrections": _("Corrected faults of the document"),
    "title_en": _("English titles"),
    "description": _("Introductions of indicators"),
    "group_th": _("Titles above headings"),
    "headings": _("Headings and their notes"),
    "weight": _("Weights of items"),
    "recurrence": _("How often an item is asked"),
    "requirements": _("Joins to requirements"),
    "verified": _("Items checked against the document"),
    "doubts": _("Doubts"),
    "none_wording": _("Words for “there was none”"),
}


def facts_of(data: dict) -> Facts:
    """Every fact of an edition in the shape of docs/catalogue.md."""
    return dict(_facts(data))


def differing(before: Facts, after: Facts) -> dict[str, int]:
    """Field → in how many places the two differ in it."""
    return dict(Counter(key[1] for key in {**before, **after} if before.get(key) != after.get(key)))


def _facts(data: dict) -> Iterator[tuple[tuple[str, str], object]]:
    for name in ("title_th", "source", "verification_note", "corrections"):
        yield ("edition", f"edition.{name}"), data.get(name) or ""
    yield ("edition", "edition.verified"), bool(data["verified"])
    yield ("edition", "title_en"), data.get("title_en") or ""
    yield ("edition", "scoring"), _scoring(data["scoring"])
    yield ("edition", "windows"), sorted(_window(one) for one in data.get("windows") or [])
    for top in data["indicators"]:
        yield from _indicator(str(top["number"]), top, str(top["instrument"]))
        for sub in top.get("subs") or []:
            yield from _indicator(str(sub["number"]), sub, "")
            for at, heading in enumerate(sub.get("headings") or []):
                yield from _heading(f"{sub['number']}/{at}", heading)
    for place in files.places(data):
        yield from _item(place.item, str(place.sub["number"]), bool(data["verified"]))


def _scoring(model: dict) -> list:
    levels = [
        (one["name_th"], one.get("name_en") or "", Decimal(str(one["floor"])), _decimal(one.get("instrument_floor")))
        for one in model["levels"]
    ]
    weights = sorted((str(name), Decimal(str(weight))) for name, weight in model["weights"].items())
    return [model["rule"], model["level_rule"], [str(one) for one in model["scale"]], model.get("assessors", 1), weights, levels]


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _window(one: dict) -> tuple[str, str, str]:
    return str(one["stage"]), str(one["opens_on"]), str(one["closes_on"])


def _indicator(number: str, row: dict, instrument: str) -> Iterator[tuple[tuple[str, str], object]]:
    yield (number, "title_th"), [row["title_th"], instrument]
    for name in ("title_en", "description"):
        yield (number, name), row.get(name) or ""


def _heading(place: str, row: dict) -> Iterator[tuple[tuple[str, str], object]]:
    yield (place, "headings"), [row["title_th"], row.get("notes") or [], [item["code"] for item in row["items"]]]
    yield (place, "title_en"), row.get("title_en") or ""
    yield (place, "group_th"), [row.get("group_th") or "", row.get("group_en") or ""]


def _item(item: dict, sub: str, verified: bool) -> Iterator[tuple[tuple[str, str], object]]:
    code = item["code"]
    rule = files.recurrence_of(item)
    yield (code, "title_th"), [item["title_th"], sub]
    yield (code, "title_en"), item.get("title_en") or ""
    yield (code, "period_rule"), item["period_rule"]
    yield (code, "scope"), item.get("scope", Scope.WHOLE_AGENCY.value)
    for name in ("needs_signature", "machine_readable"):
        yield (code, name), bool(item.get(name))
    yield (code, "none_wording"), rule.pop("none_wording")
    yield (code, "recurrence"), rule
    yield (code, "weight"), Decimal(str(item.get("weight", 1)))
    yield (code, "depends_on"), sorted(item.get("depends_on") or [])
    yield (code, "requirements"), sorted(files.requirement_pairs(item))
    yield (code, "verified"), bool(item.get("verified", verified))
    yield (code, "notes"), item.get("notes") or []
    yield (code, "doubts"), [str(one) for one in item.get("doubts") or []]
    yield (code, "components"), [_component(one) for one in item.get("components") or []]


def _component(part: dict) -> tuple:
    target = part.get("target_year") or {}
    children = [_component(one) for one in part.get("children") or []]
    return part["text"], bool(part.get("required", True)), target.get("offset"), target.get("wording") or "", children

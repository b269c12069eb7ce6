"""A list of items, as agencies and the commission publish it, as the data of an edition. What it does not say, the model says.

The model is an edition whose scoring, survey indicators and, for items with the same title, period and requirements are taken along.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from criteria import files, values
from criteria.crosswalk import Crosswalk, proposed
from criteria.documents.shapes import Entry
from criteria.enums import Instrument, NoteKind
from ita_portal.lib.thai import tidy

MAX_TITLE, MAX_HEADING = 500, 300
_SUB = re.compile(r"\d{1,2}\.\d{1,2}")
_MARK = r"(?:[-–·∙•▪]|[(（][0-9๐-๙]{1,2}[)）]|[*＊](?=กรณี|หมายเหตุ))"
_OPENS = re.compile(rf"^\s*{_MARK}")
_CUT = re.compile(rf"(?<!ชื่อ)\s(?={_MARK}\s?\S)")
_BULLET = re.compile(r"^[-–·∙•▪]\s*")
_NUMBER = re.compile(r"^[(（][0-9๐-๙]{1,2}[)）]\s*")
_NOTE = re.compile(r"^[*＊]?\s*(?:กรณี|หมายเหตุ|ข้อสังเกต)")
CARRIED = ("period_rule", "scope", "needs_signature", "machine_readable", "frequency", "counted_months", "due_day")


@dataclass(frozen=True)
class Listed:
    """What a person said about the list: the edition that it becomes, and which rows belong to it."""

    fiscal_year: int  # Buddhist Era
    programme: str
    title_th: str
    source: str  # the document's own title or file name
    rows: frozenset[int]  # places among the entries


def edition_of(entries: Sequence[Entry], listed: Listed, model: dict, before: values.Edition | None) -> dict:
    """The edition in the shape of docs/catalogue.md. `model`: such data of the edition taken as a model (scoring, indicators).

    `before` is the model as plain values; None where nothing is carried from its items.
    """
    chosen = sorted((entry for at, entry in enumerate(entries) if at in listed.rows), key=lambda entry: entry.number)
    items = [_item(entry, listed.fiscal_year) for entry in chosen]
    walk, olds = carried(chosen, items, before)
    places = _placed(chosen, items, walk, olds)
    note = _("Made from a list of items; not checked against an official document yet.")
    return {
        "code": f"{listed.fiscal_year}-{listed.programme}",
        "fiscal_year": listed.fiscal_year,
        "programme": listed.programme,
        "title_th": listed.title_th,
        "source": {"document": listed.source},
        "verified": False,
        "verification_note": note,
        "scoring": model["scoring"],
        "windows": [],
        "indicators": [*_surveys(model), *_indicators(places, model)],
    }


def components_of(detail: str, fiscal_year: int) -> tuple[list[dict], list[dict]]:
    """The checkable parts and the notes in a cell: a bullet or a line begins a part, “(๑)” a part of the part above it.

    Where bullets stand at all, a line without one goes on from the line before. Marks are dropped (docs/catalogue.md, 1).
    """
    parts: list[dict] = []
    notes: list[dict] = []
    for text in _pieces(detail):
        bare = tidy(_NUMBER.sub("", _BULLET.sub("", text)))
        if _NOTE.match(text):
            notes.append({"kind": NoteKind.CONDITION.value, "text": tidy(text)})
        elif _NUMBER.match(text) and parts and bare:
            parts[-1].setdefault("children", []).append(_component(bare, fiscal_year))
        elif bare:
            parts.append(_component(bare, fiscal_year))
    return parts, notes


def _pieces(detail: str) -> list[str]:
    lines = [line.strip() for line in detail.split("\n") if line.strip()]
    if any(_OPENS.match(line) for line in lines):
        joined: list[str] = []
        for line in lines:
            if _OPENS.match(line) or not joined:
                joined.append(line)
            else:
                joined[-1] += line
        lines = joined
    return [piece for line in lines for piece in _CUT.split(line) if piece.strip()]


def _component(text: str, fiscal_year: int) -> dict:
    named = files.years_named(text)
    if len({year for _words, year in named}) != 1:
        return {"text": text}
    words, year = named[0]
    return {"text": text, "target_year": {"offset": year - fiscal_year, "wording": words}}


def _item(entry: Entry, fiscal_year: int) -> dict:
    parts, notes = components_of(entry.detail, fiscal_year)
    return {
        "code": f"O{entry.number}",
        "title_th": tidy(entry.title)[:MAX_TITLE],
        "period_rule": "none",
        "scope": "whole_agency",
        "needs_signature": False,
        "machine_readable": False,
        "verified": False,
        "requirements": [],
        "notes": notes,
        "components": parts,
    }


def carried(
    entries: Iterable[Entry], items: list[dict], before: values.Edition | None
) -> tuple[Crosswalk | None, Mapping[str, values.Item]]:
    """Put into the items what stays the same through the years. A requirement is certain only where the title is the same."""
    if before is None:
        return None, {}
    olds = {item.code: item for item in before.items}
    plain = [values.Item(item["code"], item["title_th"], components=_plain(item["components"])) for item in items]
    walk = proposed(before.items, plain)
    for item in items:
        pairs = [pair for pair in walk.pairs if pair.new == item["code"]]
        item["requirements"] = [
            join.key if join.certain and pair.certain else {"key": join.key, "certain": False}
            for pair in pairs
            for join in olds[pair.old].requirements
        ]
        if len(pairs) == 1 and pairs[0].certain:
            item |= {name: getattr(olds[pairs[0].old], name) for name in CARRIED}
    return walk, olds


def _plain(parts: list[dict]) -> tuple[values.Component, ...]:
    return tuple(values.Component(part["text"], children=_plain(part.get("children") or [])) for part in parts)


def _placed(
    entries: list[Entry], items: list[dict], walk: Crosswalk | None, olds: Mapping[str, values.Item]
) -> dict[str, list[dict]]:
    """Sub-indicator → its headings with their items: as the document says; else as the same item was placed before; else as above."""
    subs: dict[str, list[dict]] = {}
    last = ""
    for entry, item in zip(entries, items, strict=True):
        before = olds[walk.olds_of(item["code"])[0]] if walk and walk.olds_of(item["code"]) else None
        said = entry.sub if _SUB.fullmatch(entry.sub) else ""
        last = said or (before.sub if before else "") or last or "9.1"
        title = tidy(entry.heading)[:MAX_TITLE] or (before.heading if before else "")
        headings = subs.setdefault(last, [])
        group = {"group_th": tidy(entry.group)[:MAX_HEADING]} if entry.group else {}
        if not headings or (title and headings[-1]["title_th"] != title):
            headings.append({"title_th": title, **group, "items": []})
        headings[-1]["items"].append(item)
    return subs


def _surveys(model: dict) -> list[dict]:
    return [top for top in model["indicators"] if top["instrument"] != Instrument.OIT]


def _indicators(places: dict[str, list[dict]], model: dict) -> list[dict]:
    """OIT indicators with the model's titles under the same numbers; one without a title is named as a fault, not invented."""
    known = {str(top["number"]): top for top in model["indicators"]}
    known |= {str(sub["number"]): sub for top in model["indicators"] for sub in top.get("subs") or []}
    taken = {str(top["number"]) for top in _surveys(model)}
    tops: dict[str, dict] = {}
    for number in sorted(places, key=lambda sub: [int(part) for part in sub.split(".")]):
        parent = number.split(".")[0]
        if parent in taken:
            raise files.FileRefused(
                [_("Sub-indicator %(sub)s is one of a survey in the edition taken as a model.") % {"sub": number}]
            )
        top = tops.setdefault(
            parent, {"number": parent, "instrument": Instrument.OIT.value, **_titles(known.get(parent)), "subs": []}
        )
        top["subs"].append(
            {"number": number, **_titles(known.get(number)), "headings": _titled(places[number], known.get(number))}
        )
    return list(tops.values())


def _titles(known: dict | None) -> dict:
    return {name: known[name] for name in ("title_th", "title_en") if known.get(name)} if known else {"title_th": ""}


def _titled(headings: list[dict], sub: dict | None) -> list[dict]:
    """A heading that the document does not print has the sub-indicator's title."""
    for heading in headings:
        heading["title_th"] = heading["title_th"] or (sub or {}).get("title_th", "")
    return headings

"""From catalogue files to rows. Importing the same file twice changes nothing."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from criteria import files
from criteria.enums import EditionState, Scope
from criteria.models import (
    Component,
    Edition,
    Heading,
    Indicator,
    Item,
    ItemRequirement,
    Level,
    Requirement,
    ScoringModel,
    Window,
)
from criteria.workbook import edition_from_workbook
from ita_portal.lib.thai import item_number
from records.actions import record


@transaction.atomic
def import_requirements(path: Path) -> int:
    """Load the permanent requirements; returns how many there are."""
    data = files.yaml.safe_load(path.read_text(encoding="utf-8"))
    for position, entry in enumerate(data):
        fields = {name: entry.get(name) or "" for name in ("name_th", "name_en", "note")}
        Requirement.objects.update_or_create(
            key=entry["key"], defaults={**fields, "uncertain": bool(entry.get("uncertain")), "position": position}
        )
    return len(data)


def import_edition(path: Path, *, by: User | None, publish: bool = False) -> Edition:
    """Load an edition from its file.

    A file that was loaded before, and whose edition nobody changed since, is left alone. Raises files.FileRefused with sentences: when the file is wrong, or when the
    edition stands already with another content (it is then edited, not loaded over).
    """
    data, digest = _read(path)
    problems = files.problems_of(data, set(Requirement.objects.values_list("key", flat=True)))
    if problems:
        raise files.FileRefused(problems)
    standing = Edition.objects.filter(code=data["code"]).first()
    if standing and standing.digest == digest and not standing.revision:
        return standing
    if standing:
        raise files.FileRefused([_stands_already(standing, digest)])
    with transaction.atomic():
        edition = create_edition(data, digest, EditionState.PUBLISHED if publish else EditionState.DRAFT)
        record("import_edition", target=edition, by=by, scope=edition.code, sha256=digest)
    return edition


def _read(path: Path) -> tuple[dict, str]:
    """The content of a YAML file or a workbook, and the file's SHA-256."""
    if path.suffix.lower() != ".xlsx":
        return files.read_yaml(path)
    raw = path.read_bytes()
    return edition_from_workbook(raw), hashlib.sha256(raw).hexdigest()


def _stands_already(edition: Edition, digest: str) -> str:
    if edition.digest != digest:
        message = _(
            "Edition %(code)s stands already with another content. Correct its wording there instead of loading it again."
        )
        return message % {"code": edition.code}
    message = ngettext(
        "Edition %(code)s was loaded from this very file, but was changed in the portal %(n)s time since. "
        "Loading the file again would undo that; export the edition to see how it stands.",
        "Edition %(code)s was loaded from this very file, but was changed in the portal %(n)s times since. "
        "Loading the file again would undo that; export the edition to see how it stands.",
        edition.revision,
    )
    return message % {"code": edition.code, "n": edition.revision}


def create_edition(data: dict, digest: str, state: EditionState) -> Edition:
    """The edition that the data describe (shape of docs/catalogue.md, without problems), in the caller's transaction."""
    about = {name: data[name] for name in ("code", "fiscal_year", "programme")}
    edition = Edition.objects.create(**about, **_particulars(data), state=state, digest=digest)
    _fill(edition, data)
    return edition


def refill_edition(edition: Edition, data: dict, digest: str) -> None:
    """Put the data in place of all that a draft holds. The draft is held by the caller; nobody's year is open with it."""
    Indicator.objects.filter(edition=edition).delete()  # takes headings, items and components along
    ScoringModel.objects.filter(edition=edition).delete()
    Window.objects.filter(edition=edition).delete()
    for name, value in _particulars(data).items():
        setattr(edition, name, value)
    edition.digest, edition.revision, edition.version = digest, 0, edition.version + 1
    edition.save()
    _fill(edition, data)


def _particulars(data: dict) -> dict[str, Any]:
    return {
        "title_th": data["title_th"],
        "title_en": data.get("title_en") or "",
        "verified": data["verified"],
        "verification_note": data.get("verification_note") or "",
        "source": data.get("source") or {},
        "corrections": data.get("corrections") or [],
    }


def _fill(edition: Edition, data: dict) -> None:
    _create_scoring(edition, data["scoring"])
    for window in data.get("windows") or []:
        days = {name: window[name] for name in ("stage", "opens_on", "closes_on")}
        Window.objects.create(edition=edition, **days)
    items = _create_structure(edition, data)
    for place in files.places(data):
        _create_parts(items[place.item["code"]], place.item, items)


def _create_scoring(edition: Edition, data: dict) -> None:
    scoring = ScoringModel.objects.create(
        edition=edition,
        rule=data["rule"],
        scale=data["scale"],
        weights=data["weights"],
        level_rule=data["level_rule"],
        assessors=data.get("assessors", 1),
    )
    for position, level in enumerate(data["levels"]):
        floor = level.get("instrument_floor")
        Level.objects.create(
            scoring=scoring,
            position=position,
            name_th=level["name_th"],
            name_en=level.get("name_en") or "",
            floor=Decimal(str(level["floor"])),
            instrument_floor=None if floor is None else Decimal(str(floor)),
        )


def _titles(data: dict) -> dict[str, str]:
    return {"title_th": data["title_th"], "title_en": data.get("title_en") or ""}


def _create_structure(edition: Edition, data: dict) -> dict[str, Item]:
    """Indicators, sub-indicators, headings and bare items; returns the items by code."""
    items: dict[str, Item] = {}
    position = 0
    for indicator_data in data["indicators"]:
        position += 1
        shared = {"edition": edition, "instrument": indicator_data["instrument"]}
        indicator = Indicator.objects.create(
            **shared,
            **_titles(indicator_data),
            number=str(indicator_data["number"]),
            position=position,
            description=indicator_data.get("description") or "",
        )
        for sub_data in indicator_data.get("subs") or []:
            position += 1
            sub = Indicator.objects.create(
                **shared,
                **_titles(sub_data),
                parent=indicator,
                number=str(sub_data["number"]),
                position=position,
                description=sub_data.get("description") or "",
            )
            for place, heading_data in enumerate(sub_data.get("headings") or []):
                heading = Heading.objects.create(
                    indicator=sub,
                    **_titles(heading_data),
                    position=place,
                    group_th=heading_data.get("group_th") or "",
                    group_en=heading_data.get("group_en") or "",
                    notes=heading_data.get("notes") or [],
                )
                for item_data in heading_data["items"]:
                    items[item_data["code"]] = _create_item(edition, heading, sub, item_data)
    return items


def _create_item(edition: Edition, heading: Heading, sub: Indicator, data: dict) -> Item:
    return Item.objects.create(
        edition=edition,
        heading=heading,
        sub=sub,
        **_titles(data),
        number=item_number(data["code"]) or 0,
        weight=Decimal(str(data.get("weight", 1))),
        period_rule=data["period_rule"],
        scope=data.get("scope", Scope.WHOLE_AGENCY),
        needs_signature=bool(data.get("needs_signature")),
        machine_readable=bool(data.get("machine_readable")),
        **files.recurrence_of(data),
        verified=data.get("verified", edition.verified),
        notes=data.get("notes") or [],
        doubts=data.get("doubts") or [],
    )


def _create_parts(item: Item, data: dict, items: dict[str, Item]) -> None:
    item.depends_on.set([items[code] for code in data.get("depends_on") or []])
    requirements = {r.key: r for r in Requirement.objects.filter(key__in=[key for key, _ in files.requirement_pairs(data)])}
    for key, certain in files.requirement_pairs(data):
        ItemRequirement.objects.create(item=item, requirement=requirements[key], certain=certain)
    made: dict[int, Component] = {}
    for position, (component, parent) in enumerate(_flat(data.get("components") or [], None)):
        made[id(component)] = Component.objects.create(
            item=item,
            parent=made[id(parent)] if parent else None,
            position=position,
            text=component["text"],
            required=component.get("required", True),
            target_offset=(component.get("target_year") or {}).get("offset"),
            target_wording=(component.get("target_year") or {}).get("wording", ""),
        )


def _flat(components: list[dict], parent: dict | None) -> Iterator[tuple[dict, dict | None]]:
    for component in components:
        yield component, parent
        yield from _flat(component.get("children") or [], component)

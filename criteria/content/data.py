"""An edition's rows as the plain data of its file, and what is wrong with them: what a file, the command and the workshop share."""

from collections import defaultdict

from criteria import files
from criteria.models import Edition, Item, Requirement, ScoringModel, Window
from criteria.queries import Node, catalogue_trees


def findings_of(edition: Edition) -> list[files.Finding]:
    """Problems and remarks of an edition as it stands: those that its exported file would have."""
    return findings_by_edition([edition])[edition.pk]


def findings_by_edition(editions: list[Edition]) -> dict[int, list[files.Finding]]:
    """Edition id → its findings. The number of queries does not depend on how many they are."""
    keys = set(Requirement.objects.values_list("key", flat=True))
    return {pk: files.findings(data, keys) for pk, data in editions_data(editions).items()}


def edition_data(edition: Edition) -> dict:
    """The edition as its file says it (docs/catalogue.md)."""
    return editions_data([edition])[edition.pk]


def editions_data(editions: list[Edition]) -> dict[int, dict]:
    """Edition id → its data. The number of queries does not depend on how many they are."""
    trees = catalogue_trees(editions)
    models = {model.edition_id: model for model in ScoringModel.objects.filter(edition__in=editions).prefetch_related("levels")}
    windows: dict[int, list[dict]] = defaultdict(list)
    for one in Window.objects.filter(edition__in=editions):
        windows[one.edition_id].append({"stage": one.stage, "opens_on": one.opens_on, "closes_on": one.closes_on})
    return {one.pk: _data(one, models[one.pk], windows[one.pk], trees[one.pk]) for one in editions}


def _data(edition: Edition, model: ScoringModel, windows: list[dict], tree: list[dict]) -> dict:
    data = {
        "code": edition.code,
        "fiscal_year": edition.fiscal_year,
        "programme": edition.programme,
        "title_th": edition.title_th,
        "title_en": edition.title_en,
        "source": edition.source,
        "verified": edition.verified,
        "verification_note": edition.verification_note,
        "scoring": _scoring(model),
        "windows": windows,
        "indicators": [_indicator(top) for top in tree],
        "corrections": edition.corrections,
    }
    return _without_blanks(data, "title_th", "indicators")


def _scoring(model: ScoringModel) -> dict:
    return {
        "rule": model.rule,
        "scale": model.scale,
        "weights": model.weights,
        "assessors": model.assessors,
        "level_rule": model.level_rule,
        "levels": [
            {
                "name_th": level.name_th,
                "name_en": level.name_en,
                "floor": str(level.floor),
                "instrument_floor": None if level.instrument_floor is None else str(level.instrument_floor),
            }
            for level in model.levels.all()
        ],
    }


def _named(row, **more: object) -> dict:
    data = {"title_th": row.title_th, "title_en": row.title_en, **more}
    return _without_blanks(data, "title_th")


def _without_blanks(data: dict, *always: str) -> dict:
    """Without what is empty, so that the file reads well; `always` stays, since its absence is a fault."""
    return {name: value for name, value in data.items() if name in always or value not in ("", [], {}, None)}


def _indicator(top: dict) -> dict:
    row = top["indicator"]
    data = {"number": row.number, "instrument": row.instrument, **_named(row, description=row.description)}
    if top["subs"]:
        data["subs"] = [_sub(sub) for sub in top["subs"]]
    return data


def _sub(entry: dict) -> dict:
    row = entry["sub"]
    headings = [
        {
            **_named(h["heading"], group_th=h["heading"].group_th, group_en=h["heading"].group_en, notes=h["heading"].notes),
            "items": [_item(one["item"], one["components"]) for one in h["items"]],
        }
        for h in entry["headings"]
    ]
    return {"number": row.number, **_named(row, description=row.description), "headings": headings}


def _item(item: Item, nodes: list[Node]) -> dict:
    data = {
        "code": item.code,
        **_named(item),
        "period_rule": item.period_rule,
        "scope": item.scope,
        "needs_signature": item.needs_signature,
        "machine_readable": item.machine_readable,
        **_recurrence(item),
        "depends_on": [other.code for other in item.depends_on.all()],
        "requirements": [
            join.requirement.key if join.certain else {"key": join.requirement.key, "certain": False}
            for join in item.itemrequirement_set.all()
        ],
        "verified": item.verified,
        "notes": item.notes,
        "doubts": item.doubts,
        "components": [_component(node) for node in nodes],
    }
    if item.weight != 1:
        data["weight"] = str(item.weight)
    return data


def _recurrence(item: Item) -> dict:
    """Only what differs from the default; nothing for an item that is asked once."""
    found = {name: getattr(item, name) for name in files.RECURRENCE}
    return {name: value for name, value in found.items() if value != files.RECURRENCE[name]}


def _component(node: Node) -> dict:
    component = node.component
    data: dict = {"text": component.text}
    if not component.required:
        data["required"] = False
    if component.target_offset is not None:
        data["target_year"] = {"offset": component.target_offset, "wording": component.target_wording}
    if node.children:
        data["children"] = [_component(child) for child in node.children]
    return data

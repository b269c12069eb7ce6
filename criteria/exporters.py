"""From rows to catalogue files and to the API's shape."""

import yaml

from criteria.models import Edition, Item, Level, ScoringModel, Window
from criteria.queries import Node, catalogue_tree


def edition_yaml(edition: Edition) -> str:
    """The edition in the format of docs/catalogue.md; importing it elsewhere gives the same rows."""
    return yaml.safe_dump(edition_data(edition), allow_unicode=True, sort_keys=False, width=110)


def edition_data(edition: Edition) -> dict:
    data = {
        "code": edition.code,
        "fiscal_year": edition.fiscal_year,
        "programme": edition.programme,
        "title_th": edition.title_th,
        "title_en": edition.title_en,
        "source": edition.source,
        "verified": edition.verified,
        "verification_note": edition.verification_note,
        "scoring": _scoring(edition),
        "windows": [
            {"stage": w.stage, "opens_on": w.opens_on, "closes_on": w.closes_on} for w in Window.objects.filter(edition=edition)
        ],
        "indicators": [_indicator(top) for top in catalogue_tree(edition)],
        "corrections": edition.corrections,
    }
    return {name: value for name, value in data.items() if value not in ("", [], {})}


def _scoring(edition: Edition) -> dict:
    model = ScoringModel.objects.get(edition=edition)
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
            for level in Level.objects.filter(scoring=model)
        ],
    }


def _named(row, **more: object) -> dict:
    data = {"title_th": row.title_th, "title_en": row.title_en, **more}
    return {name: value for name, value in data.items() if value not in ("", [], None)}


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


def edition_json(edition: Edition) -> dict:
    """The edition as the API shows it (docs/interface.md)."""
    tree = catalogue_tree(edition)
    return {
        "code": edition.code,
        "fiscal_year": edition.fiscal_year,
        "programme": edition.programme,
        "title": edition.title,
        "verified": edition.verified,
        "indicators": [
            {
                "number": top["indicator"].number,
                "instrument": top["indicator"].instrument,
                "title": top["indicator"].title,
                "subs": [{"number": s["sub"].number, "title": s["sub"].title, "items": s["item_count"]} for s in top["subs"]],
            }
            for top in tree
        ],
        "items": [
            _item_json(one["item"], one["components"], sub["sub"].number, heading["heading"].title, edition.fiscal_year)
            for top in tree
            for sub in top["subs"]
            for heading in sub["headings"]
            for one in heading["items"]
        ],
    }


def _item_json(item: Item, nodes: list[Node], indicator: str, heading: str, year: int) -> dict:
    return {
        "code": item.code,
        "title": item.title,
        "indicator": indicator,
        "heading": heading,
        "period_rule": item.period_rule,
        "needs_signature": item.needs_signature,
        "machine_readable": item.machine_readable,
        "depends_on": [other.code for other in item.depends_on.all()],
        "requirements": [join.requirement.key for join in item.itemrequirement_set.all()],
        "notes": item.notes,
        "components": [_component_json(node, year) for node in nodes],
    }


def _component_json(node: Node, year: int) -> dict:
    component = node.component
    return {
        "text": component.text,
        "required": component.required,
        "target_year": None if component.target_offset is None else year + component.target_offset,
        "children": [_component_json(child, year) for child in node.children],
    }

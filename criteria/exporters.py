"""From rows to catalogue files and to the API's shape."""

import yaml

from criteria.content import edition_data
from criteria.models import Edition, Item
from criteria.queries import Node, catalogue_tree


def edition_yaml(edition: Edition) -> str:
    """The edition in the format of docs/catalogue.md; importing it elsewhere gives the same rows."""
    return yaml.safe_dump(edition_data(edition), allow_unicode=True, sort_keys=False, width=110)


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
        "frequency": item.frequency,
        "periods": [[period.first_day.isoformat(), period.last_day.isoformat()] for period in item.periods],
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

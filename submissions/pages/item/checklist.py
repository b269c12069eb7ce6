"""The components of an item, each beside what proves it."""

from dataclasses import dataclass, field

from criteria.queries import Node
from submissions.models import Evidence


@dataclass
class Covered:
    """A component in the checklist, with the evidence tied to it."""

    text: str
    required: bool
    is_leaf: bool
    met: bool
    target_year: int | None
    evidence: list[Evidence]
    children: list["Covered"] = field(default_factory=list)


def checklist(nodes: list[Node], evidence: list[Evidence], fiscal_year: int) -> list[Covered]:
    """The components as a tree, each leaf with what proves it; a component with parts is covered when they are."""
    found = []
    for node in nodes:
        component = node.component
        children = checklist(node.children, evidence, fiscal_year)
        here = [one for one in evidence if component in one.components.all()]
        met = all(child.met for child in children if child.required) if children else bool(here)
        year = None if component.target_offset is None else fiscal_year + component.target_offset
        found.append(Covered(component.text, component.required, not children, met, year, here, children))
    return found

"""The coordinator's desk: what can be done with an agency's year beside its items. Each app puts its own tools there."""

from collections.abc import Callable
from dataclasses import dataclass

from assignments.models import Assessment
from assignments.queries import Seat


@dataclass(frozen=True)
class Tool:
    """A link on the desk. `text` says in a sentence what it is for."""

    label: str
    text: str
    url: str


_TOOLS: list[tuple[int, Callable[[Assessment, Seat], Tool | None]]] = []


def tool(order: int) -> Callable:
    """Decorator: this function answers with a tool, or None where the person has no use for it. It asks no database."""

    def keep(function: Callable[[Assessment, Seat], Tool | None]) -> Callable:
        _TOOLS.append((order, function))
        return function

    return keep


def tools(assessment: Assessment, seat: Seat) -> list[Tool]:
    """The tools for this person in this year, in order."""
    ordered = sorted(_TOOLS, key=lambda pair: pair[0])
    return [made for _order, make in ordered if (made := make(assessment, seat))]

"""The components of a draft's item, as a tree: add, change, move, remove."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from criteria.actions.gate import StaleEdit, count, opened, write
from criteria.actions.places import ASIDE
from criteria.models import Component, Item
from criteria.queries import Node, components_of
from ita_portal.lib.verdict import Verdict

MOST_LEVELS = 4


@transaction.atomic
def add_component(item: Item, values: Mapping[str, Any], *, parent: Component | None = None, by: User) -> Component:
    """A new component: the last of the item, or the last part of `parent`."""
    edition = opened(item.edition, by=by)
    tree = _tree(item)
    siblings = tree
    if parent is not None:
        node = _found(tree, parent)[0]
        _refuse_deep(_depth(tree, node) + 1)
        siblings = node.children
    row = Component.objects.create(item=item, parent=parent, position=Component.objects.filter(item=item).count(), **values)
    siblings.append(Node(row))
    _put_down(item, tree)
    count(edition, "add_component", target=row, by=by, where=item.code, text=row.text)
    return row


@transaction.atomic
def save_component(component: Component, values: Mapping[str, Any], *, version: int, by: User) -> None:
    """Change a component's own text and rules, if nobody did since `version`."""
    edition = opened(component.item.edition, by=by)
    write(component, values, version=version, edition=edition, by=by, verb="save_component", where=component.item.code)


@transaction.atomic
def move_component(component: Component, verb: str, *, by: User) -> None:
    """`up`, `down` among its like; `indent`: a part of the one before; `outdent`: beside what it was a part of."""
    edition = opened(component.item.edition, by=by)
    tree = _tree(component.item)
    node, siblings, parent = _found(tree, component)
    place = siblings.index(node)
    if not MOVES[verb](tree, node, siblings, place, parent):
        return
    _put_down(component.item, tree)
    count(edition, "move_component", target=component, by=by, where=component.item.code, to=verb, text=component.text)


def _swap(step: int):
    def move(tree: list[Node], node: Node, siblings: list[Node], place: int, parent: Node | None) -> bool:
        there = place + step
        if not 0 <= there < len(siblings):
            return False
        siblings[place], siblings[there] = siblings[there], siblings[place]
        return True

    return move


def _indent(tree: list[Node], node: Node, siblings: list[Node], place: int, parent: Node | None) -> bool:
    if place == 0:
        return False
    _refuse_deep(_depth(tree, node) + _height(node))  # one level down
    siblings.remove(node)
    siblings[place - 1].children.append(node)
    return True


def _outdent(tree: list[Node], node: Node, siblings: list[Node], place: int, parent: Node | None) -> bool:
    if parent is None:
        return False
    siblings.remove(node)
    beside = _found(tree, parent.component)[1]
    beside.insert(beside.index(parent) + 1, node)
    return True


MOVES = {"up": _swap(-1), "down": _swap(1), "indent": _indent, "outdent": _outdent}


@transaction.atomic
def remove_component(component: Component, *, by: User) -> None:
    """Take a component out with all its parts."""
    edition = opened(component.item.edition, by=by)
    tree = _tree(component.item)
    node, siblings, _parent = _found(tree, component)
    texts = [one.component.text for one, _up in _flat([node], None)]
    count(edition, "remove_component", target=component, by=by, where=component.item.code, texts=texts)
    siblings.remove(node)
    component.delete()
    _put_down(component.item, tree)


def _tree(item: Item) -> list[Node]:
    return components_of([item]).get(item.pk, [])


def _flat(nodes: list[Node], parent: Node | None) -> Iterator[tuple[Node, Node | None]]:
    for node in nodes:
        yield node, parent
        yield from _flat(node.children, node)


def _found(tree: list[Node], component: Component) -> tuple[Node, list[Node], Node | None]:
    """The component in the tree as it stands now, those beside it, and what it is a part of."""
    for node, parent in _flat(tree, None):
        if node.component.pk == component.pk:
            return node, parent.children if parent else tree, parent
    raise StaleEdit(None)


def _depth(tree: list[Node], node: Node) -> int:
    """1 for a component that is no part of another."""
    parent = _found(tree, node.component)[2]
    return 1 + (_depth(tree, parent) if parent else 0)


def _height(node: Node) -> int:
    """1 for a component without parts."""
    return 1 + max((_height(child) for child in node.children), default=0)


def _refuse_deep(depth: int) -> None:
    if depth > MOST_LEVELS:
        Verdict(_("Components stand at most %(n)s levels deep.") % {"n": MOST_LEVELS}).require()


def _put_down(item: Item, tree: list[Node]) -> None:
    """Write places and parents anew; all step aside first, so that no two ever stand on one place."""
    rows = []
    for position, (node, parent) in enumerate(_flat(tree, None)):
        node.component.position, node.component.parent = position, parent.component if parent else None
        rows.append(node.component)
    Component.objects.filter(item=item).update(position=F("position") + ASIDE)
    Component.objects.bulk_update(rows, ["position", "parent"])

"""Where things stand: the order of an edition's items, their codes, and what names a place by them."""

from collections.abc import Mapping, Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from criteria.models import Edition, Heading, Indicator, Item
from ita_portal.lib.verdict import Verdict

ASIDE = 10_000  # numbers beyond all codes and places: what is renumbered steps aside first, so that no two ever meet
MOST_ITEMS = 99  # a code has at most two digits


def in_order(edition: Edition) -> list[Item]:
    """The items as they are printed: by indicator, heading and number."""
    items = Item.objects.filter(edition=edition).select_related("heading__indicator", "sub")
    return list(items.order_by("sub__position", "heading__position", "heading_id", "number"))


def heading_key(heading: Heading) -> tuple[int, int, int]:
    return heading.indicator.position, heading.position, heading.pk


def put_in(order: list[Item], item: Item, *, heading: Heading, after: Item | None) -> list[Item]:
    """The order with `item` standing in `heading`, right after `after` or as its first."""
    item.heading, item.sub = heading, heading.indicator
    rest = [one for one in order if one.pk != item.pk]
    if after is not None:
        place = [one.pk for one in rest].index(after.pk) + 1
    else:
        place = next((n for n, one in enumerate(rest) if heading_key(one.heading) >= heading_key(heading)), len(rest))
    return [*rest[:place], item, *rest[place:]]


def renumber(edition: Edition, order: Sequence[Item]) -> dict[str, str]:
    """Give the items the codes O1, O2 … in this order. Answers with the codes that changed: old → new."""
    if len(order) > MOST_ITEMS:
        Verdict(_("An edition has at most %(n)s items.") % {"n": MOST_ITEMS}).require()
    moved = {item.code: f"O{n}" for n, item in enumerate(order, 1) if item.code != f"O{n}"}
    Item.objects.filter(edition=edition).update(number=F("number") + ASIDE)
    for number, item in enumerate(order, 1):
        item.prefix, item.number = "O", number
        item.fill_key()
    Item.objects.bulk_update(order, ["prefix", "number", "heading", "sub", "search_key"])
    rename(edition, moved)
    return moved


def rename(edition: Edition, moved: Mapping[str, str]) -> None:
    """Let the corrections name the places by their new names."""
    if not moved:
        return
    fresh = Edition.objects.get(pk=edition.pk)
    fresh.corrections = [{**one, "where": moved.get(str(one["where"]), one["where"])} for one in fresh.corrections]
    fresh.save(update_fields=["corrections"])
    edition.corrections = fresh.corrections


def arrange(edition: Edition) -> None:
    """Number the places of indicators and sub-indicators anew, each top followed by its own, and the items after them."""
    rows = list(Indicator.objects.filter(edition=edition).order_by("position", "pk"))
    tops = [row for row in rows if row.parent_id is None]
    wanted = [one for top in tops for one in (top, *(row for row in rows if row.parent_id == top.pk))]
    for position, row in enumerate(wanted, 1):
        row.position = position
    Indicator.objects.bulk_update(wanted, ["position"])
    renumber(edition, in_order(edition))


def swap(siblings: list, row: object, verb: str) -> bool:
    """Let the row change places with the one before (`up`) or after it. Nothing happens at the ends."""
    here = [one.pk for one in siblings].index(row.pk)  # type: ignore[attr-defined]  # every row has a key
    there = here + {"up": -1, "down": 1}[verb]
    if not 0 <= there < len(siblings):
        return False
    siblings[here], siblings[there] = siblings[there], siblings[here]
    return True

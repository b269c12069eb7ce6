"""Items of a draft: add, change, move, remove. The codes run from O1 without gap, whatever is done."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from criteria.actions import places
from criteria.actions.gate import StaleEdit, count, differences, fresh, opened, pairs, put
from criteria.models import Heading, Item, ItemRequirement, Requirement
from ita_portal.lib.thai import item_number
from ita_portal.lib.verdict import Verdict

BESIDE = ("depends_on", "requirements")  # not columns of the row: codes of items; (key, certain) of requirements


@transaction.atomic
def add_item(heading: Heading, values: Mapping[str, Any], *, after: Item | None = None, by: User) -> Item:
    """A new item in the heading, after another or as its first; those behind it move on by one."""
    edition = opened(heading.indicator.edition, by=by)
    heading = _standing(heading, after)
    columns = {name: value for name, value in values.items() if name not in BESIDE}
    number = places.ASIDE - 1  # for a moment; beyond all codes
    row = Item.objects.create(edition=edition, heading=heading, sub=heading.indicator, number=number, **columns)
    moved = places.renumber(edition, places.put_in(places.in_order(edition), row, heading=heading, after=after))
    moved.pop(f"O{number}", None)
    _join(row, {name: values[name] for name in BESIDE if name in values})
    count(edition, "add_item", target=row, by=by, where=row.code, title=row.title_th, moved=moved)
    return row


def _standing(heading: Heading, after: Item | None) -> Heading:
    """The heading as it stands now; the item before must be in it still."""
    now: Heading = Heading.objects.select_related("indicator").filter(pk=heading.pk).first() or fresh(heading)
    if after is not None and not Item.objects.filter(pk=after.pk, heading=now).exists():
        raise StaleEdit(None)
    return now


@transaction.atomic
def save_item(item: Item, values: Mapping[str, Any], *, version: int, by: User) -> None:
    """Change what an item says and asks for, if nobody did since `version`."""
    edition = opened(item.edition, by=by)
    now = fresh(item)
    before = {name: _beside(now, name) if name in BESIDE else getattr(now, name) for name in values}
    changed = differences(now, before, values, version)
    if not changed:
        return
    put(now, {name: value for name, value in changed.items() if name not in BESIDE})
    _join(now, {name: value for name, value in changed.items() if name in BESIDE})
    count(edition, "save_item", target=now, by=by, where=now.code, changed=pairs(before, changed))


def _beside(item: Item, name: str) -> list:
    if name == "depends_on":
        return [other.code for other in item.depends_on.all()]
    joins = ItemRequirement.objects.filter(item=item).select_related("requirement").order_by("pk")
    return [(join.requirement.key, join.certain) for join in joins]


def _join(item: Item, values: Mapping[str, list]) -> None:
    if "depends_on" in values:
        numbers = [item_number(code) or 0 for code in values["depends_on"]]
        item.depends_on.set(Item.objects.filter(edition=item.edition_id, number__in=numbers).exclude(pk=item.pk))
    if "requirements" in values:
        _join_requirements(item, values["requirements"])


def _join_requirements(item: Item, wanted: Iterable[tuple[str, bool]]) -> None:
    pairs_ = list(wanted)
    known = {row.key: row for row in Requirement.objects.filter(key__in=[key for key, _certain in pairs_])}
    ItemRequirement.objects.filter(item=item).delete()
    for key, certain in pairs_:
        ItemRequirement.objects.create(item=item, requirement=known[key], certain=certain)


@transaction.atomic
def move_item(item: Item, *, heading: Heading, after: Item | None = None, by: User) -> dict[str, str]:
    """Let the item stand in this heading, after another or as its first. Answers with the codes that changed: old → new."""
    edition = opened(item.edition, by=by)
    heading = _standing(heading, after)
    now = fresh(item)
    if after is not None and after.pk == now.pk:
        return {}
    moved = places.renumber(edition, places.put_in(places.in_order(edition), now, heading=heading, after=after))
    count(edition, "move_item", target=now, by=by, where=now.code, heading=heading.title_th, moved=moved)
    return moved


@transaction.atomic
def shift_item(item: Item, verb: str, *, by: User) -> dict[str, str]:
    """One place up or down. At the end of a heading it steps over into the next one before it passes an item there."""
    edition = opened(item.edition, by=by)
    now = Item.objects.select_related("heading__indicator").get(pk=fresh(item).pk)
    order = places.in_order(edition)
    beside = [one for one in order if one.heading_id == now.heading_id]
    if places.swap(beside, now, verb):
        here = [one.pk for one in beside].index(now.pk)
        return move_item(now, heading=now.heading, after=beside[here - 1] if here else None, by=by)
    headings = sorted(Heading.objects.filter(indicator__edition=edition).select_related("indicator"), key=places.heading_key)
    there = [one.pk for one in headings].index(now.heading_id) + {"up": -1, "down": 1}[verb]
    if not 0 <= there < len(headings):
        return {}
    beyond = headings[there]
    last = next((one for one in reversed(order) if one.heading_id == beyond.pk), None)
    return move_item(now, heading=beyond, after=last if verb == "up" else None, by=by)


@transaction.atomic
def remove_item(item: Item, *, by: User) -> None:
    """Take an item out with its components; those behind it move up by one. Not while another depends on it."""
    edition = opened(item.edition, by=by)
    now = fresh(item)
    waiting = [other.code for other in now.dependants.all()]
    if waiting:
        text = _("%(others)s depend on %(code)s. Change that first.")
        Verdict(text % {"others": ", ".join(waiting), "code": now.code}).require()
    texts = list(now.components.values_list("text", flat=True))
    count(edition, "remove_item", target=now, by=by, where=now.code, title=now.title_th, components=texts)
    edition.corrections = [one for one in edition.corrections if str(one["where"]) != now.code]
    edition.save(update_fields=["corrections"])
    now.delete()
    places.renumber(edition, places.in_order(edition))

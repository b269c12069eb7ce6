"""Indicators, sub-indicators and headings of a draft: add, change, order, remove."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from criteria.actions import places
from criteria.actions.gate import count, differences, fresh, opened, pairs, put
from criteria.files import belongs_to
from criteria.models import Edition, Heading, Indicator, Item
from ita_portal.lib.verdict import Verdict


@transaction.atomic
def add_indicator(edition: Edition, values: Mapping[str, Any], *, parent: Indicator | None = None, by: User) -> Indicator:
    """A new indicator at the end, or with `parent` a new sub-indicator of it."""
    opened(edition, by=by)
    _free_number(edition, values["number"])
    position = Indicator.objects.filter(edition=edition).count() + 1
    if parent:
        values = {**values, "instrument": parent.instrument}
    row = Indicator.objects.create(edition=edition, parent=parent, position=position, **values)
    places.arrange(edition)
    count(edition, "add_indicator", target=row, by=by, where=row.number, title=row.title_th)
    return row


@transaction.atomic
def save_indicator(indicator: Indicator, values: Mapping[str, Any], *, version: int, by: User) -> None:
    """Change an indicator. With its number those of its sub-indicators change, and with its instrument theirs."""
    edition = opened(indicator.edition, by=by)
    now = fresh(indicator)
    before = {name: getattr(now, name) for name in values}
    changed = differences(now, before, values, version)
    if not changed:
        return
    if "number" in changed:
        _free_number(edition, values["number"], but=now)
        _renumber_subs(edition, now, values["number"])
    put(now, changed)
    if "instrument" in changed:
        Indicator.objects.filter(parent=now).update(instrument=now.instrument, version=F("version") + 1)
    count(edition, "save_indicator", target=now, by=by, where=now.number, changed=pairs(before, changed))


def _free_number(edition: Edition, number: str, but: Indicator | None = None) -> None:
    others = Indicator.objects.filter(edition=edition, number=number).exclude(pk=but.pk if but else 0)
    if others.exists():
        Verdict(_("indicator number %(number)s stands twice.") % {"number": number}).require()


def _renumber_subs(edition: Edition, top: Indicator, number: str) -> None:
    moved = {top.number: number}
    for sub in Indicator.objects.filter(parent=top):
        if belongs_to(sub.number, top.number):
            moved[sub.number] = number + sub.number.removeprefix(top.number)
            _free_number(edition, moved[sub.number], but=sub)
            put(sub, {"number": moved[sub.number]})
    places.rename(edition, moved)


@transaction.atomic
def move_indicator(indicator: Indicator, verb: str, *, by: User) -> None:
    """Up or down among its like, with all that is in it; the codes follow."""
    edition = opened(indicator.edition, by=by)
    siblings = list(Indicator.objects.filter(edition=edition, parent=indicator.parent_id))
    taken = sorted(row.position for row in siblings)
    if places.swap(siblings, fresh(indicator), verb):
        for position, row in zip(taken, siblings, strict=True):
            row.position = position
        Indicator.objects.bulk_update(siblings, ["position"])
        places.arrange(edition)
        count(edition, "move_indicator", target=indicator, by=by, where=indicator.number, to=verb)


@transaction.atomic
def remove_indicator(indicator: Indicator, *, by: User) -> None:
    """Take an empty one away: without sub-indicators and without items."""
    edition = opened(indicator.edition, by=by)
    if Indicator.objects.filter(parent=indicator).exists() or Item.objects.filter(sub=indicator).exists():
        Verdict(_("%(number)s is not empty. Move or remove what is in it first.") % {"number": indicator.number}).require()
    count(edition, "remove_indicator", target=indicator, by=by, where=indicator.number, title=indicator.title_th)
    indicator.delete()
    places.arrange(edition)


@transaction.atomic
def add_heading(sub: Indicator, values: Mapping[str, Any], *, by: User) -> Heading:
    """A new heading at the end of a sub-indicator."""
    edition = opened(sub.edition, by=by)
    position = Heading.objects.filter(indicator=sub).count()
    row = Heading.objects.create(**{**values, "indicator": sub, "position": position})
    _line_up(sub)
    count(edition, "add_heading", target=row, by=by, where=sub.number, title=row.title_th)
    return row


@transaction.atomic
def save_heading(heading: Heading, values: Mapping[str, Any], *, version: int, by: User) -> None:
    """Change a heading; in another sub-indicator it stands last, with its items."""
    edition = opened(heading.indicator.edition, by=by)
    now = fresh(heading)
    before = {name: getattr(now, name) for name in values}
    changed = differences(now, before, values, version)
    if not changed:
        return
    if "indicator" in changed:
        now.position = Heading.objects.filter(indicator=values["indicator"]).count() + places.ASIDE
    if "title_th" in changed and not _others_of_the_name(edition, now).exists():
        places.rename(edition, {now.title_th: values["title_th"]})
    put(now, changed)
    if "indicator" in changed:
        Item.objects.filter(heading=now).update(sub=now.indicator)
        _line_up(now.indicator)
        places.renumber(edition, places.in_order(edition))
    count(edition, "save_heading", target=now, by=by, where=now.title_th, changed=pairs(before, changed))


def _others_of_the_name(edition: Edition, heading: Heading):
    return Heading.objects.filter(indicator__edition=edition, title_th=heading.title_th).exclude(pk=heading.pk)


def _line_up(sub: Indicator, order: list[Heading] | None = None) -> None:
    rows = list(Heading.objects.filter(indicator=sub).order_by("position", "pk")) if order is None else order
    for position, row in enumerate(rows):
        row.position = position
    Heading.objects.bulk_update(rows, ["position"])


@transaction.atomic
def move_heading(heading: Heading, verb: str, *, by: User) -> None:
    """Up or down in its sub-indicator, with its items; the codes follow."""
    edition = opened(heading.indicator.edition, by=by)
    now = fresh(heading)
    siblings = list(Heading.objects.filter(indicator=now.indicator_id).order_by("position", "pk"))
    if places.swap(siblings, now, verb):
        _line_up(now.indicator, siblings)
        places.renumber(edition, places.in_order(edition))
        count(edition, "move_heading", target=now, by=by, where=now.title_th, to=verb)


@transaction.atomic
def remove_heading(heading: Heading, *, by: User) -> None:
    """Take an empty heading away."""
    edition = opened(heading.indicator.edition, by=by)
    if Item.objects.filter(heading=heading).exists():
        Verdict(_("The heading “%(title)s” has items. Move or remove them first.") % {"title": heading.title_th}).require()
    count(edition, "remove_heading", target=heading, by=by, where=heading.title_th)
    sub = heading.indicator
    heading.delete()
    _line_up(sub)

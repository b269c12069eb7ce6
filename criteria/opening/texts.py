"""All rows of an edition, and every text in them with its place. The number of queries does not depend on how many there are."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext as _

from criteria.models import (
    Component,
    Edition,
    Heading,
    Indicator,
    Item,
    ItemRequirement,
    Level,
    ScoringModel,
    Window,
)

# Model → the fields that hold wording. Lists hold strings or {kind, text}; `source` is a mapping. A test holds this complete.
WORDING: dict[type[Model], tuple[str, ...]] = {
    Edition: ("title_th", "title_en", "source", "verification_note"),
    Indicator: ("title_th", "title_en", "description"),
    Heading: ("title_th", "title_en", "group_th", "group_en", "notes"),
    Item: ("title_th", "title_en", "notes", "doubts", "none_wording"),
    Component: ("text", "target_wording"),
    Level: ("name_th", "name_en"),
}
# Wording that speaks of the older document itself: it is carried over as it stands, or written anew.
ABOUT_THE_DOCUMENT = ("source", "verification_note", "doubts")


@dataclass
class Rows:
    """An edition with everything that hangs on it."""

    edition: Edition
    indicators: list[Indicator]
    headings: list[Heading]
    items: list[Item]
    components: list[Component]
    joins: list[ItemRequirement]
    dependencies: list[tuple[int, int]]  # (item, the item it builds on)
    scoring: ScoringModel | None
    levels: list[Level]
    windows: list[Window]
    item_by_id: dict[int, Item] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.item_by_id = {item.pk: item for item in self.items}


def rows_of(edition: Edition) -> Rows:
    """Nine queries."""
    scoring = ScoringModel.objects.filter(edition=edition).first()
    pairs = Item.depends_on.through.objects.filter(from_item__edition=edition)
    return Rows(
        edition=edition,
        indicators=list(Indicator.objects.filter(edition=edition)),
        headings=list(Heading.objects.filter(indicator__edition=edition).order_by("indicator__position", "position")),
        items=list(Item.objects.filter(edition=edition)),
        components=list(Component.objects.filter(item__edition=edition).order_by("item__number", "position")),
        joins=list(ItemRequirement.objects.filter(item__edition=edition)),
        dependencies=list(pairs.values_list("from_item_id", "to_item_id")),
        scoring=scoring,
        levels=list(Level.objects.filter(scoring=scoring)) if scoring else [],
        windows=list(Window.objects.filter(edition=edition)),
    )


@dataclass(frozen=True)
class Place:
    """One text of an edition: `model`, `pk`, `field` and, in a list or a mapping, `part` say where it stands."""

    model: type[Model]
    pk: int
    field: str
    part: str
    text: str
    group: str  # what a person calls the place: O4, 9.1, a heading
    title: str  # of the group
    what: str  # the field, in words
    item: int | None = None  # the item that it belongs to

    @property
    def key(self) -> str:
        return "-".join(filter(None, (self.model.__name__.lower(), str(self.pk), self.field, self.part)))

    @property
    def is_about_the_document(self) -> bool:
        return self.field in ABOUT_THE_DOCUMENT


def words_of_fields() -> dict[str, str]:
    return {
        "title_th": _("title"),
        "title_en": _("English title"),
        "group_th": _("printed group"),
        "group_en": _("printed group in English"),
        "name_th": _("name of a level"),
        "name_en": _("English name of a level"),
        "description": _("description"),
        "notes": _("note"),
        "doubts": _("doubt"),
        "text": _("component"),
        "target_wording": _("target year's wording"),
        "none_wording": _("words for “there was none”"),
        "source": _("source"),
        "verification_note": _("verification note"),
    }


def places_of(rows: Rows) -> Iterator[Place]:
    """Every text that is not empty, in printed order: the edition, its indicators with headings, its items with components."""
    words = words_of_fields()
    whole = (_("Edition"), "")
    yield from _texts(rows.edition, words, *whole)
    for indicator in rows.indicators:
        yield from _texts(indicator, words, indicator.number, indicator.title)
    numbers = {indicator.pk: indicator.number for indicator in rows.indicators}
    for heading in rows.headings:
        yield from _texts(heading, words, numbers[heading.indicator_id], heading.title)
    for level in rows.levels:
        yield from _texts(level, words, *whole)
    parts: dict[int, list[Component]] = {}
    for component in rows.components:
        parts.setdefault(component.item_id, []).append(component)
    for item in rows.items:
        for row in (item, *parts.get(item.pk, ())):
            yield from _texts(row, words, item.code, item.title, item.pk)


def _texts(row: Model, words: dict[str, str], group: str, title: str, item: int | None = None) -> Iterator[Place]:
    model = type(row)
    for name in WORDING[model]:
        for part, text in parts_of(getattr(row, name)):
            if text:
                yield Place(model, row.pk, name, part, text, group, title, words[name], item)


def parts_of(value: object) -> list[tuple[str, str]]:
    """The texts in a field's value, each with the part of it in which it stands."""
    if isinstance(value, str):
        return [("", value)]
    if isinstance(value, dict):
        return [(str(key), str(text)) for key, text in value.items() if isinstance(text, str)]
    if isinstance(value, list):
        return [(str(n), one["text"] if isinstance(one, dict) else str(one)) for n, one in enumerate(value)]
    return []


def with_part(value: object, part: str, text: str) -> object:
    """The field's value with another text in that part."""
    if isinstance(value, dict):
        return {**value, part: text}
    if isinstance(value, list):
        return [_replaced(one, text) if str(n) == part else one for n, one in enumerate(value)]
    return text


def _replaced(one: object, text: str) -> object:
    return {**one, "text": text} if isinstance(one, dict) else text

"""Every text of an edition that can be corrected by itself, with the place that names it in `edition.corrections`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from criteria.models import Component, Edition, Heading, Indicator, Item

KINDS: dict[str, type] = {"edition": Edition, "indicator": Indicator, "heading": Heading, "item": Item, "component": Component}
Row = Edition | Indicator | Heading | Item | Component

LABELS: dict[str, str | Promise] = {
    "title_th": _("Thai title"),
    "title_en": _("English title"),
    "description": _("Description"),
    "group_th": _("Title above the heading"),
    "notes": _("Note"),
    "text": _("Component"),
}


@dataclass(frozen=True)
class Wording:
    """One text. `index` is its number among the notes of the row, None elsewhere."""

    row: Row
    where: str  # as in docs/catalogue.md: an item's code, an indicator's number, a heading's title, or "edition"
    field: str
    text: str
    index: int | None = None

    @property
    def key(self) -> str:
        """Names the text in an address."""
        parts = [self.row._meta.model_name or "", str(self.row.pk), self.field]
        return "-".join(parts if self.index is None else [*parts, str(self.index)])

    @property
    def label(self) -> str:
        return str(LABELS[self.field])


def wordings_of(row: Row) -> list[Wording]:
    """The texts of one row; an item's with those of its components."""
    return list(_FINDERS[type(row)](row))


def wording_by_key(edition: Edition, key: str) -> Wording | None:
    """The text that a key names, as it stands now; None when there is none of that name in this edition."""
    kind, _dash, rest = key.partition("-")
    pk = rest.partition("-")[0]
    if kind not in KINDS or not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        return None
    row = _row(edition, kind, int(pk))
    return next((one for one in wordings_of(row) if one.key == key), None) if row else None


def _row(edition: Edition, kind: str, pk: int) -> Row | None:
    if kind == "edition":
        return edition if edition.pk == pk else None
    inside = {"indicator": "edition", "heading": "indicator__edition", "item": "edition", "component": "item__edition"}
    rows = KINDS[kind].objects.filter(**{inside[kind]: edition}, pk=pk)  # type: ignore[attr-defined]  # they are models
    return (rows.select_related("item") if kind == "component" else rows).first()


def _of_edition(row: Edition) -> Iterator[Wording]:
    yield from _titles(row, "edition")


def _of_indicator(row: Indicator) -> Iterator[Wording]:
    yield from _titles(row, row.number)
    if row.description:
        yield Wording(row, row.number, "description", row.description)


def _of_heading(row: Heading) -> Iterator[Wording]:
    yield from _titles(row, row.title_th)
    if row.group_th:
        yield Wording(row, row.title_th, "group_th", row.group_th)
    yield from _notes(row, row.title_th)


def _of_item(row: Item) -> Iterator[Wording]:
    yield from _titles(row, row.code)
    for component in row.components.all():
        yield Wording(component, row.code, "text", component.text)
    yield from _notes(row, row.code)


def _of_component(row: Component) -> Iterator[Wording]:
    yield Wording(row, row.item.code, "text", row.text)


def _titles(row: Edition | Indicator | Heading | Item, where: str) -> Iterator[Wording]:
    yield Wording(row, where, "title_th", row.title_th)
    yield Wording(row, where, "title_en", row.title_en)


def _notes(row: Heading | Item, where: str) -> Iterator[Wording]:
    for index, note in enumerate(row.notes):
        yield Wording(row, where, "notes", note["text"], index)


_FINDERS: dict[type, Callable[..., Iterator[Wording]]] = {
    Edition: _of_edition,
    Indicator: _of_indicator,
    Heading: _of_heading,
    Item: _of_item,
    Component: _of_component,
}

"""Reads of the catalogue."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from criteria import scoring, values
from criteria.differences import Difference, difference
from criteria.enums import EditionState, Stage
from criteria.models import (
    Component,
    Edition,
    Heading,
    Indicator,
    Item,
    ItemRequirement,
    Level,
    Requirement,
    ScoringModel,
    Window,
)
from criteria.windows import Span


@dataclass
class Node:
    """A component with its parts, for a page."""

    component: Component
    children: list["Node"] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        return not self.children


YEARS = Count("assessments")  # the rows are those of an app above; only their number is asked


def editions(*, with_drafts: bool = False) -> list[Edition]:
    """Newest year first, each with the number of its items and of the agencies' years open with it."""
    # The order is said here, because a query that groups leaves the model's own out.
    of_each = Item.objects.filter(edition=OuterRef("pk")).order_by().values("edition").annotate(n=Count("pk")).values("n")
    counted = Edition.objects.annotate(item_count=Coalesce(Subquery(of_each), 0), year_count=YEARS)
    found = counted.order_by("-fiscal_year", "programme")
    return list(found if with_drafts else found.exclude(state=EditionState.DRAFT))


def edition_before(edition: Edition, known: list[Edition]) -> Edition | None:
    """Which of them an edition is compared with when nobody says: the last year before, of the same programme where there is one."""
    earlier = [one for one in known if one.fiscal_year < edition.fiscal_year]
    return max(earlier, key=lambda one: (one.programme == edition.programme, one.fiscal_year), default=None)


def edition_by_code(code: str) -> Edition | None:
    return Edition.objects.filter(code=code).first()


def edition_at_work(code: str) -> Edition | None:
    """The edition with the number of agencies' years that are open with it: what the workshop's rules ask."""
    return Edition.objects.annotate(year_count=YEARS).select_related("scoring").filter(code=code).first()


_WITHIN: dict[type, tuple[str, tuple[str, ...]]] = {  # how a row belongs to its edition, and what a page reads with it
    Indicator: ("edition", ("edition", "parent")),
    Heading: ("indicator__edition", ("indicator__edition",)),
    Item: ("edition", ("edition", "heading", "sub")),
    Component: ("item__edition", ("item__edition",)),
}


def row_of(edition: Edition, kind, pk: object):
    """The row of this kind and number, if it belongs to the edition."""
    text = str(pk)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    within, beside = _WITHIN[kind]
    return kind.objects.select_related(*beside).filter(**{within: edition}, pk=int(text)).first()


def all_requirements() -> list[Requirement]:
    return list(Requirement.objects.all())


def items_of(edition: Edition) -> list[Item]:
    return list(Item.objects.filter(edition=edition).order_by("number"))


def instruments_of(edition: Edition) -> set[str]:
    """The instruments that have an indicator."""
    return set(Indicator.objects.filter(edition=edition, parent=None).values_list("instrument", flat=True))


def components_of(items: list[Item]) -> dict[int, list[Node]]:
    """Item id -> its components as trees; one query for all items."""
    return trees(Component.objects.filter(item__in=items).order_by("item_id", "position"))


def trees(components) -> dict[int, list[Node]]:
    """Components in order of position, hung into trees by item."""
    nodes: dict[int, Node] = {}
    roots: dict[int, list[Node]] = defaultdict(list)
    for component in components:
        node = nodes[component.pk] = Node(component)
        siblings = nodes[component.parent_id].children if component.parent_id else roots[component.item_id]
        siblings.append(node)
    return roots


def leaves(nodes: list[Node]) -> list[Component]:
    """The parts that are judged: a component with parts is met when its parts are."""
    found: list[Component] = []
    for node in nodes:
        found.extend([node.component] if node.is_leaf else leaves(node.children))
    return found


def required_leaves(nodes: list[Node]) -> list[Component]:
    return [component for component in leaves(nodes) if component.required]


def catalogue_tree(edition: Edition) -> list[dict]:
    """The whole edition for a page or an export: indicators → subs → headings → items → components. Six queries."""
    return catalogue_trees([edition])[edition.pk]


def catalogue_trees(editions: list[Edition]) -> dict[int, list[dict]]:
    """Edition id → its tree, as `catalogue_tree`. Six queries for all."""
    by_id = {edition.pk: edition for edition in editions}
    items = list(
        Item.objects.filter(edition__in=editions)
        .prefetch_related(
            Prefetch("depends_on", queryset=Item.objects.only("id", "prefix", "number")),
            Prefetch("itemrequirement_set", queryset=ItemRequirement.objects.select_related("requirement")),
        )
        .order_by("number")
    )
    parts = components_of(items)
    by_heading: dict[int, list[dict]] = defaultdict(list)
    for item in items:
        item.edition = by_id[item.edition_id]
        by_heading[item.heading_id].append({"item": item, "components": parts.get(item.pk, [])})
    headings: dict[int, list[dict]] = defaultdict(list)
    for heading in Heading.objects.filter(indicator__edition__in=editions):
        headings[heading.indicator_id].append({"heading": heading, "items": by_heading[heading.pk]})
    subs: dict[int, list[dict]] = defaultdict(list)
    tops = []
    for indicator in Indicator.objects.filter(edition__in=editions):
        if indicator.parent_id:
            entry = {"sub": indicator, "headings": headings[indicator.pk]}
            entry["item_count"] = sum(len(one["items"]) for one in headings[indicator.pk])
            subs[indicator.parent_id].append(entry)
        else:
            tops.append(indicator)
    trees: dict[int, list[dict]] = {pk: [] for pk in by_id}
    for top in tops:
        trees[top.edition_id].append({"indicator": top, "subs": subs[top.pk]})
    return trees


def indicators_of(edition: Edition) -> list[Indicator]:
    """Indicators and sub-indicators in printed order."""
    return list(Indicator.objects.filter(edition=edition))


def scoring_model(edition: Edition, rows: list[Item] | None = None, indicators: list[Indicator] | None = None) -> scoring.Model:
    """The edition's arithmetic as plain values. Reads what it is not given: items (in order) and indicators."""
    stored = edition.scoring
    items: dict[int, list[scoring.Item]] = defaultdict(list)
    for item in rows if rows is not None else Item.objects.filter(edition=edition).order_by("number"):
        items[item.sub_id].append(scoring.Item(item.code, item.weight))
    indicators = indicators_of(edition) if indicators is None else indicators
    tops = tuple(
        scoring.Indicator(
            top.number,
            top.instrument,
            tuple(scoring.SubIndicator(sub.number, tuple(items[sub.pk])) for sub in indicators if sub.parent_id == top.pk),
        )
        for top in indicators
        if top.parent_id is None
    )
    levels = tuple(scoring.Level(str(lv), lv.floor, lv.instrument_floor) for lv in Level.objects.filter(scoring=stored))
    weights = {name: Decimal(str(weight)) for name, weight in stored.weights.items()}
    return scoring.Model(stored.rule, weights, tops, levels)


def allowed_scores(edition: Edition) -> list[Decimal]:
    """The item scores that the edition allows; empty when any value from 0 to 100 is."""
    return [Decimal(value) for value in ScoringModel.objects.get(edition=edition).scale]


def dependencies_of(edition: Edition) -> dict[int, tuple[str, ...]]:
    """Item id → the codes of the items that it builds on. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    through = Item.depends_on.through
    rows = through.objects.filter(from_item__edition=edition).select_related("to_item")
    for row in rows:
        found[row.from_item_id].append(row.to_item.code)
    return {pk: tuple(codes) for pk, codes in found.items()}


def windows_of(edition: Edition) -> dict[str, Window]:
    return {window.stage: window for window in Window.objects.filter(edition=edition)}


def plain_edition(edition: Edition) -> values.Edition:
    """The edition as plain values, for `criteria.crosswalk` and `criteria.differences`. Nine queries, however many items."""
    tree = catalogue_tree(edition)
    tops = [(top["indicator"], None) for top in tree] + [(sub["sub"], top["indicator"]) for top in tree for sub in top["subs"]]
    items = [
        _plain_item(one["item"], one["components"], sub["sub"], heading["heading"])
        for top in tree
        for sub in top["subs"]
        for heading in sub["headings"]
        for one in heading["items"]
    ]
    return values.Edition(
        code=edition.code,
        fiscal_year=edition.fiscal_year,
        title_th=edition.title_th,
        title_en=edition.title_en,
        verified=edition.verified,
        scoring=_plain_scoring(edition),
        windows=tuple((w.stage, w.opens_on.isoformat(), w.closes_on.isoformat()) for w in windows_of(edition).values()),
        indicators=tuple(
            values.Indicator(
                row.number, row.instrument, row.title_th, row.title_en, parent.number if parent else "", row.description
            )
            for row, parent in sorted(tops, key=lambda pair: pair[0].position)
        ),
        items=tuple(items),
    )


def difference_of(old: Edition, new: Edition) -> Difference:
    """What changed from one edition to another. As many queries for large editions as for small ones."""
    return difference(plain_edition(old), plain_edition(new))


def _plain_item(item: Item, nodes: list[Node], sub: Indicator, heading: Heading) -> values.Item:
    return values.Item(
        code=item.code,
        title_th=item.title_th,
        title_en=item.title_en,
        sub=sub.number,
        heading=heading.title_th,
        period_rule=item.period_rule,
        scope=item.scope,
        needs_signature=item.needs_signature,
        machine_readable=item.machine_readable,
        frequency=item.frequency,
        counted_months=item.counted_months,
        due_day=item.due_day,
        none_wording=item.none_wording,
        verified=item.verified,
        weight=item.weight,
        depends_on=tuple(other.code for other in item.depends_on.all()),
        requirements=tuple(values.Join(join.requirement.key, join.certain) for join in item.itemrequirement_set.all()),
        notes=tuple(values.Note(note["kind"], note["text"]) for note in item.notes),
        components=tuple(_plain_component(node) for node in nodes),
    )


def _plain_component(node: Node) -> values.Component:
    part = node.component
    children = tuple(_plain_component(child) for child in node.children)
    return values.Component(part.text, part.required, part.target_offset, part.target_wording, children)


def _plain_scoring(edition: Edition) -> values.Scoring | None:
    stored = ScoringModel.objects.filter(edition=edition).first()
    if stored is None:
        return None
    return values.Scoring(
        rule=stored.rule,
        level_rule=stored.level_rule,
        scale=tuple(map(str, stored.scale)),
        weights=tuple((name, str(weight)) for name, weight in sorted(stored.weights.items())),
        assessors=stored.assessors,
        levels=tuple(
            values.Level(level.name_th, level.name_en, level.floor, level.instrument_floor)
            for level in Level.objects.filter(scoring=stored)
        ),
    )


def spans_of(edition: Edition) -> dict[Stage, Span]:
    """The edition's calendar as plain values, in the order of the stages."""
    windows = windows_of(edition)
    found = {stage: windows[stage] for stage in Stage if stage in windows}
    return {stage: Span(stage, window.opens_on, window.closes_on) for stage, window in found.items()}


def calendar_before(edition: Edition) -> Edition | None:
    """The latest earlier edition that has windows, of the same programme if any of it has."""
    earlier = Edition.objects.filter(fiscal_year__lt=edition.fiscal_year, windows__isnull=False).distinct()
    ordered = earlier.order_by("-fiscal_year", "programme")
    return ordered.filter(programme=edition.programme).first() or ordered.first()

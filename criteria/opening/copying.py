"""The new edition: every row copied, the decided years in its texts, and what was decided kept with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from criteria.enums import EditionState
from criteria.models import Component, Edition, Heading, Indicator, Item, ItemRequirement, Level, Window
from criteria.opening.plan import Change, Plan, plan_of
from criteria.opening.remaining import PERSON, RULE, SHIFTED, old_years_of
from criteria.opening.texts import with_part
from criteria.policy import may_administer
from criteria.shifting import Decision, rewritten
from ita_portal.lib.verdict import Verdict
from records.actions import record


class EditionStands(Exception):
    """There is an edition of that year and programme already; nothing was changed."""


class StalePlan(Exception):
    """The older edition's texts changed since the decisions were made; nothing was changed."""


def open_next(plan: Plan, *, by: User) -> Edition:
    """Make the draft edition that the plan describes. The number of queries does not depend on how much there is.

    Raises PermissionDenied with a sentence while a year is undecided, EditionStands when the edition exists.
    """
    may_administer(by).require()
    if plan.open_questions:
        Verdict(_("Some years are not decided yet; they stand first on the page.")).require()
    try:
        with transaction.atomic():
            if Edition.objects.filter(code=plan.code).exists():
                raise EditionStands
            fresh = plan_of(plan.edition, plan.year, plan.programme)
            if fresh.digest != plan.digest:
                raise StalePlan
            edition = _Copy(plan, _texts_after(plan.changes)).make()
            record("open_next", target=edition, by=by, scope=edition.code, opened_from=plan.edition.code, years=plan.counts)
    except IntegrityError as problem:
        raise EditionStands from problem
    return edition


def _texts_after(changes: Iterable[Change]) -> dict[tuple[type[Model], int], dict[str, list[tuple[str, str]]]]:
    """(model, pk) → field → the parts of it that read otherwise, each with its new text."""
    by_place: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_place[change.place.key].append(change)
    found: dict[tuple[type[Model], int], dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for here in by_place.values():
        place = here[0].place
        years = [(change.occurrence, change.new_year) for change in here if change.new_year is not None]
        if years:
            found[place.model, place.pk][place.field].append((place.part, rewritten(place.text, years)))
    return found


@dataclass
class _Copy:
    """One copying: old ids lead to new rows."""

    plan: Plan
    texts: dict
    made: dict[tuple[type[Model], int], Model] = field(default_factory=dict)

    def make(self) -> Edition:
        rows = self.plan.rows
        edition = self._edition()
        self._indicators(edition)
        self._all(Heading, rows.headings, lambda row: {"indicator": self.made[Indicator, row.indicator_id]})
        self._items(edition)
        self._components()
        self._scoring(edition)
        Window.objects.bulk_create(
            Window(edition=edition, stage=span.stage, opens_on=span.opens_on, closes_on=span.closes_on)
            for span, _hints in self.plan.spans
        )
        return edition

    def _new(self, row: Model, **changes: Any) -> Any:
        """The row as it is, with the new texts and `changes`; not saved."""
        skipped = {"id", *(relation.attname for relation in row._meta.concrete_fields if relation.is_relation)}
        values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.attname not in skipped}
        for name, parts in self.texts.get((type(row), row.pk), {}).items():
            for part, text in parts:
                values[name] = with_part(values[name], part, text)
        fresh = {name: 1 for name in ("version",) if name in values}  # nobody has edited the new row yet
        new = type(row)(**{**values, **fresh, **changes})
        self.made[type(row), row.pk] = new
        return new

    def _all(self, model: type[Model], rows: Iterable[Any], changes) -> None:
        new = [self._new(row, **changes(row)) for row in rows]
        for one in new:
            if hasattr(one, "fill_key"):
                one.fill_key()
        model._default_manager.bulk_create(new)

    def _edition(self) -> Edition:
        old = self.plan.edition
        edition = self._new(
            old,
            code=self.plan.code,
            fiscal_year=self.plan.year,
            programme=self.plan.programme,
            state=EditionState.DRAFT,
            verified=False,
            verification_note=_note(self.plan),
            source={**old.source, "note": _source_note(old)},
            corrections=[],
            digest="",
            revision=0,
            opened_from=old,
            year_notes=_year_notes(self.plan.changes),
        )
        edition.save()
        return edition

    def _indicators(self, edition: Edition) -> None:
        """Those without parent first."""
        rows = self.plan.rows.indicators
        self._all(Indicator, [row for row in rows if row.parent_id is None], lambda row: {"edition": edition})
        subs = [row for row in rows if row.parent_id is not None]
        self._all(Indicator, subs, lambda row: {"edition": edition, "parent": self.made[Indicator, row.parent_id]})

    def _items(self, edition: Edition) -> None:
        rows = self.plan.rows
        self._all(
            Item,
            rows.items,
            lambda row: {
                "edition": edition,
                "heading": self.made[Heading, row.heading_id],
                "sub": self.made[Indicator, row.sub_id],
                "verified": False,
            },
        )
        through = Item.depends_on.through
        through.objects.bulk_create(
            through(from_item_id=self.made[Item, item].pk, to_item_id=self.made[Item, base].pk)
            for item, base in rows.dependencies
        )
        ItemRequirement.objects.bulk_create(
            ItemRequirement(item_id=self.made[Item, join.item_id].pk, requirement_id=join.requirement_id, certain=join.certain)
            for join in rows.joins
        )

    def _components(self) -> None:
        """Level by level of the tree, so that every parent has its id."""
        left = self.plan.rows.components
        while left:
            here = [row for row in left if row.parent_id is None or (Component, row.parent_id) in self.made]
            left = [row for row in left if row not in here]
            self._all(
                Component,
                here,
                lambda row: {
                    "item": self.made[Item, row.item_id],
                    "parent": self.made[Component, row.parent_id] if row.parent_id else None,
                    "target_offset": _offset_after(self.plan, row),
                },
            )

    def _scoring(self, edition: Edition) -> None:
        if self.plan.rows.scoring:
            scoring = self._new(self.plan.rows.scoring, edition=edition)
            scoring.save()
            self._all(Level, self.plan.rows.levels, lambda row: {"scoring": scoring})


def _offset_after(plan: Plan, component: Component) -> int | None:
    """The offset stays where the wording's year moves with the edition; a year that stays is further away from then on."""
    if component.target_offset is None:
        return None
    named = plan.edition.fiscal_year + component.target_offset
    for change in plan.target_changes.get(component.pk, ()):
        if change.occurrence.year == named:
            return (change.new_year or named) - plan.year
    return component.target_offset


def _year_notes(changes: Iterable[Change]) -> list[dict]:
    """What was decided about each year, by the text as it reads then: kept with the new edition, whoever edits it later."""
    by_place: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_place[change.place.key].append(change)
    return [
        {
            "text": rewritten(here[0].place.text, [(one.occurrence, one.new_year) for one in here if one.new_year is not None]),
            "years": [[_how(one.follows or one), str((one.follows or one).occurrence.why)] for one in here],
        }
        for here in by_place.values()
    ]


def _how(change: Change) -> str:
    if change.choice.decision and change.choice.decision != change.occurrence.decision:
        return PERSON
    return SHIFTED if change.decision == Decision.SHIFT else RULE


def _source_note(old: Edition) -> str:
    note = _("Opened from edition %(code)s, whose source this is.") % {"code": old.code}
    return " ".join(filter(None, (note, old.source.get("note", ""))))


def _note(plan: Plan) -> str:
    words = {"code": plan.edition.code, "title": plan.edition.title_th, "year": plan.year}
    note = (
        _("Opened from edition %(code)s (%(title)s); not yet checked against an official list of fiscal year %(year)s.") % words
    )
    return " ".join(filter(None, (note, plan.edition.verification_note)))


@transaction.atomic
def confirm_years(edition: Edition, texts: Iterable[str], *, by: User) -> int:
    """Say of these texts of a draft that the older years in them are right; returns how many were still open."""
    may_administer(by).require()
    wanted = set(texts)
    held = Edition.objects.select_for_update().get(pk=edition.pk)
    open_texts = {one.text for one in old_years_of(held).open} & wanted
    if open_texts:
        held.year_notes = [*held.year_notes, *({"text": text, "years": PERSON} for text in sorted(open_texts))]
        held.save(update_fields=["year_notes"])
        record("confirm_years", target=held, by=by, scope=held.code, texts=len(open_texts))
    return len(open_texts)

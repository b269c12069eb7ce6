"""Editions: begin one, say what it is, how it is scored, move it between draft and published, throw a draft away."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from criteria import policy
from criteria.actions.gate import StaleEdit, count, differences, held, opened, put, write
from criteria.content import findings_of
from criteria.enums import Instrument, LevelRule, ScoringRule
from criteria.models import Edition, Indicator, Level, ScoringModel
from criteria.workflow import STEPS
from ita_portal.lib.verdict import Verdict
from records.actions import record

# What an edition begins with when none is taken as a model: the national rule of recent years
DEFAULT_SCORING: dict[str, Any] = {
    "rule": ScoringRule.MEAN_OF_MEANS,
    "scale": ["0", "100"],
    "weights": {Instrument.IIT: 30, Instrument.EIT: 30, Instrument.OIT: 40},
    "level_rule": LevelRule.FLOORS,
    "assessors": 1,
}
DEFAULT_LEVELS: list[dict[str, Any]] = [
    {"name_th": "ผ่านดีเยี่ยม", "name_en": "Excellent pass", "floor": Decimal(95), "instrument_floor": Decimal(95)},
    {"name_th": "ผ่านดี", "name_en": "Good pass", "floor": Decimal(85), "instrument_floor": Decimal(85)},
    {"name_th": "ผ่าน", "name_en": "Pass", "floor": Decimal(85), "instrument_floor": None},
    {"name_th": "ต้องปรับปรุง", "name_en": "Needs improvement", "floor": Decimal(70), "instrument_floor": None},
    {"name_th": "ต้องปรับปรุงโดยด่วน", "name_en": "Needs urgent improvement", "floor": Decimal(0), "instrument_floor": None},
]
LEVEL_FIELDS = ("name_th", "name_en", "floor", "instrument_floor")


@transaction.atomic
def create_edition(
    *, fiscal_year: int, programme: str, title_th: str, title_en: str = "", model: Edition | None = None, by: User
) -> Edition:
    """An empty draft. From `model` it takes the scoring and the indicators that have no items of their own (IIT, EIT)."""
    policy.may_administer(by).require()
    code = f"{fiscal_year}-{programme}"
    note = _("Written in the portal; not checked against an official document yet.")
    about = {"title_th": title_th, "title_en": title_en, "verification_note": note}
    edition, created = Edition.objects.get_or_create(
        fiscal_year=fiscal_year, programme=programme, defaults={"code": code, **about}
    )
    if not created:
        Verdict(_("There is an edition %(code)s already.") % {"code": code}).require()
    _take_over(edition, model)
    record("create_edition", target=edition, by=by, scope=code, model=model.code if model else "")
    return edition


def _take_over(edition: Edition, model: Edition | None) -> None:
    scoring, levels = DEFAULT_SCORING, DEFAULT_LEVELS
    if model is not None:
        stored = ScoringModel.objects.get(edition=model)
        scoring = {name: getattr(stored, name) for name in DEFAULT_SCORING}
        levels = list(Level.objects.filter(scoring=stored).values(*LEVEL_FIELDS))
        outside = Indicator.objects.filter(edition=model, parent=None).exclude(instrument=Instrument.OIT)
        for position, one in enumerate(outside, 1):
            texts = {name: getattr(one, name) for name in ("instrument", "number", "title_th", "title_en", "description")}
            Indicator.objects.create(edition=edition, position=position, **texts)
    _put_levels(ScoringModel.objects.create(edition=edition, **scoring), levels)


def _put_levels(scoring: ScoringModel, levels: list[dict]) -> None:
    Level.objects.filter(scoring=scoring).delete()
    Level.objects.bulk_create(Level(scoring=scoring, position=n, **level) for n, level in enumerate(levels))


@transaction.atomic
def save_edition(edition: Edition, values: Mapping[str, Any], *, version: int, by: User) -> None:
    """Change what the edition says of itself: titles, source, whether it was checked, the faults that were mended."""
    now = opened(edition, by=by)
    write(edition, values, version=version, edition=now, by=by, verb="save_edition", where="edition")


@transaction.atomic
def save_scoring(edition: Edition, values: Mapping[str, Any], *, version: int, by: User) -> None:
    """Change rule, scale, weights, assessors and levels."""
    opened(edition, by=by)
    scoring = ScoringModel.objects.get(edition=edition)
    before = {name: _levels(scoring) if name == "levels" else getattr(scoring, name) for name in values}
    changed = differences(scoring, before, values, version)
    if not changed:
        return
    put(scoring, {name: value for name, value in changed.items() if name != "levels"})
    if "levels" in changed:
        _put_levels(scoring, changed["levels"])
    texts = {name: [str(before[name]), str(value)] for name, value in changed.items()}
    count(edition, "save_scoring", target=edition, by=by, where="scoring", changed=texts)


def _levels(scoring: ScoringModel) -> list[dict]:
    return list(Level.objects.filter(scoring=scoring).values(*LEVEL_FIELDS))


@transaction.atomic
def step(edition: Edition, verb: str, *, by: User) -> None:
    """Publish, withdraw, retire or restore, by conditional UPDATE. What is published must be in order."""
    now = held(edition)
    findings = findings_of(now) if verb == "publish" else ()
    policy.may_step(by, now, verb, findings).require()
    moved = Edition.objects.filter(pk=now.pk, state=STEPS[verb].source).update(state=STEPS[verb].target)
    if not moved:
        raise StaleEdit(now)
    record(verb, target=now, by=by, scope=now.code)
    edition.refresh_from_db()


@transaction.atomic
def delete_edition(edition: Edition, *, by: User) -> None:
    """Throw a draft away that nobody answers. The audit trail keeps that it was there."""
    now = held(edition)
    policy.may_delete(by, now).require()
    record("delete_edition", target=now, by=by, scope=now.code, title=now.title_th, items=now.items.count())
    now.delete()

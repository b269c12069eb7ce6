"""The form of an edition's scoring model and levels, with “what if”."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from criteria import files, scoring
from criteria.enums import Instrument, LevelRule, ScoringRule
from criteria.forms.bench import BenchForm, RowForm, Text, rows_of
from criteria.models import Edition, ScoringModel
from ita_portal.lib.thai import arabic_digits

PERCENT: dict[str, Any] = {"max_digits": 5, "decimal_places": 2, "min_value": 0, "max_value": 100, "required": False}


class LevelRow(RowForm):
    key_field = "name_th"
    name_th = Text(label=_("Name in Thai"), max_length=100, required=False)
    name_en = Text(label=_("Name in English"), max_length=100, required=False)
    floor = forms.DecimalField(label=_("From"), **PERCENT)
    instrument_floor = forms.DecimalField(label=_("Every instrument at least"), **PERCENT)

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("name_th") and data.get("floor") is None and "floor" not in self.errors:
            self.add_error("floor", gettext("From which score on?"))
        if data.get("floor") is not None and not data.get("name_th") and "name_th" not in self.errors:
            self.add_error("name_th", gettext("a level has no Thai name."))
        return data


class ScoringForm(BenchForm):
    """Rule, scale, weights, assessors, levels. `total` is never saved: it asks which level a total would be."""

    rule = forms.ChoiceField(label=_("How items make an indicator"), choices=ScoringRule.choices)
    scale = forms.CharField(
        label=_("Scores that an item can get"), max_length=200, required=False,
        help_text=_("For example 0, 50, 100. Empty: any value from 0 to 100."),
    )  # fmt: skip
    weight_IIT = forms.DecimalField(label=_("IIT, percent"), help_text=_("Empty: is not part of the total."), **PERCENT)
    weight_EIT = forms.DecimalField(label=_("EIT, percent"), **PERCENT)
    weight_OIT = forms.DecimalField(label=_("OIT, percent"), **PERCENT)
    assessors = forms.IntegerField(
        label=_("Assessors for each item"),
        min_value=1,
        max_value=5,
        help_text=_("With two, each scores without seeing the other."),
    )
    level_rule = forms.ChoiceField(label=_("How a total makes a level"), choices=LevelRule.choices)
    total = forms.DecimalField(
        label=_("What level would this total be?"), max_digits=9, decimal_places=6, min_value=0, max_value=100, required=False,
        help_text=_("For trying out only, for example 84.995. It is not saved."),
    )  # fmt: skip
    ROWS = {"levels": rows_of(LevelRow, extra=1, most=20)}

    def __init__(self, data: Any = None, *, edition: Edition, instruments: set[str], asked: str = "") -> None:
        """`asked`: a total that the address asks about, where the form itself is not open."""
        self.instruments = instruments
        model = ScoringModel.objects.prefetch_related("levels").get(edition=edition)
        names = ("rule", "level_rule", "assessors", "version")
        initial = {name: getattr(model, name) for name in names} | {"scale": ", ".join(model.scale)}
        initial |= {f"weight_{name}": weight for name, weight in model.weights.items()}
        fields = ("name_th", "name_en", "floor", "instrument_floor")
        initial["levels"] = [{name: getattr(level, name) for name in fields} for level in model.levels.all()]
        super().__init__(data, initial=initial)
        self.asked = self._read(asked)

    def _read(self, asked: str) -> Decimal | None:
        self.initial["total"] = asked
        try:
            return self.fields["total"].clean(arabic_digits(asked).strip())
        except ValidationError:
            return None

    def clean_scale(self) -> list[str]:
        typed = arabic_digits(self.cleaned_data["scale"]).replace(",", " ").replace(";", " ").split()
        try:
            return [str(Decimal(value).normalize() if "." in value else int(value)) for value in typed]
        except (InvalidOperation, ValueError) as problem:
            raise ValidationError(gettext("Write numbers from 0 to 100, for example 0, 50, 100.")) from problem

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors:
            model = {**self.values(), "levels": self.filled("levels")}
            # An instrument without indicators is a matter of the structure, said on the workshop's first page.
            found = [one for one in files.scoring_findings(model, self.instruments) if one.field != "instruments"]
            self.mark(found, {"weights": "weight_OIT"})
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        weights = {name: data.get(f"weight_{name}") for name in Instrument.values}
        return {
            **{name: data[name] for name in ("rule", "scale", "level_rule", "assessors")},
            "weights": {name: _plain(weight) for name, weight in weights.items() if weight is not None},
            "levels": self.filled("levels"),
        }

    def row_title(self, name: str) -> str:
        return gettext("Levels")

    def levels(self) -> list[scoring.Level]:
        """The levels as they are typed, as far as they can be read."""
        rows = self.filled("levels") if self.is_bound and self.rows["levels"].is_valid() else self.initial["levels"]
        return [scoring.Level(row["name_th"], row["floor"], row["instrument_floor"]) for row in rows]

    def bands(self) -> list[str]:
        """Each level in a sentence: from where to below where."""
        found, upper = [], None
        for level in self.levels():
            words = {"name": level.name, "floor": _short(level.floor), "upper": upper}
            text = gettext("%(name)s: from %(floor)s to below %(upper)s") if upper else gettext("%(name)s: from %(floor)s")
            band = text % words
            if level.instrument_floor is None:
                upper = _short(level.floor)
            else:
                more = {"band": band, "least": _short(level.instrument_floor)}
                band = gettext("%(band)s, and every instrument at least %(least)s") % more
            found.append(band)
        return found

    def what_if(self) -> str:
        """Which level the typed total is; the same total is taken for every instrument."""
        total = self.cleaned_data.get("total") if hasattr(self, "cleaned_data") else self.asked
        if total is None:
            return ""
        exact = Fraction(total)
        level = scoring.level_of(self.levels(), exact, dict.fromkeys(self.instruments or {Instrument.OIT.value}, exact))
        if level is None:
            return gettext("A total of %(total)s is no level at all.") % {"total": total}
        text = gettext("A total of %(total)s is “%(level)s”. It is shown as %(shown)s; the level follows from the exact total.")
        return text % {"total": total, "level": level, "shown": scoring.shown(exact)}


def _plain(weight: Decimal) -> int | str:
    return int(weight) if weight == int(weight) else str(weight.normalize())


def _short(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"

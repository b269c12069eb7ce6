"""Forms of an item and of its components."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from criteria import files
from criteria.enums import DUE_DAY, LAST_DUE_DAY, CountedMonths, Frequency, PeriodRule, Scope
from criteria.forms.bench import BenchForm, RowForm, Text, rows_of
from criteria.forms.structure import LONG, NoteRow, TitleFields, notes_of
from criteria.models import Component, Edition, Item, Requirement
from ita_portal.lib.thai import item_number

_BETWEEN = re.compile(r"[\s,;/+]+|และ")
FREE = "free"  # the choice of a target year whose words are typed beside it


class Codes(forms.CharField):
    """Codes of items in any spelling, one after the other; the value is a list such as ["O3", "O7"], in order."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # a list of what was typed
        parts = [part for part in _BETWEEN.split(super().clean(value)) if part]
        numbers = [item_number(part) for part in parts]
        wrong = [part for part, number in zip(parts, numbers, strict=True) if number is None]
        if wrong:
            raise ValidationError(
                gettext("“%(text)s” is no code of an item. Write codes such as O3, O7.") % {"text": wrong[0][:50]}
            )
        return [f"O{number}" for number in sorted({number for number in numbers if number})]


class RequirementRow(RowForm):
    key_field = "requirement"
    requirement = forms.ChoiceField(label=_("Requirement"), required=False)
    certain = forms.BooleanField(label=_("certain"), required=False, initial=True)

    def __init__(self, *args: Any, requirements: Iterable[Requirement] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["requirement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((one.key, str(one)) for one in requirements)]


class ItemForm(TitleFields, BenchForm):
    """What one item says and asks for, without its components."""

    period_rule = forms.ChoiceField(label=_("Period of the data"))
    scope = forms.ChoiceField(label=_("Whose data"), choices=Scope.choices)
    needs_signature = forms.BooleanField(label=_("The text asks for the signature of the head of the agency"), required=False)
    machine_readable = forms.BooleanField(label=_("The text asks for a file that a computer can read, no scan"), required=False)
    frequency = forms.ChoiceField(label=_("How often it is reported"), choices=Frequency.choices, required=False)
    counted_months = forms.ChoiceField(
        label=_("Months that count"), choices=CountedMonths.choices, required=False,
        help_text=_("This, the day and the words below count only where it is reported more than once."),
    )  # fmt: skip
    due_day = forms.IntegerField(
        label=_("Due on this day of the month after"), min_value=1, max_value=LAST_DUE_DAY, initial=DUE_DAY, required=False
    )
    none_wording = forms.CharField(
        label=_("Words of the item for “there was none”"), max_length=200, required=False,
        help_text=_("As they stand in one of its components or notes; offered to whoever states that a month had nothing."),
    )  # fmt: skip
    depends_on = Codes(
        label=_("Builds on other items"), required=False, max_length=300, help_text=_("Codes such as O3, O7. Empty: on none.")
    )
    weight = forms.DecimalField(
        label=_("Weight"), max_digits=7, decimal_places=3, min_value=0, initial=1,
        help_text=_("Counts only where the edition is scored by weighted items."),
    )  # fmt: skip
    verified = forms.BooleanField(label=_("This item was checked against an official document"), required=False)
    doubts = Text(
        label=_("Doubts that only a person can settle"), rows=2, max_length=LONG, required=False,
        help_text=_("One a line. They are not shown to agencies."),
    )  # fmt: skip
    ROWS = {"requirements": rows_of(RequirementRow, extra=1, most=20), "notes": rows_of(NoteRow, extra=1)}

    def __init__(
        self, data: Any = None, *, edition: Edition, codes: list[str], requirements: list[Requirement], item: Item | None = None
    ) -> None:
        self.codes, self.keys = codes, {one.key for one in requirements}
        self.code = item.code if item else f"O{len(codes) + 1}"
        self.texts = list(item.components.values_list("text", flat=True)) if item else []
        options = {"requirements": {"requirements": requirements}}
        super().__init__(data, initial=_initial(item) if item else {"verified": edition.verified}, row_options=options)
        years = {"year": edition.fiscal_year, "previous": edition.fiscal_year - 1}
        field = self.fields["period_rule"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(rule.value, str(rule.label) % years) for rule in PeriodRule]

    def clean(self) -> dict:
        data = super().clean()
        asked = {name: data[name] for name in ("period_rule", "scope", "depends_on") if name in data}
        asked |= self._recurrence(data)
        asked["notes"] = [{"kind": note["kind"], "text": note["text"]} for note in notes_of(self)]
        asked["components"] = [{"text": text} for text in self.texts]
        about = {"code": self.code, "title_th": "-", "period_rule": PeriodRule.NONE, "requirements": self._requirements()}
        codes = list(self.codes) if self.code in self.codes else [*self.codes, self.code]
        self.mark(files.item_findings({**about, **asked}, codes, self.keys), {})
        self._refuse_twice()
        return data

    def _recurrence(self, data: dict) -> dict[str, Any]:
        """How often, and what belongs to it; of an item that is reported once nothing else counts."""
        typed = {name: data[name] for name in files.RECURRENCE if data.get(name)}
        once = data.get("frequency", "") in ("", Frequency.NONE)
        return files.RECURRENCE | ({} if once else typed)

    def _requirements(self) -> list[dict]:
        return [{"key": row["requirement"], "certain": row["certain"]} for row in self.filled("requirements")]

    def _refuse_twice(self) -> None:
        keys = [row["key"] for row in self._requirements()]
        if len(set(keys)) < len(keys):
            self.add_error(None, gettext("A requirement is chosen twice."))

    def values(self) -> dict[str, Any]:
        return {
            **super().values(),
            **self._recurrence(self.cleaned_data),
            "doubts": self.cleaned_data["doubts"].splitlines(),
            "requirements": [(row["key"], row["certain"]) for row in self._requirements()],
            "notes": notes_of(self),
        }

    def row_title(self, name: str) -> str:
        return gettext("Notes") if name == "notes" else gettext("Requirements")


def _initial(item: Item) -> dict[str, Any]:
    names = ("title_th", "title_en", "period_rule", "scope", "needs_signature", "machine_readable", "weight", "verified", "notes")
    joins = item.itemrequirement_set.select_related("requirement").order_by("pk")
    return {
        **{name: getattr(item, name) for name in (*names, *files.RECURRENCE, "version")},
        "weight": Decimal(item.weight).normalize() if item.weight % 1 else int(item.weight),
        "depends_on": ", ".join(other.code for other in item.depends_on.all()),
        "doubts": "\n".join(map(str, item.doubts)),
        "requirements": [{"requirement": join.requirement.key, "certain": join.certain} for join in joins],
    }


class PlaceForm(forms.Form):
    """Where an item stands: `h12` first in heading 12, `i34` right after item 34. `places` are grouped by heading."""

    place = forms.ChoiceField(label=_("Place"))

    def __init__(self, data: Any = None, *, places: list[tuple[str, list[tuple[str, str]]]], initial: dict | None = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places


class NewItemForm(ItemForm):
    """A new item, and where it is to stand."""

    def __init__(self, data: Any = None, *, places: list, place: str = "", **about: Any) -> None:
        super().__init__(data, **about)
        self.fields["place"] = forms.ChoiceField(label=_("Place"), choices=places)
        self.order_fields(["place"])
        self.initial["place"] = place

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "place"}


class ComponentForm(BenchForm):
    """One component: the text, and the year that it names, chosen by the words that name it."""

    text = Text(label=_("Official wording"), rows=4, one_line=True, max_length=LONG)
    required = forms.ChoiceField(
        label=_("Does it count for the score?"),
        choices=[("yes", _("yes: it must be met")), ("no", _("no: advice only"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    target = forms.ChoiceField(
        label=_("Year that the data must be of"), widget=forms.RadioSelect, required=False,
        help_text=_("Offered are the years that the text names. When next year is opened, the year moves on with it."),
    )  # fmt: skip
    wording = Text(label=_("Other words of the text that name the year"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, code: str, year: int, component: Component | None = None) -> None:
        self.code, self.year = code, year
        super().__init__(data, initial=self._initial(component))
        self.offer((data or self.initial).get("text", ""), component)

    def _initial(self, component: Component | None) -> dict[str, Any]:
        if component is None:
            return {}
        named = component.target_offset is not None
        return {
            "text": component.text,
            "required": "yes" if component.required else "no",
            "target": _choice(component.target_wording, self.year + (component.target_offset or 0)) if named else "",
            "version": component.version,
        }

    def offer(self, text: str, component: Component | None) -> None:
        """The choices: no year, each year that the text names, what stands already, and words of one's own."""
        found = files.years_named(text)
        if component is not None and component.target_offset is not None and component.target_wording in text:
            found = [(component.target_wording, self.year + component.target_offset), *found]
        choices = [("", gettext("none"))]
        choices += [(_choice(words, year), f"“{words}” – {self.distance(year)}") for words, year in dict.fromkeys(found)]
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, (FREE, gettext("other words of the text, typed below"))]

    def distance(self, year: int) -> str:
        """How far the year is from the edition's own: what is stored, and moves on with it."""
        offset = year - self.year
        if offset == 0:
            return gettext("%(year)s, the edition's own year") % {"year": year}
        text = (
            ngettext("%(year)s, %(n)s year before the edition's", "%(year)s, %(n)s years before the edition's", -offset)
            if offset < 0
            else ngettext("%(year)s, %(n)s year after the edition's", "%(year)s, %(n)s years after the edition's", offset)
        )
        return text % {"year": year, "n": abs(offset)}

    def clean(self) -> dict:
        data = super().clean()
        data["target_year"] = self._target(data)
        component = {"text": data.get("text", "-"), "target_year": data["target_year"]}
        self.mark(files.component_findings(self.code, component, self.year), {"target_year": "target"})
        return data

    def _target(self, data: dict) -> dict | None:
        if data.get("target") == FREE:
            years = files.years_in(data.get("wording", ""))
            if len(set(years)) != 1:
                self.add_error("wording", gettext("These words must name exactly one year, such as ปี พ.ศ. 2569."))
                return None
            return {"wording": data["wording"], "offset": years[0] - self.year}
        year, _bar, wording = (data.get("target") or "").partition("|")
        return {"wording": wording, "offset": int(year) - self.year} if wording else None

    def values(self) -> dict[str, Any]:
        target = self.cleaned_data["target_year"] or {"offset": None, "wording": ""}
        return {
            "text": self.cleaned_data["text"],
            "required": self.cleaned_data["required"] == "yes",
            "target_offset": target["offset"],
            "target_wording": target["wording"],
        }


def _choice(wording: str, year: int) -> str:
    return f"{year}|{wording}"

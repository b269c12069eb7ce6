"""Which period a piece of evidence is of, and the statement that a period had nothing."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from criteria.models import Item
from criteria.periods import Period, fiscal_period, named_in
from submissions.actions import About

YEARS_BACK, YEARS_AHEAD = 4, 2  # fiscal years that are offered around the edition's own


class PeriodField(forms.ChoiceField):
    """The periods of a recurring item, all of them together, or a fiscal year; the value is a `Period` or None."""

    def __init__(self, item: Item, *, chosen: Period | None = None, by_name: bool = False) -> None:
        self.item, self.known = item, _offered(item, chosen)
        none = gettext("by the month that its title or file name names") if by_name and item.recurs else "—"
        choices = [("", none), *((key, _label(item, period)) for key, period in self.known.items())]
        super().__init__(
            label=_("Which period it is of"),
            choices=choices,
            required=False,
            help_text=_("What the document is about, not when it was made or put here."),
        )

    def clean(self, value: Any) -> Period | None:  # type: ignore[override]  # of what was chosen
        return self.known.get(super().clean(value))


def _offered(item: Item, chosen: Period | None) -> dict[str, Period]:
    """Key → period. A month has the key that names it in addresses; longer ones are named by both their days."""
    year = item.edition.fiscal_year
    periods = {period.key: period for period in item.periods}
    if len(periods) > 1:
        whole = Period(item.periods[0].first_day, item.periods[-1].last_day)
        periods[whole.interval] = whole
    years = (fiscal_period(one) for one in range(year + YEARS_AHEAD, year - YEARS_BACK - 1, -1))
    here = set(periods.values())
    found = periods | {period.interval: period for period in years if period not in here}
    return found if chosen is None or chosen in found.values() else {chosen.interval: chosen, **found}


def _label(item: Item, period: Period) -> str:
    periods = item.periods
    if len(periods) > 1 and period == Period(periods[0].first_day, periods[-1].last_day):
        return gettext("every period of this item: %(name)s") % {"name": period.name}
    return period.name


def key_of(item: Item, period: Period | None) -> str:
    """What stands for the period in the form of that item."""
    if period is None:
        return ""
    return next((key for key, one in _offered(item, period).items() if one == period), "")


def placed(about: About, item: Item, *names: str) -> About:
    """Where no period was chosen: the month of the item that one of its names says, if exactly one does."""
    if about.covers or not item.recurs:
        return about
    found = next((one for name in names for one in named_in(name, item.periods)), None)
    return replace(about, covers=found)


class NothingForm(forms.Form):
    """That there was nothing in one period, in a sentence for the public."""

    sentence = forms.CharField(label=_("What the public will read"), max_length=300)

    def __init__(self, data: Any = None, *, item: Item, period: Period) -> None:
        self.period = period
        super().__init__(data, auto_id=f"nothing-{period.key}-%s", initial={"sentence": _usual(item, period)})


def _usual(item: Item, period: Period) -> str:
    """The official words of the item, where it has some. What the public reads is in Thai, whoever writes it."""
    with override("th"):
        what = item.none_wording or gettext("Nothing to report")
        pattern = gettext("%(what)s in the month of %(period)s") if period.is_month else gettext("%(what)s in %(period)s")
        return pattern % {"what": what, "period": period.name}

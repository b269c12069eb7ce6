"""What the administrator types of a year's calendar."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from criteria import windows
from criteria.enums import Stage
from criteria.models import Edition
from criteria.windows import Span
from ita_portal.lib.fields import BuddhistDateField


@dataclass(frozen=True)
class Row:
    """One stage on the page: its days, how to take them away where there are any, what is worth a second look."""

    stage: Stage
    title: str
    enforced: bool
    opens: BoundField
    closes: BoundField
    clear: BoundField | None
    hints: list[str]


class WindowsForm(forms.Form):
    """First and last day of every stage; a stage may have none."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: QueryDict | None, *, edition: Edition, standing: dict[Stage, Span], offered: dict[Stage, Span] | None = None
    ) -> None:
        self.edition, self.standing = edition, standing
        initial: dict[str, object] = {"seen": windows.state_of(standing)}
        for stage, span in (standing if offered is None else offered).items():
            initial |= {f"opens_{stage.value}": span.opens_on, f"closes_{stage.value}": span.closes_on}
        super().__init__(data, initial=initial)
        for stage in Stage:
            self.fields[f"opens_{stage.value}"] = BuddhistDateField(label=_("First day"), required=False)
            self.fields[f"closes_{stage.value}"] = BuddhistDateField(label=_("Last day"), required=False)
            if stage in standing:
                self.fields[f"clear_{stage.value}"] = forms.BooleanField(label=_("Set no days for this step"), required=False)

    def clean(self) -> dict:
        data = super().clean() or {}
        wrong = windows.problems(self.spans(data), self.edition.fiscal_year)
        for stage in Stage:
            opens, closes, cleared = self._typed(data, stage)
            known = not {f"opens_{stage.value}", f"closes_{stage.value}"} & set(self.errors)
            if known and not cleared and bool(opens) != bool(closes):
                self.add_error(f"{'closes' if opens else 'opens'}_{stage.value}", gettext("Fill in both days, or neither."))
            for sentence in wrong.get(stage, ()):
                self.add_error(f"closes_{stage.value}", sentence)
        return data

    def _typed(self, data: dict, stage: Stage) -> tuple:
        return tuple(data.get(f"{name}_{stage.value}") for name in ("opens", "closes", "clear"))

    def spans(self, data: dict | None = None) -> list[Span]:
        """The stages that have both days."""
        typed = {stage: self._typed(self.cleaned_data if data is None else data, stage) for stage in Stage}
        return [Span(stage, opens, closes) for stage, (opens, closes, clear) in typed.items() if opens and closes and not clear]

    def on_what_stands(self, standing: dict[Stage, Span]) -> "WindowsForm":
        """The same days, typed on the calendar that somebody else has saved meanwhile: saving again is knowingly."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = windows.state_of(standing)
        return WindowsForm(data, edition=self.edition, standing=standing)

    def rows(self) -> list[Row]:
        return [self._row(stage) for stage in Stage]

    def _row(self, stage: Stage) -> Row:
        clear = f"clear_{stage.value}"
        return Row(
            stage,
            str(windows.TITLES[stage]),
            stage in windows.ENFORCED,
            self[f"opens_{stage.value}"],
            self[f"closes_{stage.value}"],
            self[clear] if clear in self.fields else None,
            windows.hints(self.standing[stage]) if stage in self.standing else [],
        )

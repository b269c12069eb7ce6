"""Which items of a new year are taken over from the year before, and who leads them."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Department
from assignments.actions import Given
from assignments.carrying import given_by
from assignments.succession import Proposal


class BeginForm(forms.Form):
    """A tick and a lead for each item; certain ones are ticked when the page is opened."""

    take = forms.MultipleChoiceField(required=False)
    due = forms.BooleanField(label=gettext_lazy("Take the due days along, the same days of the new year"), required=False)

    def __init__(self, data=None, *, proposals: list[Proposal], departments: list[Department]) -> None:
        super().__init__(data)
        self.proposals = {one.item.code: one for one in proposals}
        take = self.fields["take"]
        assert isinstance(take, forms.MultipleChoiceField)
        take.choices = [(code, code) for code in self.proposals]
        take.initial = [code for code, one in self.proposals.items() if one.is_certain]
        by_id = {str(department.pk): department for department in departments}
        choices = [("", "—"), *((pk, str(department)) for pk, department in by_id.items())]
        for code, one in self.proposals.items():
            label = _("Who leads %(code)s") % {"code": code}
            self.fields[f"lead-{code}"] = forms.TypedChoiceField(
                label=label,
                required=False,
                choices=choices,
                coerce=by_id.__getitem__,
                empty_value=None,
                initial=one.lead.pk if one.lead else None,
            )

    def clean(self) -> dict:
        data = super().clean() or {}
        for code in data.get("take", ()):
            if f"lead-{code}" in data and not data[f"lead-{code}"] and not self.proposals[code].support:
                self.add_error(f"lead-{code}", _("Choose who leads %(code)s, or take its tick away.") % {"code": code})
        return data

    @property
    def ticked(self) -> set[str]:
        return set(self["take"].value() or ())

    def given(self, years: int) -> list[Given]:
        """What was approved; `years` from the year before to this one."""
        data = self.cleaned_data
        due_years = years if data["due"] else None
        return [given_by(self.proposals[code], lead=data[f"lead-{code}"], due_years=due_years) for code in data["take"]]

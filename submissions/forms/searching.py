"""The search box and its filters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.enums import SearchKind
from submissions.search.asking import Question
from submissions.search.finding import Offered


class SearchForm(forms.Form):
    """The search box and its filters; whatever is wrong in a filter is as if it were not set."""

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Everything")), *SearchKind.choices])
    year = forms.TypedChoiceField(label=_("Fiscal year"), required=False, coerce=int, empty_value=None)
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=10**6, widget=forms.HiddenInput)

    def __init__(self, *args, offered: Offered, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._offer("year", [("", _("All years")), *((year, str(year)) for year in offered.years)])
        self._offer("agency", [("", _("All agencies")), *((agency.slug, agency.name) for agency in offered.agencies)])
        if len(offered.agencies) < 2:
            del self.fields["agency"]

    def _offer(self, name: str, choices: list[tuple]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def question(self) -> Question:
        self.is_valid()
        data = self.cleaned_data
        kind, agency = data.get("kind") or "", data.get("agency") or ""
        return Question(data.get("q") or "", kind, data.get("year"), agency, data.get("page") or 1)

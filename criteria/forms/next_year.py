"""Which year and programme to open from an edition."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria.models import Edition
from criteria.queries import edition_by_code


class NextYearForm(forms.Form):
    """The year and the programme of the new edition; together they are its code."""

    year = forms.IntegerField(
        label=gettext_lazy("Fiscal year of the new edition"),
        help_text=gettext_lazy("In the Buddhist Era, four digits."),
        min_value=2540,
        max_value=2599,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
    )
    programme = forms.SlugField(
        label=gettext_lazy("Programme"),
        help_text=gettext_lazy("The second part of the edition's code, in small Latin letters."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data=None, *, edition: Edition) -> None:
        super().__init__(data, initial={"year": edition.fiscal_year + 1, "programme": edition.programme})
        self.edition = edition

    def clean_programme(self) -> str:
        return self.cleaned_data["programme"].lower()

    def clean(self) -> dict:
        data = super().clean() or {}
        year, programme = data.get("year"), data.get("programme")
        code = f"{year}-{programme}"
        if year == self.edition.fiscal_year:
            self.add_error("year", _("The new edition needs another year than %(year)s.") % {"year": year})
        elif year and programme and edition_by_code(code):
            raise ValidationError(_("Edition %(code)s stands already. Choose another year or programme.") % {"code": code})
        return data

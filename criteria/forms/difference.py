"""Which two editions are compared, and which rows of the table are shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from criteria.enums import Work
from criteria.models import Edition
from ita_portal.lib.thai import tidy


class PairForm(forms.Form):
    """Two editions among those that the person may see."""

    def __init__(self, *args, editions: list[Edition], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(edition.code, f"{edition.code} · {edition.title}") for edition in editions]
        self.fields["from"] = forms.ChoiceField(label=_("Old list"), choices=choices, required=False)
        self.fields["to"] = forms.ChoiceField(label=_("New list"), choices=choices, required=False)


class NarrowForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    work = forms.ChoiceField(label=_("What to do"), required=False, choices=[("", _("everything")), *Work.choices])

    def clean_q(self) -> str:
        return tidy(self.cleaned_data["q"])

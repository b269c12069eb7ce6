"""The verify page's form, and the what-if of the overview."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 30 * 1024 * 1024


class VerifyForm(forms.Form):
    file = forms.FileField(label=_("The PDF file"), widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}))

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise ValidationError(_t("The file is larger than 30 MB; the portal's papers are far smaller."))
        return upload


def _survey(label) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2)


class SurveyForm(forms.Form):
    """Scores of the two surveys, which the portal does not know before they are published."""

    iit = _survey(_("IIT (0 to 100)"))
    eit = _survey(_("EIT (0 to 100)"))

    def scores(self) -> dict:
        return {"iit": self.cleaned_data.get("iit"), "eit": self.cleaned_data.get("eit")}

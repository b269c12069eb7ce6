"""The verify page's form, and the what-if of the overview."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.enums import AgencyKind, Role
from assignments.workflow import STEPS
from criteria.enums import Stage

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


class CompareForm(forms.Form):
    """What to show of the agencies, and in which order."""

    kind = forms.ChoiceField(label=_("Kind of agency"), required=False, choices=[("", _("all")), *AgencyKind.choices])
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("all")), *Stage.choices])
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def choices(self) -> dict[str, str]:
        """What was chosen; an unknown word counts as nothing chosen."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


ADMIN_STEPS = [(step.verb, step.label) for step in STEPS.values() if Role.ADMIN in step.roles and step.verb != "reopen"]


class MoveForm(forms.Form):
    """A step for several agencies; `confirm` comes from the page that has shown what will happen."""

    verb = forms.ChoiceField(choices=ADMIN_STEPS)
    agencies = forms.MultipleChoiceField()
    confirm = forms.BooleanField(required=False)

    def __init__(self, *args, slugs: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = [(slug, slug) for slug in slugs]  # type: ignore[attr-defined]  # it is a choice field

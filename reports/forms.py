"""The verify page's form, the what-if of the overview, and what the assignment sheet shall have."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.enums import AgencyKind, Role
from assignments.forms import ExtensionForm
from assignments.workflow import STEPS
from criteria.enums import Stage
from ita_portal.lib.thai import tidy
from reports.models import SHEETS
from reports.publishing import SheetChoices, Signer

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


class ExtendForm(ExtensionForm):
    """More time for several agencies; `agencies` and `confirm` come from pages, not from a hand."""

    agencies = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, *args, slugs: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = [(slug, slug) for slug in slugs]  # type: ignore[attr-defined]  # it is a choice field


SIGNERS = 3


class SheetForm(forms.Form):
    """What the assignment sheet shall have, and the file that is wanted: the button that was pressed."""

    digits = forms.ChoiceField(
        label=_("Digits on the sheet"),
        choices=[("thai", _("Thai digits: ๑ ๒ ๓")), ("arabic", _("Arabic digits: 1 2 3"))],
        widget=forms.RadioSelect,
        initial="thai",
    )
    status = forms.BooleanField(label=_("With last year's score and comment of each item"), required=False, initial=True)
    due = forms.BooleanField(label=_("With a column for the due dates"), required=False)
    layout = forms.ChoiceField(
        label=_("Orientation"),
        choices=[("", _("as the columns need")), ("landscape", _("landscape")), ("portrait", _("portrait"))],
        required=False,
    )
    made_as = forms.ChoiceField(choices=[(ending, ending) for ending in SHEETS])

    def __init__(self, *args, status_year: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not status_year:
            del self.fields["status"]
        for number in range(1, SIGNERS + 1):
            self.fields[f"post_{number}"] = forms.CharField(label=_("Post"), required=False, max_length=200)
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name, if it shall be printed"), required=False, max_length=200
            )

    @property
    def places(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For the page: post and name of each place to sign."""
        return [(self[f"post_{number}"], self[f"name_{number}"]) for number in range(1, SIGNERS + 1)]

    def choices(self) -> SheetChoices:
        data = self.cleaned_data
        pairs = [(tidy(data[f"post_{n}"]), tidy(data[f"name_{n}"])) for n in range(1, SIGNERS + 1)]
        return SheetChoices(
            status=data.get("status", False),
            due=data["due"],
            thai=data["digits"] == "thai",
            layout=data["layout"],
            signers=tuple(Signer(post, name) for post, name in pairs if post or name),
        )

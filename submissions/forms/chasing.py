"""What is typed where departments are reminded."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from submissions.forms.answering import area
from submissions.missing import SOON
from submissions.notices.writing import EXCERPT

DAYS = (3, SOON, 14, 30)


class SoonForm(forms.Form):
    """How many days before the last one an item counts as nearly due."""

    days = forms.TypedChoiceField(label=_("Nearly due means"), coerce=int, required=False, initial=SOON)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(n, ngettext("due within %(n)s day", "due within %(n)s days", n) % {"n": n}) for n in DAYS]

    def chosen(self) -> int:
        """The number asked for; the usual one for anything that cannot be."""
        return self.cleaned_data["days"] or SOON if self.is_valid() else SOON


class ChaseForm(forms.Form):
    text = area(
        _("A sentence of your own (optional)"),
        rows=2,
        required=False,
        max_length=EXCERPT,
        help_text=_("It stands below each reminder, in the portal and in the mail."),
    )
    again = forms.BooleanField(
        label=_("Remind of these again"), help_text=_("They were reminded of them less than a day ago."), required=False
    )

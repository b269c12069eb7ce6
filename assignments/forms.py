"""What the administrator decides for one agency's year: who assesses it, and until when it may answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ita_portal.lib.fields import BuddhistDateField


class AssessorForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Assessor"), queryset=User.objects.none())
    lead = forms.BooleanField(label=_("Lead assessor: decides contested scores"), required=False)

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class ExtensionForm(forms.Form):
    until = BuddhistDateField(label=_("Answers stay open until"))
    reason = forms.CharField(label=_("Why is the time extended?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class CancelExtensionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the extension cancelled?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

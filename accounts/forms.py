"""Logging in, personal settings, passwords; departments and people of an agency."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Digits, Mails, Role
from accounts.models import Department, User
from accounts.policy import GIVEN_BY_COORDINATORS
from ita_portal.lib.hosts import canonical, in_letters
from ita_portal.lib.thai import tidy


class WebsiteForm(forms.Form):
    """The address of the agency's home page as people copy it; only its host is kept."""

    host = forms.CharField(
        label=_("Address of the home page"),
        required=False,
        max_length=300,
        help_text=_("Copy it from the browser, for example https://www.example.go.th."),
    )

    def clean_host(self) -> str:
        text = tidy(self.cleaned_data["host"]).lower()
        if not text:
            return ""
        try:
            host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
            DomainNameValidator()(canonical(host))
        except (ValueError, ValidationError):
            message = gettext("“%(text)s” is not the address of a website. Copy it from the browser's address line.")
            raise ValidationError(message % {"text": text[:100]}) from None
        return in_letters(host)


class LogInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("The e-mail or the password is not right. Check both and try again."),
        "inactive": _("This account is switched off. Ask your ITA coordinator or the administrator."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget.attrs.update(autocomplete="username", inputmode="email")
        self.fields["password"].label = _("Password")


# The examples stay what they are, whichever digits the page shows.
_as_is = lazy(lambda text: format_html('<span data-digits="as-is">{}</span>', text), SafeString)


class SettingsForm(forms.Form):
    """What a person chooses for themselves."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        help_text=_("Of the pages and of the mails."),
    )
    digits = forms.ChoiceField(
        label=_("Digits"),
        choices=[(value, _as_is(label)) for value, label in Digits.choices],
        widget=forms.RadioSelect,
        help_text=_("As the pages show them. You may type either kind anywhere."),
    )
    mails = forms.ChoiceField(
        label=_("Notices by e-mail"),
        choices=Mails.choices,
        widget=forms.RadioSelect,
        help_text=_("The notices in the portal are there in any case."),
    )


class PasswordForm(PasswordChangeForm):
    """Django's, with sentences that say what to do."""

    error_messages = {
        "password_incorrect": _("The present password is not right. Type it again."),
        "password_mismatch": _("The two new passwords differ. Type the same one twice."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        _say_what_is_asked(self.fields)


class NewPasswordForm(SetPasswordForm):
    """For somebody who came with the link from a letter."""

    error_messages = {"password_mismatch": _("The two new passwords differ. Type the same one twice.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _say_what_is_asked(self.fields)


def _say_what_is_asked(fields: dict[str, forms.Field]) -> None:
    fields["new_password1"].label = _("New password")
    fields["new_password1"].help_text = _(
        "At least 10 characters, not easy to guess: neither a common password nor one like your name or e-mail."
    )
    fields["new_password2"].label = _("The new password again")
    fields["new_password2"].help_text = ""


class ForgottenForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))


# --- departments and people of an agency


class DepartmentForm(forms.Form):
    name_th = forms.CharField(label=_("Name in Thai"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)


class AliasesForm(forms.Form):
    aliases = forms.CharField(
        label=_("Other spellings, one on each line"),
        help_text=_("As they stand in your documents, short forms too. An import then finds the department by itself."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )

    def clean_aliases(self) -> list[str]:
        return [line for line in map(tidy, self.cleaned_data["aliases"].splitlines()) if line]


class IntoForm(forms.Form):
    """Which department takes over. The departments come from what the page has read already."""

    into = forms.TypedChoiceField(label=_("Department that takes over"), empty_value=None)

    def __init__(self, *args, departments: list[Department], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(department.pk): department for department in departments}
        field = self.fields["into"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices, field.coerce = [("", "—"), *((pk, str(one)) for pk, one in by_id.items())], by_id.__getitem__


class PlaceForm(forms.Form):
    departments = forms.TypedMultipleChoiceField(
        label=_("Departments"),
        help_text=_("Only staff need one: they answer the items of their departments."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        empty_value=[],
    )

    def __init__(self, *args, departments: list[Department], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(department.pk): department for department in departments}
        field = self.fields["departments"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices, field.coerce = [(pk, str(one)) for pk, one in by_id.items()], by_id.__getitem__


class InviteForm(PlaceForm):
    """Somebody who gets a role in the agency."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The log-in name. A link to choose a password is sent there."))
    display_name = forms.CharField(label=_("Name"), max_length=200)
    post_title = forms.CharField(label=_("Post"), max_length=200, required=False)
    role = forms.TypedChoiceField(
        label=_("Role"), choices=[(role.value, role.label) for role in GIVEN_BY_COORDINATORS], coerce=Role
    )
    field_order = ["email", "display_name", "post_title", "role", "departments"]

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("role") == Role.STAFF and not data.get("departments"):
            self.add_error("departments", _("Choose the department in which this member of staff works."))
        return data


class SuccessorForm(forms.Form):
    """Who takes a role over, of the agency's people."""

    successor = forms.TypedChoiceField(label=_("Successor"), empty_value=None)

    def __init__(self, *args, people: list[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(person.pk): person for person in people}
        field = self.fields["successor"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices, field.coerce = [("", "—"), *((pk, f"{one} ({one.email})") for pk, one in by_id.items())], by_id.__getitem__

"""Logging in, personal settings, another password."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.enums import Digits, Mails


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
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "At least 10 characters, not easy to guess: neither a common password nor one like your name or e-mail."
        )
        self.fields["new_password2"].label = _("The new password again")
        self.fields["new_password2"].help_text = ""

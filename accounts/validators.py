"""Django's rules for passwords, with sentences of our own: Django has no Thai ones."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Length(password_validation.MinimumLengthValidator):
    def get_error_message(self) -> str:
        text = ngettext(
            "The new password is too short: it needs at least %(n)s character.",
            "The new password is too short: it needs at least %(n)s characters.",
            self.min_length,
        )
        return text % {"n": self.min_length}


class Common(password_validation.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is easy to guess. Choose another one.")


class OwnName(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("The new password is too much like your name or e-mail. Choose another one.")

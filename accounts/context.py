"""What every page's frame shows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.navigation import entries


def portal(request: HttpRequest) -> dict:
    return {
        "portal": {"name": _("ITA Portal"), "version": settings.VERSION, "debug": settings.DEBUG},
        "nav": SimpleLazyObject(lambda: entries(request)),
    }

"""This app's entry of the top bar."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.navigation import entry


@entry(40)
def catalogue(request: HttpRequest) -> dict:
    return {"url": reverse("criteria:editions"), "label": _("Criteria")}

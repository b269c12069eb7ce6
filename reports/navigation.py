"""This app's entries of the top bar."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.navigation import entry


@entry(30)
def papers(request: HttpRequest) -> dict:
    return {"url": reverse("reports:reports"), "label": _("Scores and papers")}


@entry(50)
def published(request: HttpRequest) -> dict:
    return {"url": reverse("reports:public_index"), "label": _("Public pages")}

"""This app's entries of the top bar."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import PersonRequest
from accounts.navigation import entry
from accounts.queries import standing_of


@entry(10)
def my_work(request: PersonRequest) -> dict:
    return {"url": reverse("home"), "label": _("My work")}


@entry(20)
def review_queue(request: PersonRequest) -> dict | None:
    """For people who belong to no agency: those are the assessors."""
    if standing_of(request.user).roles or request.user.is_admin:
        return None
    return {"url": reverse("submissions:review"), "label": _("To score")}


@entry(90)
def help_pages(request: PersonRequest) -> dict:
    return {"url": reverse("submissions:help"), "label": _("Help")}

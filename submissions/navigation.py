"""This app's entries of the top bar."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.navigation import entry
from accounts.queries import standing_of
from submissions.work import is_assessor


@entry(10)
def my_work(request: HttpRequest) -> dict:
    return {"url": reverse("home"), "label": _("My work")}


@entry(20)
def review_queue(request: HttpRequest) -> dict | None:
    if standing_of(request.user).roles or not is_assessor(request.user):
        return None
    return {"url": reverse("submissions:review"), "label": _("To score")}

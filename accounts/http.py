"""Requests as our views get them: somebody is logged in, and htmx is known."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PersonRequest(HttpRequest):
    """A request behind the log-in, which middleware has asked for."""

    user: User  # type: ignore[assignment]  # never anonymous here
    htmx: HtmxDetails

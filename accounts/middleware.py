"""Whoever is not logged in is asked to; what they had written is not lost over it."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.kept import keep
from accounts.views import log_in_page


class LogInRequiredMiddleware(LoginRequiredMiddleware):
    """Every address is closed unless it says otherwise.

    A part of a page cannot turn into the log-in page, so a script's request gets a sentence. A form that arrives after the
    session ended comes back on the log-in page, signed, and is sent on after the log-in.
    """

    def handle_no_permission(  # type: ignore[override]  # not only redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if request.htmx:  # type: ignore[attr-defined]
            return _sentence(request)
        kept = keep(request)
        if kept:
            return log_in_page(request, kept)
        return super().handle_no_permission(request, view_func)


def _sentence(request: HttpRequest) -> HttpResponse:
    """Goes to the place for messages, whatever part of the page was asked for."""
    response = render(request, "accounts/logged_out.html", status=401)
    response["HX-Retarget"], response["HX-Reswap"], response["HX-Reselect"] = "#messages", "innerHTML", "#logged-out"
    return response

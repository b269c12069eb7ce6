"""Whoever is not logged in is asked to, and nothing written is lost over it; Thai digits for whoever chose them."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from accounts.enums import Digits
from accounts.kept import keep
from accounts.views import log_in_page
from ita_portal.lib.thai_html import with_thai_digits


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


def thai_digits(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, inside of the one that sets Content-Length: rewrites the text of HTML answers; all else passes untouched."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        if _is_page(response) and _wants_thai(request):
            page = response.content.decode(response.charset)
            response.content = with_thai_digits(page).encode(response.charset, "xmlcharrefreplace")
            patch_cache_control(response, private=True)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response

    return middleware


def _is_page(response: HttpResponse) -> bool:
    html = response.get("Content-Type", "").partition(";")[0].strip().lower() == "text/html"
    return html and not response.streaming and not response.has_header("Content-Encoding") and response.status_code < 500


def _wants_thai(request: HttpRequest) -> bool:
    """Of the person already read for this request; reads nobody for the answers that need nobody."""
    person = getattr(request, "user", None)
    return person is not None and getattr(person, "digits", "") == Digits.THAI

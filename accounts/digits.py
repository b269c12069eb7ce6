"""Thai digits for whoever chose them, on every page and fragment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from accounts.enums import Digits
from ita_portal.lib.thai_html import with_thai_digits


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

"""The entries of the top bar. Each app adds its own, so that this one need not know the others."""

from collections.abc import Callable

from django.http import HttpRequest

_ENTRIES: list[tuple[int, Callable[[HttpRequest], dict | None]]] = []


def entry(order: int) -> Callable:
    """Decorator: this function answers with {url, label} for the top bar, or None when the person has no use for it."""

    def keep(function: Callable[[HttpRequest], dict | None]) -> Callable:
        _ENTRIES.append((order, function))
        return function

    return keep


def entries(request: HttpRequest) -> list[dict]:
    """The entries for this person, in order, the current one marked."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    found = [made for _order, make in sorted(_ENTRIES, key=lambda pair: pair[0]) if (made := make(request))]
    for made in found:
        made["current"] = request.path == made["url"] or (made["url"] != "/" and request.path.startswith(made["url"]))
    return found

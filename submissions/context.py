"""What every page's frame shows of this app."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from submissions.notices import unread_count


def bell(request: HttpRequest) -> dict:
    """The number of unread notices: one query, and only where a page shows it."""
    person = getattr(request, "user", None)
    return {"unread": SimpleLazyObject(lambda: unread_count(person))} if person is not None else {}

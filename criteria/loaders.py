"""Loading what an address of the workshop names. Whoever is no administrator gets the same 404 as for what does not exist."""

from typing import TypeVar

from django.http import Http404

from accounts.models import User
from criteria.models import Component, Edition, Heading, Indicator, Item
from criteria.policy import may_administer
from criteria.queries import edition_at_work, row_of

Row = TypeVar("Row", Indicator, Heading, Item, Component)


def load_edition(user: User, code: str) -> Edition:
    found = edition_at_work(code) if may_administer(user) else None
    if found is None:
        raise Http404
    return found


def load_row(edition: Edition, kind: type[Row], pk: object) -> Row:
    """A row of this edition, by its number in an address or in a query string."""
    found = row_of(edition, kind, pk)
    if found is None:
        raise Http404
    return found

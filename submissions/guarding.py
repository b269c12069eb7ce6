"""The guard of this installation: which addresses its worker reaches at all."""

from django.conf import settings

from ita_portal.lib.guard import Guard


def guard() -> Guard:
    return Guard(settings.FETCH_SITES, outside=settings.FETCH_OUTSIDE)

"""The wiring: settings, addresses, the worker. Imports every app and is imported by none, except `lib`."""

from ita_portal.celery import app as celery_app

__all__ = ["celery_app"]

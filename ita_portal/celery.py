"""The worker's application. Jobs stand in the database; the broker only carries their numbers."""

import os

# A soft shutdown on SIGTERM: the worker hands its jobs back instead of waiting for them.
os.environ.setdefault("REMAP_SIGTERM", "SIGQUIT")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

from celery import Celery

app = Celery("ita_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

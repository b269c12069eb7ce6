from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "ita_portal"
    verbose_name = "Wiring"

    def ready(self) -> None:
        import_module("ita_portal.celery")  # the application that tasks are asked of
        import_module("ita_portal.checks")  # what `manage.py check` says of this installation's settings

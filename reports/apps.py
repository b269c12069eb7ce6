from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "What leaves the system"

    def ready(self) -> None:
        import_module("reports.tasks")  # names the kinds of jobs that this app can do

from importlib import import_module

from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "criteria"
    verbose_name = "What is asked"

    def ready(self) -> None:
        import_module("criteria.tasks")  # names the kinds of jobs that this app can do

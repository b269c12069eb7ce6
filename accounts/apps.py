from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Who exists"

    def ready(self) -> None:
        import_module("accounts.tasks")  # names the kinds of jobs that this app can do

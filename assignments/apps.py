from importlib import import_module

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "assignments"
    verbose_name = "Who does what"

    def ready(self) -> None:
        import_module("assignments.tasks")  # names the kinds of jobs that this app can do
        joining, rules = import_module("accounts.policy"), import_module("assignments.policy")
        joining.BEFORE_JOINING.append(rules.may_be_member)  # who assesses an agency cannot become part of it

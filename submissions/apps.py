from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SubmissionsConfig(AppConfig):
    name = "submissions"
    verbose_name = "What was answered and how it was judged"

    def ready(self) -> None:
        freezing = import_module("submissions.freezing")
        pre_migrate.connect(freezing.take_down, sender=self)
        post_migrate.connect(freezing.put_up, sender=self)
        import_module("submissions.tasks")  # names the kinds of jobs that this app can do
        assigning, notices = import_module("assignments.actions"), import_module("submissions.notices")
        assigning.AFTER_ASSIGNING.append(notices.of_assignment)
        assigning.AFTER_EXTENDING.append(notices.of_extension)
        import_module("criteria.actions").AFTER_WINDOWS.append(notices.of_windows)

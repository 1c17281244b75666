"""The app of work that waits its turn."""

import importlib

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django_tasks_db.compat import task_finished

from kaoping.web.app_modules import modules_named


class JobsConfig(AppConfig):
    """后台任务"""

    name = "kaoping.web.jobs"
    label = "jobs"
    verbose_name = _("后台任务")

    def ready(self) -> None:
        """Know all work that is declared (the module `tasks` of each app), so that whoever works finds it."""
        task_finished.connect(importlib.import_module("kaoping.web.jobs.embedded").try_again)
        for _module in modules_named("tasks"):  # importing it declares them
            continue

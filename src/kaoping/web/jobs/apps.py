"""The app of work that waits its turn."""

import importlib

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _
from django_tasks_db.compat import task_finished


class JobsConfig(AppConfig):
    """后台任务"""

    name = "kaoping.web.jobs"
    label = "jobs"
    verbose_name = _("后台任务")

    def ready(self) -> None:
        """Know all work that is declared (the module `tasks` of each app), so that whoever works finds it."""
        task_finished.connect(importlib.import_module("kaoping.web.jobs.embedded").try_again)
        for config in apps.get_app_configs():
            if config.name.startswith("kaoping.web.") and module_has_submodule(config.module, "tasks"):
                importlib.import_module(f"{config.name}.tasks")

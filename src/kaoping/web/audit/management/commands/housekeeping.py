"""The process beside the web server: work that follows the clock, which each app names in its module `rounds`."""

import importlib
import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from kaoping.model.errors import KaopingError

EVERY = 20.0  # seconds

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Does its rounds until told to stop, or until who started it is gone."""

    help = "后台任务：到期的步骤、封存操作日志"

    def handle(self, *args: Any, **options: Any) -> None:
        """Go round."""
        over = threading.Event()
        starter = os.getppid()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _received, _frame: over.set())
        while not over.is_set() and os.getppid() == starter:
            go_round()
            over.wait(EVERY)


def go_round() -> None:
    """Do what is due; what can't be done now is done in the next round."""
    close_old_connections()
    for work in rounds():
        try:
            work(timezone.now())
        except (DatabaseError, KaopingError):
            _log.exception("%s failed; trying again in %s s", work.__name__, EVERY)


def rounds() -> list[Callable[[datetime], object]]:
    """Return what is to be done again and again: the `ROUNDS` of each app's module `rounds`."""
    found: list[Callable[[datetime], object]] = []
    for config in apps.get_app_configs():
        if config.name.startswith("kaoping.web.") and module_has_submodule(config.module, "rounds"):
            found.extend(importlib.import_module(f"{config.name}.rounds").ROUNDS)
    return found

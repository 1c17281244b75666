"""The process beside the web server: work that follows the clock. Now: sealing the audit log."""

import logging
import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from kaoping.web.audit.sealing import seal_entries

EVERY = 20.0  # seconds

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Does its rounds until told to stop, or until who started it is gone."""

    help = "后台任务：封存操作日志"

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
    """Do what is due; what the database refuses now is done in the next round."""
    close_old_connections()
    try:
        seal_entries(timezone.now())
    except DatabaseError:
        _log.exception("sealing the audit log failed; trying again in %s s", EVERY)

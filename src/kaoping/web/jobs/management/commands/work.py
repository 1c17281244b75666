"""A process of the pool that carries out work beside the server, where there is no cluster."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.crypto import get_random_string
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from kaoping.web.jobs.queues import ALL
from kaoping.web.jobs.stopping import asked_to_stop, stop

EVERY = 1.0  # seconds


class PoolWorker(Worker):
    """Django's worker, which leaves when who started it is gone, and has long work leave when it is to stop."""

    def __init__(self, queues: list[str]) -> None:
        self._going = True
        super().__init__(
            queue_names=queues,
            interval=EVERY,
            batch=False,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    @property
    def running(self) -> bool:
        """Whether to go on taking work."""
        return self._going and not asked_to_stop()

    @running.setter
    def running(self, value: bool) -> None:
        self._going = value

    def shutdown(self, signum: int, frame: Any) -> None:
        """Take nothing more; what is under way leaves by itself, however often it is asked."""
        if self.running:
            super().shutdown(signum, frame)  # leaves at once where nothing is under way
        stop()


class Command(BaseCommand):
    """Takes work from some queues until told to stop, or until who started it is gone."""

    help = "执行后台任务（单机部署，由 kaoping serve 启动）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the names of the queues."""
        parser.add_argument("queues", nargs="+", choices=ALL)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker = PoolWorker(options["queues"])
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, worker.shutdown)
        worker.run()

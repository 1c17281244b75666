"""A worker of a cluster: takes work from Procrastinate's queues; started by `kaoping worker`."""

import asyncio
import contextlib
import logging
import signal
import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from kaoping.web.installation import installation
from kaoping.web.jobs.queues import ALL
from kaoping.web.jobs.rounds_of_apps import do_round, machine_rounds
from kaoping.web.jobs.stopping import stop

LEAVE_WITHIN = 30.0  # seconds
AGAIN_AFTER = 2.0  # seconds
EVERY = 20.0  # seconds

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Takes work until told to stop; then long work leaves at a place from which another worker goes on."""

    help = "执行集群的后台任务（由 kaoping worker 启动）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the queues, and how much is under way at a time."""
        parser.add_argument("queues", nargs="+", choices=ALL)
        parser.add_argument("--at-once", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        if not installation().cluster:
            raise CommandError("没有设置 KAOPING_CLUSTER。")
        asyncio.run(_work(options["queues"], options["at_once"]))


async def _work(queues: list[str], at_once: int) -> None:
    """Work until told to leave; where the database goes away, wait for it."""
    leaving = asyncio.Event()

    def leave() -> None:
        stop()
        leaving.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, leave)
    own = asyncio.create_task(_keep_in_step())
    while not leaving.is_set():
        try:
            await _until(leaving, queues, at_once)
        except (ConnectorException, OSError) as error:
            _log.warning("%s; beginning again in %s s", error, AGAIN_AFTER)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(leaving.wait(), AGAIN_AFTER)

    own.cancel()


async def _keep_in_step() -> None:
    """Do again and again what every machine does for itself."""
    while True:
        for work in machine_rounds():
            await asyncio.to_thread(do_round, work)
        await asyncio.sleep(EVERY)


async def _until(leaving: asyncio.Event, queues: list[str], at_once: int) -> None:
    with app.replace_connector(DjangoConnector().get_worker_connector()) as own:
        async with own.open_async():
            work = asyncio.create_task(
                own.run_worker_async(
                    queues=queues,
                    concurrency=at_once,
                    name=socket.gethostname(),
                    delete_jobs="always",  # what failed for good is kept by us
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=LEAVE_WITHIN,
                )
            )
            told = asyncio.create_task(leaving.wait())
            await asyncio.wait((work, told), return_when=asyncio.FIRST_COMPLETED)
            told.cancel()
            if not work.done():
                work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work

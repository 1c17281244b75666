"""The process that visits home pages day and night, where the installation switches it on."""

import asyncio
import logging
import signal
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils import timezone

from kaoping.model.errors import KaopingError
from kaoping.probe.alarms import Alarm
from kaoping.probe.contract import ProbeSite
from kaoping.probe.monitor import WatchRequest, watch
from kaoping.probe.warnings_log import WarningsLog
from kaoping.runs.batch import batch_lock
from kaoping.web.jobs.stopping import asked_to_stop
from kaoping.web.monitoring.availability import probe_settings, roll_up, series_folder, watched_sites

LOOK = 60.0  # seconds between two looks at the list of sites
ROLL_UP = 600.0  # seconds between two roll-ups
_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Watches until told to stop, or until who started it is gone; a changed list of sites is taken over."""

    help = "可用性监测：按间隔访问各网站首页"

    def handle(self, *args: Any, **options: Any) -> None:
        """Watch."""
        folder = series_folder()
        with batch_lock(folder):
            asyncio.run(_watch_on(_Teller(WarningsLog(folder))))


class _Teller:
    """Keeps warnings in the series' own file; troubles go to the log of the program."""

    def __init__(self, log: WarningsLog) -> None:
        self._warnings = log
        log.mend()

    def alarm(self, alarm: Alarm) -> None:
        """Keep a warning."""
        self._warnings.append(alarm)

    def trouble(self, message: str) -> None:
        """Say what hinders the monitor."""
        _log.warning("%s", message)


async def _watch_on(teller: _Teller) -> None:
    over = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    async with asyncio.TaskGroup() as group:
        rolling = group.create_task(_roll_up_on(over))
        while not over.is_set():
            sites = await asyncio.to_thread(_in_thread, watched_sites)
            await _watch_while(sites, over, teller)
        rolling.cancel()


async def _watch_while(sites: tuple[ProbeSite, ...], over: asyncio.Event, teller: _Teller) -> None:
    """Watch these sites until the list is another one, or all is over."""
    stop = asyncio.Event()
    request = WatchRequest(sites, series_folder(), probe_settings())
    watching = asyncio.create_task(watch(request, stop, teller)) if sites else None
    while not over.is_set():
        if asked_to_stop():
            over.set()
        elif (
            (watching is not None and watching.done())
            or await _passed(over, LOOK)
            or await asyncio.to_thread(_in_thread, watched_sites) != sites
        ):
            break
    stop.set()
    if watching is not None:
        await watching


async def _roll_up_on(over: asyncio.Event) -> None:
    while not over.is_set():
        await _passed(over, LOOK)
        try:
            await asyncio.to_thread(_in_thread, lambda: roll_up(series_folder(), timezone.now()))
        except (KaopingError, DatabaseError):
            _log.exception("availability is rolled up later")
        await _passed(over, ROLL_UP - LOOK)


def _in_thread(work: Any) -> Any:
    """Ask the database in a thread, and leave no connection behind."""
    try:
        return work()
    finally:
        connection.close()


async def _passed(over: asyncio.Event, seconds: float) -> bool:
    """Wait; tell whether all is over meanwhile."""
    try:
        await asyncio.wait_for(over.wait(), seconds)
    except TimeoutError:
        return False
    return True

"""Watch sites and tell how they are: what the command line, and later the platform, calls."""

import asyncio
import shutil
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kaoping.model.errors import InputError, system_reason
from kaoping.model.probe_series import ProbeVisit
from kaoping.probe.alarms import Alarm, Alarms
from kaoping.probe.certificates import SeenCertificate, read_certificates
from kaoping.probe.contract import ProbeSite
from kaoping.probe.hook import Hook
from kaoping.probe.monitor import WatchRequest, watch
from kaoping.probe.reading import SeriesReader
from kaoping.probe.rollup import DayFigures, Outage, outages, total_figures
from kaoping.probe.warnings_log import WarningsLog, alarm_line
from kaoping.reports.probe_report import site_report, write_probe_report
from kaoping.runs.batch import batch_lock
from kaoping.runs.catalogue import build_catalogue
from kaoping.runs.inputs.assessment import Assessment, read_assessment
from kaoping.runs.inputs.probe_sites import read_probe_sites
from kaoping.runs.usable import usable_scheme
from kaoping.worktime import BEIJING

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """How one site is now: its last visit, since when it has been down, and what the time asked for came to."""

    url: str
    last: ProbeVisit | None
    down_since: datetime | None
    figures: DayFigures | None
    outages: tuple[Outage, ...]
    certificate: SeenCertificate | None = None


def sites_to_watch(path: Path, minutes: float) -> tuple[ProbeSite, ...]:
    """Return the sites of a table or an assessment file; raises BadInputError naming every bad line."""
    return read_probe_sites(path, minutes, _assessment)


def run_watch(request: WatchRequest, say: Say, complain: Say, command: Sequence[str] = ()) -> None:
    """Watch until SIGTERM or SIGINT; warnings go to `say` as JSON lines, to `warnings.jsonl` and to `command`.

    Raises InputError when another process is watching into the same directory, or there is no such command.
    """
    if command and shutil.which(command[0]) is None:
        raise InputError(f"--hook {command[0]}：没有这个程序，或不能运行。请写程序的完整路径。")
    with batch_lock(request.directory):
        log = WarningsLog(request.directory)
        hook = Hook(command, log, complain) if command else None
        if hook is not None:
            log.mend()
            hook.start()
        try:
            asyncio.run(_watch_until_told(request, _Teller(log, say, complain, hook)))
        finally:
            if hook is not None:
                hook.stop()


def read_status(directory: Path, now: datetime, hours: float, warn_after: float) -> tuple[SiteStatus, ...]:
    """Return how every site is, by what was kept in the last `hours`. Raises StorageError where there is no series."""
    reader = SeriesReader(directory, now - timedelta(hours=hours), now)
    seen = {each.site: each for each in read_certificates(directory)}
    return tuple(replace(_status(reader, url, warn_after), certificate=seen.get(url)) for url in reader.sites)


def report_series(directory: Path, days: tuple[date, date], out: Path, now: datetime) -> int:
    """Write the report of a series from the first to the last day (Beijing) to `out`; return how many sites it has.

    Raises InputError when the days are the wrong way round, StorageError where there is no series.
    """
    first, last = days
    if first > last:
        raise InputError(f"--from {first} 晚于 --to {last}。请对调。")
    since = datetime.combine(first, time(), BEIJING)
    until = min(datetime.combine(last, time(), BEIJING) + timedelta(days=1), max(now, since))
    reader = SeriesReader(directory, since, until)
    seen = {each.site: each for each in read_certificates(directory)}
    sites = [
        site_report(series, seen.get(url)) for url in reader.sites if (series := reader.series(url)) and series.visits
    ]
    write_probe_report(out, sites, reader.unwatched(), played=reader.played, now=now)
    return len(sites)


def is_watched(directory: Path) -> bool:
    """Tell whether a monitor is running on `directory`."""
    try:
        with batch_lock(directory):
            return False
    except InputError:
        return True


class _Teller:
    """Tells warnings to whoever reads along, keeps them in a file, and has the operator's command take them there."""

    def __init__(self, log: WarningsLog, say: Say, complain: Say, hook: Hook | None) -> None:
        self._log, self._say, self._complain, self._hook = log, say, complain, hook

    def alarm(self, alarm: Alarm) -> None:
        self._say(alarm_line(alarm))
        try:
            self._log.append(alarm)
        except OSError as error:
            self._complain(f"{self._log.path}：预警没有写进文件（{system_reason(error)}）。请检查磁盘空间。")
        if self._hook is not None:
            self._hook.wake()

    def trouble(self, message: str) -> None:
        self._complain(message)


async def _watch_until_told(request: WatchRequest, teller: _Teller) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await watch(request, stop, teller)


def _status(reader: SeriesReader, url: str, warn_after: float) -> SiteStatus:
    series = reader.series(url)
    visits = series.visits if series else ()
    alarms = Alarms(warn_after)
    for visit in visits:
        list(alarms.note(url, visit))
    last = visits[-1] if visits else None
    figures = total_figures(series) if series and visits else None
    return SiteStatus(url, last, alarms.down.get(url), figures, outages(series) if series else ())


def _assessment(path: Path) -> Assessment:
    catalogue = build_catalogue()
    return read_assessment(path, lambda reference: usable_scheme(reference, catalogue), files_needed=False)

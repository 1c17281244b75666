"""What a monitor that starts again knows of before: what was told, and what was seen and not yet told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaoping.probe.alarms import Alarm, Alarms
from kaoping.probe.contract import ProbeSettings, ProbeSite
from kaoping.probe.reading import SeriesReader
from kaoping.probe.segments import last_moment
from kaoping.probe.store import ACTIVE, DAYS, read_sites
from kaoping.probe.warnings_log import Told, WarningsLog
from kaoping.probe.watching import SILENT


@dataclass(frozen=True, slots=True)
class Memory:
    """`told` in order of time; `untold` are warnings that an earlier process had no time left to tell."""

    told: tuple[Told, ...]
    alarms: Alarms
    untold: tuple[Alarm, ...]


def recall(directory: Path, sites: Sequence[ProbeSite], settings: ProbeSettings, now: datetime) -> Memory:
    """Return what is known of before. Raises StorageError when the series in the directory cannot be read.

    A trouble that had not lasted long enough to be told goes on only where somebody has watched until now.
    """
    log = WarningsLog(directory)
    log.mend()
    told = log.told()
    alarms = Alarms(settings.warn_after)
    alarms.resume(told)
    last = _last_kept(directory)
    if last is None or not read_sites(directory):
        return Memory(told, alarms, ())
    needed = timedelta(seconds=settings.warn_after + 2 * max((site.interval for site in sites), default=0.0))
    reader = SeriesReader(directory, last - needed - SILENT, max(now, last))
    untold = [
        alarm
        for site in sites
        if (series := reader.series(site.url)) is not None
        for alarm in alarms.catch_up(site.url, series.visits)
    ]
    if now - last > SILENT:
        alarms.forget_untold()
    return Memory(told, alarms, tuple(untold))


def _last_kept(directory: Path) -> datetime | None:
    """Return the time of the last row in the files of the newest day that has any."""
    paths = [*(directory / ACTIVE).glob("*.log"), *(directory / DAYS).glob("*.parquet")]
    for day in sorted({path.stem[:10] for path in paths}, reverse=True):
        moments = [last_moment(path) for path in paths if path.stem.startswith(day)]
        kept = [moment for moment in moments if moment is not None]
        if kept:
            return datetime.fromtimestamp(max(kept) / 1000, UTC)
    return None

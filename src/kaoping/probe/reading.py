"""Reads what a monitor kept, whether it is running or not: the series of a site between two moments."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from kaoping.model.errors import StorageError
from kaoping.model.probe_series import ProbeSeries, ProbeVisit, Segment, Unwatched
from kaoping.probe.rows import EventRow
from kaoping.probe.segments import LogReader, SegmentReader
from kaoping.probe.store import ACTIVE, DAYS, PLAYED, read_sites
from kaoping.probe.watching import unwatched
from kaoping.worktime import in_beijing

_MARGIN = timedelta(days=1)  # rows may lie in the file of a neighbouring day


class _Part(Protocol):
    path: Path

    @property
    def sha256(self) -> str: ...
    def visits(self, site: int) -> Iterator[ProbeVisit]: ...
    def events(self) -> Iterator[EventRow]: ...


class SeriesReader:
    """Everything between `since` and `until` of one series; read site after site, best in the order of `sites`."""

    def __init__(self, directory: Path, since: datetime, until: datetime) -> None:
        """Raises StorageError where there is no series in `directory` or a file of it cannot be read."""
        self.directory, self.since, self.until = directory, since, until
        self.sites = read_sites(directory)
        if not self.sites:
            raise StorageError(f"{directory}：这里没有拨测记录。请给出 kaoping probe run 的 --out 目录。")
        self.played = (directory / PLAYED).exists()
        self._numbers = {url: number for number, url in enumerate(self.sites)}
        self._parts = list(self._open())
        self._segments: tuple[Segment, ...] | None = None
        self._unwatched: tuple[Unwatched, ...] | None = None

    def series(self, url: str) -> ProbeSeries | None:
        """Return the series of a site; None where it was never watched."""
        number = self._numbers.get(url)
        if number is None:
            return None
        found = [visit for part in self._parts for visit in part.visits(number) if self.since <= visit.at <= self.until]
        found.sort(key=lambda visit: visit.at)
        return ProbeSeries(url, self.since, self.until, found, self.unwatched(), self.segments(), self.played)

    def unwatched(self) -> tuple[Unwatched, ...]:
        """Return when nobody watched any site."""
        if self._unwatched is None:
            events = [event for part in self._parts for event in part.events()]
            self._unwatched = unwatched(events, self.since, self.until)
        return self._unwatched

    def segments(self) -> tuple[Segment, ...]:
        """Return the files that were read, with their digests."""
        if self._segments is None:
            self._segments = tuple(
                Segment(f"{part.path.parent.name}/{part.path.name}", part.sha256) for part in self._parts
            )
        return self._segments

    def _open(self) -> Iterator[_Part]:
        first, last = (
            (in_beijing(at) + way * _MARGIN).date().isoformat() for at, way in ((self.since, -1), (self.until, 1))
        )
        closed = set()
        try:
            for path in sorted((self.directory / DAYS).glob("*.parquet")):
                closed.add(path.stem)
                if first <= path.stem[:10] <= last:
                    yield SegmentReader(path)
            for path in sorted((self.directory / ACTIVE).glob("*.log")):
                if path.stem not in closed and first <= path.stem[:10] <= last:
                    yield LogReader(path)
        except (OSError, ValueError) as error:  # pyarrow's errors are ValueErrors
            raise StorageError(f"{self.directory}：拨测记录读不出来（{error}）。请从备份恢复损坏的文件。") from error

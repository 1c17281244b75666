"""Series that were not measured: a demonstration plays them with a clock of its own, and they say so for ever."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from kaoping.model.probe_series import ProbeVisit
from kaoping.probe.rows import Event, EventRow, Row, VisitRow
from kaoping.probe.store import PLAYED, SeriesStore
from kaoping.probe.watching import ALIVE_EVERY
from kaoping.worktime import in_beijing

LABEL = "本目录中的拨测记录是演示程序按自己的时钟编排的，不是实际拨测的结果，不能用于任何真实的考评。\n"


def write_played(
    directory: Path, visits: Mapping[str, Sequence[ProbeVisit]], watched: tuple[datetime, datetime]
) -> None:
    """Write a series of `visits` by address into an empty directory, watched all the time between two moments.

    Its days are closed and entered as a monitor's are. Readers tell that it was played.
    """
    begun, ended = watched
    directory.mkdir(parents=True, exist_ok=True)
    (directory / PLAYED).write_text(LABEL, encoding="utf-8")
    store = SeriesStore(directory, begun)
    numbers = dict(zip(visits, store.numbers(list(visits)), strict=True))
    rows: list[Row] = [VisitRow(numbers[url], visit) for url, each in visits.items() for visit in each]
    signs = range(0, int((ended - begun).total_seconds()), int(ALIVE_EVERY))
    rows += [EventRow(begun + timedelta(seconds=second), Event.ALIVE if second else Event.STARTED) for second in signs]
    rows.append(EventRow(ended, Event.STOPPED))
    store.close()
    for _, some in groupby(sorted(rows, key=_moment), key=lambda row: in_beijing(_moment(row)).date()):
        held = list(some)
        store = SeriesStore(directory, _moment(held[0]))
        for row in held:
            store.append(row)
        store.close()
    SeriesStore(directory, ended + timedelta(days=1)).close()


def _moment(row: Row) -> datetime:
    return row.visit.at if isinstance(row, VisitRow) else row.at

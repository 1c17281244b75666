"""When the monitor watched: the times of which nothing is known follow from its own events."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from kaoping.model.probe_series import Unwatched
from kaoping.probe.rows import Event, EventRow

ALIVE_EVERY = 60.0
SILENT = timedelta(seconds=2.5 * ALIVE_EVERY)  # longer without a sign of life, and nobody watched
NOT_RUNNING, KILLED, NO_NETWORK, DISK_FULL = "not-running", "killed", "no-network", "disk-full"


def unwatched(events: Iterable[EventRow], since: datetime, until: datetime) -> tuple[Unwatched, ...]:
    """Return the times between `since` and `until` in which nobody watched, in order, without overlaps."""
    return tuple(_joined(_within(_gaps(sorted(events, key=lambda row: row.at), since, until), since, until)))


def _gaps(events: Iterable[EventRow], since: datetime, until: datetime) -> Iterator[Unwatched]:
    last, why = since, NOT_RUNNING  # nothing is known yet
    blind: datetime | None = None
    for row in events:
        begun = row.at - timedelta(seconds=row.seconds)
        if why or (row.event is not Event.CLOCK_SET and begun - last > SILENT):
            yield Unwatched(last, row.at, why or KILLED)
        elif row.event is Event.STARTED:
            yield Unwatched(last, row.at, KILLED)
        last, why = row.at, ""
        if row.event in (Event.SUSPENDED, Event.HELD):
            yield Unwatched(begun, row.at, row.event.value)
        elif row.event is Event.LOST:
            yield Unwatched(begun, row.at, DISK_FULL)
        elif row.event is Event.CLOCK_SET:
            last = row.at + timedelta(seconds=row.seconds)
            yield Unwatched(row.at, last, row.event.value)
        elif row.event is Event.BLIND:
            blind = blind or row.at
        elif row.event is Event.STOPPED:
            why = NOT_RUNNING
        if blind is not None and row.event in (Event.SIGHTED, Event.STARTED):
            yield Unwatched(blind, row.at, NO_NETWORK)
            blind = None
    if blind is not None:
        yield Unwatched(blind, last, NO_NETWORK)
    if why or until - last > SILENT:
        yield Unwatched(last, until, why or NOT_RUNNING)


def _within(gaps: Iterable[Unwatched], since: datetime, until: datetime) -> Iterator[Unwatched]:
    for gap in gaps:
        first, last = max(gap.since, since), min(gap.until, until)
        if first < last:
            yield Unwatched(first, last, gap.reason)


def _joined(gaps: Iterable[Unwatched]) -> Iterator[Unwatched]:
    """What overlaps is told once, by the reason that came first; what touches for one reason is one."""
    held: Unwatched | None = None
    for gap in sorted(gaps, key=lambda gap: (gap.since, gap.until)):
        if held is not None and gap.since <= held.until and (gap.reason == held.reason or gap.until <= held.until):
            held = Unwatched(held.since, max(held.until, gap.until), held.reason)
            continue
        if held is not None:
            yield held
        held = gap if held is None else Unwatched(max(gap.since, held.until), gap.until, gap.reason)
    if held is not None:
        yield held

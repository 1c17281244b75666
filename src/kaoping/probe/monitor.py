"""The monitor: keeps the turns, makes the visits, and keeps what they saw; the one entrance to watching."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from kaoping.crawl.address_guard import AddressGuard
from kaoping.crawl.canary import Canaries
from kaoping.crawl.fetch import Fetcher
from kaoping.crawl.reasons import CLIENT_FAILURE
from kaoping.model.errors import system_reason
from kaoping.model.probe_series import FAILED, Opening, ProbeVisit
from kaoping.probe.alarms import Alarm, Alarms
from kaoping.probe.certificates import CertificateWatch
from kaoping.probe.contract import ProbeSettings, ProbeSite
from kaoping.probe.recall import recall
from kaoping.probe.rows import Event, EventRow, VisitRow
from kaoping.probe.schedule import Schedule
from kaoping.probe.sight import Sight
from kaoping.probe.store import SeriesStore
from kaoping.probe.timekeeping import CLOCK_SET, SUSPENDED, Clocks, SystemClocks, Timekeeper
from kaoping.probe.visit import Visitor
from kaoping.probe.watching import ALIVE_EVERY

_log = logging.getLogger(__name__)
TICK = 1.0
SETTLE_EVERY = 5.0
OURS_HELD = "held"
CANARY_KEEP = 5.0

Visit = Callable[[str], Awaitable[ProbeVisit]]


class Listener(Protocol):
    """Told what a person or another program should know at once."""

    def alarm(self, alarm: Alarm) -> None: ...
    def trouble(self, message: str) -> None: ...


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """What to watch, how, and where the series is kept."""

    sites: tuple[ProbeSite, ...]
    directory: Path
    settings: ProbeSettings


async def watch(request: WatchRequest, stop: asyncio.Event, listener: Listener) -> None:
    """Watch until `stop` is set. The caller holds the directory for this process.

    Visits under way when it stops are not kept. What an earlier process told is not told again, and what it had no time
    to tell is told first. Raises StorageError when the series in the directory cannot be read.
    """
    settings, clocks = request.settings, SystemClocks()
    fetcher = Fetcher(settings.crawl_options(), _utc_now, one_off=True)
    sight = Sight(Canaries(fetcher, settings.canaries, keep=CANARY_KEEP), clocks.steady, trusted=not settings.canaries)
    memory = recall(request.directory, request.sites, settings, _utc_now())
    guard = AddressGuard(settings.allow_private)
    certificates = CertificateWatch(
        request.directory, guard, settings.certificate_days, timeout=settings.timeout, told=memory.told
    )
    visitor = Visitor(settings, fetcher, sight, clock=_utc_now, sleep=asyncio.sleep, certificates=certificates)
    store = SeriesStore(request.directory, _utc_now())
    try:
        for alarm in memory.untold:
            listener.alarm(alarm)
        means = settings, clocks, visitor.visit, sight
        await Monitor(request.sites, store, means, listener, watched=(memory.alarms, certificates)).run(stop)
    finally:
        await fetcher.aclose()
        store.close()


class Monitor:
    """Runs the turns of all sites on one event loop."""

    def __init__(
        self,
        sites: Sequence[ProbeSite],
        store: SeriesStore,
        means: tuple[ProbeSettings, Clocks, Visit, Sight],
        listener: Listener,
        *,
        watched: tuple[Alarms, CertificateWatch | None] | None = None,
    ) -> None:
        settings, clocks, self._visit, self._sight = means
        self._sites = sites
        self._numbers = store.numbers([site.url for site in sites])
        self._store = store
        self._listener = listener
        self._keeper = Timekeeper(clocks)
        self._schedule = Schedule(sites, self._keeper.now())
        self._warn_after = timedelta(seconds=settings.warn_after)
        self._alarms, self._certificates = watched or (Alarms(settings.warn_after), None)
        self._gate = asyncio.Semaphore(settings.together)
        self._most_waiting = 4 * settings.together
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._disturbed = 0
        self._blind = False
        self._blind_since: datetime | None = None
        self._full_since: datetime | None = None
        self._ended: list[Path] = []
        self._closing: asyncio.Task[None] | None = None
        self._alive_at = self._settled_at = self._keeper.now()
        self.visits = 0
        self.left_out = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Visit the sites in their turns until `stop` is set."""
        self._note(Event.STARTED)
        try:
            while not stop.is_set():
                self._beat()
                self._begin_visits()
                self._housekeeping()
                pause = min(TICK, max(0.0, self._schedule.next_due - self._keeper.now()))
                try:
                    await asyncio.wait_for(stop.wait(), max(pause, 0.005))
                except TimeoutError:
                    continue
        finally:
            left = [*self._under_way.values(), *([self._closing] if self._closing else [])]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            self._note(Event.STOPPED)
            self._settle()
            self._keep_certificates()

    def _begin_visits(self) -> None:
        for place in self._schedule.due(self._keeper.now()):
            if place in self._under_way or len(self._under_way) >= self._most_waiting:
                self.left_out += 1  # this machine is too slow for so many sites; the turn is missed, not late
                continue
            self._under_way[place] = asyncio.get_running_loop().create_task(self._one(place))

    async def _one(self, place: int) -> None:
        try:
            async with self._gate:
                disturbed = self._disturbed
                visit = await self._visit(self._sites[place].url)
            self._take(place, visit, disturbed)
        except Exception:  # noqa: BLE001 the one boundary per visit: the others go on
            _log.exception("visiting %s failed", self._sites[place].url)
            failed = ProbeVisit(_at(self._keeper.wall()), Opening.OURS, 0.0, 0.0, reason=CLIENT_FAILURE)
            self._store.append(VisitRow(self._numbers[place], failed))
        finally:
            del self._under_way[place]

    def _take(self, place: int, visit: ProbeVisit, disturbed: int) -> None:
        self._beat()
        if self._disturbed != disturbed and (visit.outcome in FAILED or visit.outcome is Opening.SLOW):
            visit = replace(visit, outcome=Opening.OURS, reason=OURS_HELD)  # the time that ran out was not the site's
        self._look_at_sight()
        self._store.append(VisitRow(self._numbers[place], visit))
        self.visits += 1
        for alarm in self._alarms.note(self._sites[place].url, visit):
            self._listener.alarm(alarm)
        for alarm in self._certificates.take_alarms() if self._certificates is not None else ():
            self._listener.alarm(alarm)

    def _beat(self) -> None:
        for seen in self._keeper.beat(TICK):
            since = datetime.fromtimestamp(seen.since, UTC)
            if seen.kind == CLOCK_SET:
                self._store.append(EventRow(since, Event.CLOCK_SET, seen.seconds))
                continue
            self._disturbed += 1
            event = Event.SUSPENDED if seen.kind == SUSPENDED else Event.HELD
            lasted = timedelta(seconds=seen.seconds)
            self._store.append(EventRow(since + lasted, event, seen.seconds))
            if lasted >= self._warn_after:
                self._listener.alarm(_own_alarm("held", since + lasted, since, event.value))

    def _look_at_sight(self) -> None:
        if self._blind == self._sight.clear:
            self._blind = not self._sight.clear
            self._note(Event.BLIND if self._blind else Event.SIGHTED)
            now = _at(self._keeper.wall())
            self._blind_since = now if self._blind else self._blind_since
            self._listener.alarm(_own_alarm("blind" if self._blind else "sighted", now, self._blind_since or now))
            if self._blind:
                self._listener.trouble(
                    "参照网站都打不开，判断为本机断网；此后打不开的网站不记故障，网络恢复后自动继续。"
                )

    def _housekeeping(self) -> None:
        now = self._keeper.now()
        if now - self._alive_at >= ALIVE_EVERY:
            self._alive_at = now
            self._note(Event.ALIVE)
            self._keep_certificates()
        if now - self._settled_at >= SETTLE_EVERY:
            self._settled_at = now
            self._settle()
            ended = self._store.begin_day(_at(self._keeper.wall()))
            if ended is not None:
                self._ended.append(ended)
            if self._ended and (self._closing is None or self._closing.done()):
                self._closing = asyncio.get_running_loop().create_task(self._close_day(self._ended[0]))

    async def _close_day(self, log: Path) -> None:
        """Close a day beside the visits; what the disk refuses is tried again later, or at the next start."""
        try:
            await asyncio.to_thread(self._store.close_day, log)
            self._ended.remove(log)
        except OSError as error:
            self._listener.trouble(f"{log}：当日记录未能归档（{system_reason(error)}）。请腾出空间，会自动重试。")
            await asyncio.sleep(ALIVE_EVERY)

    def _settle(self) -> None:
        error = self._store.settle()
        now = _at(self._keeper.wall())
        if error is not None and self._full_since is None:
            self._full_since = now
            self._listener.trouble(
                f"{self._store.directory}：写不进去（{system_reason(error)}）。结果暂存内存，请腾出空间，会自动继续。"
            )
        elif error is None and self._full_since is not None:
            lost = self._store.take_lost()
            if lost:
                self._store.append(EventRow(now, Event.LOST, (now - self._full_since).total_seconds()))
            self._listener.trouble(f"{self._store.directory}：已能写入。未能保存的拨测 {lost} 次，该时段记为无人值守。")
            self._full_since = None

    def _keep_certificates(self) -> None:
        error = self._certificates.settle() if self._certificates is not None else None
        if error is not None:
            self._listener.trouble(f"证书记录写不进去（{system_reason(error)}）。请腾出空间，会自动重试。")

    def _note(self, event: Event) -> None:
        self._store.append(EventRow(_at(self._keeper.wall()), event))


def _own_alarm(kind: str, at: datetime, since: datetime, reason: str = "") -> Alarm:
    """A warning about the monitor itself, not a site."""
    return Alarm(kind, "", at, since, int((at - since).total_seconds() // 60), reason=reason)


def _at(wall: float) -> datetime:
    return datetime.fromtimestamp(wall, UTC)


def _utc_now() -> datetime:
    return datetime.now(UTC)

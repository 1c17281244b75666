"""The monitor over virtual hours: what it visits, keeps and warns of while clocks jump and machines sleep."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaoping.crawl.canary import Canaries
from kaoping.model.probe_series import Opening, ProbeSeries, ProbeVisit, Unwatched
from kaoping.probe.alarms import Alarm
from kaoping.probe.contract import ProbeSettings, ProbeSite
from kaoping.probe.monitor import Monitor
from kaoping.probe.reading import SeriesReader
from kaoping.probe.sight import Sight
from kaoping.probe.store import ACTIVE, DAYS, SeriesStore, verify_days
from tests.probe.virtual_time import VirtualClocks, run_virtually

SITES = tuple(ProbeSite(f"http://www.x{number}.gov.cn/", 1800) for number in range(20))
SETTINGS = ProbeSettings(canaries=())
HOUR = 3600.0


@dataclass
class Told:
    """What the monitor told."""

    alarms: list[Alarm] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def alarm(self, alarm: Alarm) -> None:
        self.alarms.append(alarm)

    def trouble(self, message: str) -> None:
        self.troubles.append(message)


@dataclass
class World:
    """A directory, clocks, and sites that fail as `fails` says (address, hours since the start)."""

    directory: Path
    fails: Callable[[str, float], bool] = lambda url, hours: False
    clocks: VirtualClocks = field(default_factory=VirtualClocks)
    told: Told = field(default_factory=Told)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clocks.wall(), UTC)

    def watch(self, seconds: float, meanwhile: Callable[[], Awaitable[None]] | None = None) -> None:
        """Watch for so long, in a process of its own as it were."""
        run_virtually(self.clocks, self._watch(seconds, meanwhile))

    def series(self, site: ProbeSite = SITES[0]) -> ProbeSeries:
        since = datetime(2026, 3, 2, tzinfo=UTC)
        found = SeriesReader(self.directory, since, max(self.now(), since)).series(site.url)
        assert found is not None
        return found

    async def _watch(self, seconds: float, meanwhile: Callable[[], Awaitable[None]] | None) -> None:
        stop = asyncio.Event()
        store = SeriesStore(self.directory, self.now())
        sight = Sight(Canaries.__new__(Canaries), self.clocks.steady, trusted=True)
        monitor = Monitor(SITES, store, (SETTINGS, self.clocks, self._visit, sight), self.told)
        task = asyncio.get_running_loop().create_task(monitor.run(stop))
        if meanwhile is not None:
            await meanwhile()
        await asyncio.sleep(seconds)
        stop.set()
        await task
        store.close()

    async def _visit(self, url: str) -> ProbeVisit:
        at, hours = self.now(), self.clocks.passed / HOUR
        await asyncio.sleep(0.3)
        failed = self.fails(url, hours)
        return ProbeVisit(at, Opening.TIMEOUT if failed else Opening.UP, 15.0 if failed else 0.3, 15.0)


def long_gaps(series: ProbeSeries) -> list[Unwatched]:
    """The gaps of more than a minute after the monitor first ran."""
    return [
        gap for gap in series.unwatched if gap.since > series.since and gap.until - gap.since > timedelta(minutes=1)
    ]


def test_every_turn_is_kept_over_midnight_and_a_restart(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.watch(3 * HOUR)
    world.watch(3 * HOUR)
    for site in SITES:
        series = world.series(site)
        assert 11 <= len(series.visits) <= 13
        gaps = [later.at - before.at for before, later in zip(series.visits, series.visits[1:], strict=False)]
        assert all(timedelta(seconds=1435) <= gap <= timedelta(seconds=2165) for gap in gaps)
        assert [
            gap for gap in series.unwatched if gap.since > series.visits[0].at and gap.reason != "not-running"
        ] == []
    assert sorted(path.name for path in (tmp_path / DAYS).iterdir()) == ["2026-03-02.parquet"]
    assert [path.name for path in (tmp_path / ACTIVE).iterdir()] == ["2026-03-03.log"]
    assert verify_days(tmp_path) == []


def test_stopping_and_starting_loses_and_doubles_nothing(tmp_path: Path) -> None:
    whole, pieces = World(tmp_path / "whole"), World(tmp_path / "pieces")
    whole.watch(3 * HOUR)
    for _ in range(6):
        pieces.watch(0.5 * HOUR)
    expected = {round(visit.at.timestamp()) for visit in whole.series().visits}
    seen = Counter(round(visit.at.timestamp()) for visit in pieces.series().visits)
    assert max(seen.values()) == 1
    assert len(expected ^ set(seen)) <= 1  # a visit under way while it was stopped


def test_a_time_without_the_monitor_is_not_watched(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.watch(2 * HOUR)
    world.clocks.passed += 5 * HOUR  # nobody ran
    world.watch(2 * HOUR)
    series = world.series()
    (gap,) = long_gaps(series)
    assert gap.reason == "not-running"
    assert timedelta(hours=5) <= gap.until - gap.since <= timedelta(hours=5, minutes=1)
    assert all(visit.outcome is Opening.UP for visit in series.visits)
    assert not any(gap.since < visit.at < gap.until for visit in series.visits)


def test_a_machine_that_sleeps(tmp_path: Path) -> None:
    """What was under way ends late and badly; it is ours, and the night is not watched."""
    world = World(tmp_path)
    slept: list[bool] = []

    def fails(url: str, hours: float) -> bool:
        if hours > 1 and not slept:
            slept.append(True)
            world.clocks.slept += 8 * HOUR
            return True
        return False

    world.fails = fails
    world.watch(2 * HOUR)
    outcomes = Counter(visit.outcome for site in SITES for visit in world.series(site).visits)
    assert outcomes[Opening.OURS] == 1
    assert set(outcomes) == {Opening.OURS, Opening.UP}
    (gap,) = [gap for gap in world.series().unwatched if gap.reason == "suspended"]
    assert timedelta(hours=8) <= gap.until - gap.since <= timedelta(hours=8, seconds=3)


def test_a_clock_that_is_set(tmp_path: Path) -> None:
    """Visits go on at their distance, whatever the clock on the wall says."""

    def visits_while(moved: float) -> int:
        world = World(tmp_path / str(moved))

        async def set_clock() -> None:
            await asyncio.sleep(HOUR)
            world.clocks.set_by = moved

        world.watch(HOUR, set_clock)
        world.clocks.set_by = max(moved, 0)
        found = world.series()
        assert all(visit.outcome is Opening.UP for visit in found.visits)
        assert not any(gap.reason in ("held", "suspended") for gap in found.unwatched)
        return len(found.visits)

    assert {visits_while(moved) for moved in (0.0, 7 * HOUR, -2 * HOUR, 40 * HOUR)} <= {3, 4, 5}


def test_a_process_that_is_held(tmp_path: Path) -> None:
    world = World(tmp_path)
    held: list[bool] = []

    def fails(url: str, hours: float) -> bool:
        if hours > 1 and not held:
            held.append(True)
            world.clocks.passed += 300
            return True
        return False

    world.fails = fails
    world.watch(2 * HOUR)
    outcomes = Counter(visit.outcome for site in SITES for visit in world.series(site).visits)
    assert outcomes[Opening.OURS] == 1
    assert Opening.TIMEOUT not in outcomes
    assert [gap.reason for gap in long_gaps(world.series())] == ["held"]


def test_warnings_are_told_once_and_once_when_over(tmp_path: Path) -> None:
    world = World(tmp_path, lambda url, hours: url == SITES[3].url and 1 < hours < 3)
    world.watch(4 * HOUR)
    assert [(alarm.kind, alarm.url) for alarm in world.told.alarms] == [
        ("down", SITES[3].url),
        ("up-again", SITES[3].url),
    ]
    assert world.told.alarms[0].minutes >= 10
    assert world.told.troubles == []


def test_a_site_that_is_new_gets_a_number_of_its_own(tmp_path: Path) -> None:
    store = SeriesStore(tmp_path, datetime(2026, 3, 2, tzinfo=UTC))
    assert store.numbers(["http://a/", "http://b/"]) == [0, 1]
    store.close()
    again = SeriesStore(tmp_path, datetime(2026, 3, 2, tzinfo=UTC))
    assert again.numbers(["http://b/", "http://c/", "http://b/"]) == [1, 2, 1]
    again.close()


def test_a_changed_day_is_seen(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.watch(2.5 * HOUR)
    (segment,) = (tmp_path / DAYS).iterdir()
    data = bytearray(segment.read_bytes())
    data[100] ^= 1
    segment.write_bytes(data)
    assert [sentence.endswith("内容与登记时不符。") for sentence in verify_days(tmp_path)] == [True]

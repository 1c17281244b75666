"""The series of visits becomes days and outages of the registered sites, and rolling it up again changes nothing."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kaoping.model.probe_series import Opening, ProbeVisit
from kaoping.probe.rows import VisitRow
from kaoping.probe.store import SeriesStore
from kaoping.web.monitoring.availability import roll_up, watched_sites
from kaoping.web.monitoring.models import AvailabilityDay, Outage
from kaoping.web.registry.models import Site
from tests.web.conftest import City

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # in Beijing
MINUTE = timedelta(minutes=1)


def visited(folder: Path, site: Site, outcomes: list[Opening], since: datetime = NOON) -> None:
    """Keep a visit every ten minutes."""
    store = SeriesStore(folder, since)
    (number,) = store.numbers([site.address])
    for place, outcome in enumerate(outcomes):
        store.append(VisitRow(number, ProbeVisit(since + 10 * place * MINUTE, outcome, 0.2 + place / 10, 15.0)))
    store.close()


UP, DOWN, OURS = Opening.UP, Opening.TIMEOUT, Opening.OURS


def test_visits_become_a_day_and_an_outage(city: City, tmp_path: Path) -> None:
    visited(tmp_path, city.east.site, [UP, DOWN, DOWN, UP, OURS])
    for _ in range(2):
        assert roll_up(tmp_path, NOON + timedelta(hours=1)) == 1
    day = AvailabilityDay.objects.get()
    assert (day.site, day.day, day.visits, day.failures, day.not_measured) == (
        city.east.site,
        date(2026, 3, 2),
        4,
        2,
        1,
    )
    assert (day.median_ms, day.slowest_ms) == (200, 500)
    outage = Outage.objects.get()
    assert (outage.since, outage.until) == (NOON + 10 * MINUTE, NOON + 30 * MINUTE)
    assert (outage.visits, outage.outcome, outage.ongoing) == (2, "timeout", False)


def test_an_outage_goes_on_over_midnight(city: City, tmp_path: Path) -> None:
    evening = NOON + timedelta(hours=11, minutes=40)  # 23:40
    visited(tmp_path, city.east.site, [UP, DOWN], evening)
    roll_up(tmp_path, evening + 15 * MINUTE)
    assert Outage.objects.get().ongoing
    morning = evening + timedelta(hours=8)
    AvailabilityDay.objects.update(day=date(2026, 3, 3))  # the day before is complete
    visited(tmp_path, city.east.site, [DOWN, UP], morning)
    roll_up(tmp_path, morning + timedelta(hours=1))
    outage = Outage.objects.get()
    assert (outage.since, outage.until, outage.visits) == (evening + 10 * MINUTE, morning + 10 * MINUTE, 2)
    assert not outage.ongoing


def test_without_a_series_there_is_nothing_to_roll_up(city: City, tmp_path: Path) -> None:
    assert roll_up(tmp_path, NOON) == 0


@pytest.mark.parametrize(("state", "watched"), [("running", 2), ("redesign", 1), ("closed", 1)])
def test_sites_in_operation_are_watched(city: City, state: str, watched: int) -> None:
    Site.objects.filter(pk=city.east.site.pk).update(state=state)
    assert len(watched_sites()) == watched

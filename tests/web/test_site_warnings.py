"""What the availability monitor warns of reaches the unit and its assessing body once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kaoping.model.probe_series import Opening
from kaoping.probe.alarms import Alarm
from kaoping.probe.warnings_log import WarningsLog
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, OutOfReachError
from kaoping.web.monitoring import site_warnings
from kaoping.web.monitoring.actions.tell_of_site import tell_of_site
from kaoping.web.monitoring.site_warnings import tell_warnings
from kaoping.web.notices.models import Notice
from tests.web.conftest import City

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # in Beijing
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def log(city: City, person: Callable[..., User], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WarningsLog:
    """The monitor's own file, and people of both counties."""
    for where in (city.east, city.west):
        for role in (Role.LIAISON, Role.BODY):
            person(role, where)
    monkeypatch.setattr(site_warnings, "series_folder", lambda: tmp_path)
    monkeypatch.setattr(site_warnings, "_read", site_warnings._Read())
    return WarningsLog(tmp_path)


def down(city: City, kind: str = "down", lasted: int = 10) -> Alarm:
    """The site of the first county down since noon, or back."""
    at = NOON + lasted * MINUTE
    return Alarm(kind, city.east.site.address, at, NOON, lasted, Opening.TIMEOUT)


def ending(city: City, days: int, until: datetime) -> Alarm:
    """Its certificate about to run out."""
    return Alarm("certificate-expiring", city.east.site.address, NOON, NOON, 0, days_left=days, not_after=until)


def told(kind: str) -> set[str]:
    """Who has been told of something."""
    rows = Notice.objects.filter(kind=kind, person__isnull=False).select_related("person")
    return {row.person.username for row in rows if row.person}


OURS = {"liaison-321301", "body-321301"}


def test_an_outage_is_told_as_it_begins_and_as_it_ends(city: City, log: WarningsLog) -> None:
    assert tell_warnings(NOON) == 0
    log.append(down(city))
    assert tell_warnings(NOON + 11 * MINUTE) == 2
    assert told("site-down") == OURS
    row = Notice.objects.filter(kind="site-down")[0]
    assert row.title == "东县教育网：从 2026-03-02 12:00 起不能访问"
    assert (row.severity, row.done_at) == (3, None)
    assert row.link == f"/monitoring/sites/{city.east.site.pk}/availability/"
    assert tell_warnings(NOON + 12 * MINUTE) == 0
    log.append(down(city, "up-again", 30))
    assert tell_warnings(NOON + 31 * MINUTE) == 2
    assert told("site-up") == OURS
    assert not Notice.objects.filter(kind="site-down", done_at=None).exists()


def test_a_process_that_starts_again_tells_nobody_twice(
    city: City, log: WarningsLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append(down(city))
    assert tell_warnings(NOON + 11 * MINUTE) == 2
    monkeypatch.setattr(site_warnings, "_read", site_warnings._Read())
    assert tell_warnings(NOON + 20 * MINUTE) == 0
    assert Notice.objects.count() == 2


def test_what_is_old_or_of_no_site_of_ours_is_not_told(city: City, log: WarningsLog) -> None:
    log.append(down(city))
    log.append(Alarm("down", "https://elsewhere.example/", NOON, NOON, 10, Opening.TIMEOUT))
    log.append(Alarm("blind", "", NOON, NOON, 10))
    assert tell_warnings(NOON + 3 * DAY) == 0
    assert not Notice.objects.exists()


def test_a_certificate_is_told_once_for_each_stage(city: City, log: WarningsLog) -> None:
    until = NOON + 29 * DAY
    for days in (29, 28, 7, 6, 1, 0):
        log.append(ending(city, days, until))
    assert tell_warnings(NOON) == 6
    assert told("certificate-expiring") == OURS
    assert Notice.objects.filter(person__username="liaison-321301").count() == 3
    log.append(ending(city, 20, until + 90 * DAY))
    assert tell_warnings(NOON) == 2


def test_nobody_tells_of_another_countys_site(city: City, log: WarningsLog, actor: Callable[..., Actor]) -> None:
    log.append(down(city))
    (warning,) = log.told()
    body = Actor(User.objects.get(username="body-321302"))
    with pytest.raises(OutOfReachError):
        tell_of_site(body, city.east.site.pk, warning)

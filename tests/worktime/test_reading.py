"""What people write: moments, dates, periods, durations, and a machine without zone data."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest

from kaoping.model.errors import InputError
from kaoping.worktime import BEIJING, Duration, Unit, WorkingHours, parse_date, parse_moment, parse_periods, zone
from tests.worktime.moments import at


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-13 16:50", "2026-02-13T16:50", "2026-02-13 16:50:00", "2026/2/13 16:50", "2026年2月13日 16:50",
        "2026年2月13日16时50分", "2026-02-13T08:50:00+00:00", "2026-02-13T08:50Z", " 2026-2-13 16\uff1a50 ",
        "2026.02.13 16:50:00",
    ],
)  # fmt: skip
def test_moments(text: str) -> None:
    assert parse_moment(text) == at("2026-02-13 16:50")
    assert parse_moment(text).utcoffset() == timedelta(hours=8)


def test_a_date_alone_is_its_start() -> None:
    assert parse_moment("2026-02-13") == at("2026-02-13 00:00")


@pytest.mark.parametrize(
    "text", ["", "昨天", "2026-02-30 10:00", "2026-02-13 25:00", "2026-02-13 1650 x", "0026-01-01"]
)
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(InputError, match=r"日期时间|年份"):
        parse_moment(text)


def test_dates() -> None:
    assert parse_date("2026年2月3日") == parse_date("2026/2/3") == date(2026, 2, 3)
    for text in ("2026-02-30", "2026-2", "x2026-02-03"):
        with pytest.raises(InputError, match="不是有效日期"):
            parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["08:30-12:00, 14:00-17:30", "8:30~12:00;14:00~17:30", "08:30-12:00 14:00-17:30", "8:30至12:00、14:00–17:30"],
)
def test_periods(text: str) -> None:
    assert parse_periods(text) == ((time(8, 30), time(12)), (time(14), time(17, 30)))
    assert WorkingHours(parse_periods(text)) == WorkingHours()


@pytest.mark.parametrize("text", ["", "全天", "12:00-08:30", "08:30-12:00,11:00-17:30", "08:30-25:00", "08:30-08:30"])
def test_what_are_no_periods(text: str) -> None:
    with pytest.raises(InputError, match="写法不对"):
        parse_periods(text)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("14d", Duration(14, Unit.DAY)), ("1wd", Duration(1, Unit.WORKING_DAY)), ("2mo", Duration(2, Unit.MONTH)),
        ("1y", Duration(1, Unit.YEAR)), ("3 wh", Duration(3, Unit.WORKING_HOUR)),
    ],
)  # fmt: skip
def test_durations(text: str, duration: Duration) -> None:
    assert Duration.parse(text) == duration
    assert str(duration) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["", "d", "1", "-1d", "1.5wd", "2m", "1 workday"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(InputError, match="期限"):
        Duration.parse(text)


def test_without_zone_data_beijing_is_eight_hours_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zone, "ZoneInfo", missing)
    fixed = zone.beijing_zone()
    for month in (1, 7):
        moment = datetime(2026, month, 1, 12, tzinfo=fixed)
        assert moment.utcoffset() == timedelta(hours=8)
        assert moment == datetime(2026, month, 1, 12, tzinfo=BEIJING)

"""Working days and hours: cases over year-ends, Spring Festival, make-up days and lunch."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kaoping.worktime import (
    BEIJING,
    DayEnd,
    MissingYearError,
    OffHours,
    Season,
    WorkingHours,
    WorkTime,
    official_calendar,
    show_moment,
)
from kaoping.worktime.calendar import Calendar
from tests.worktime.moments import at, hm, limit

WORK = WorkTime()
UNTIL_2026 = WorkTime(
    Calendar(frozenset(range(2004, 2027)), {d: w for d, w in official_calendar().days.items() if d.year < 2027})
)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-02-13 16:50", 2, "2026-02-14 09:50"),  # Friday to a make-up Saturday
        ("2026-02-14 16:50", 2, "2026-02-24 09:50"),  # over the nine days of Spring Festival
        ("2026-03-02 11:30", 1, "2026-03-02 14:30"),  # over lunch
        ("2026-03-02 12:30", 1, "2026-03-02 15:00"),
        ("2026-03-02 16:30", 1, "2026-03-02 17:30"),  # ends at close, not at the next start
        ("2026-03-02 11:00", 1, "2026-03-02 12:00"),
        ("2026-03-02 22:00", 7, "2026-03-03 17:30"),
        ("2026-03-06 17:00", 0.5, "2026-03-06 17:30"),
        ("2025-12-31 17:00", 1, "2026-01-04 09:00"),  # 1–3 January off, Sunday the 4th worked
        ("2026-03-07 10:00", 1, "2026-03-09 09:30"),  # Saturday
    ],
)
def test_add_working_hours(start: str, hours: float, due: str) -> None:
    assert WORK.add_working_hours(at(start), hours) == at(due)


@pytest.mark.parametrize(
    ("receipt", "days", "due"),
    [
        ("2026-03-02 09:00", 1, "2026-03-03 17:30"),  # the day of receipt is not counted
        ("2026-03-02 23:59", 1, "2026-03-03 17:30"),
        ("2026-03-06 09:00", 1, "2026-03-09 17:30"),
        ("2026-03-07 09:00", 1, "2026-03-09 17:30"),  # received on a Saturday
        ("2026-02-13 16:50", 1, "2026-02-14 17:30"),
        ("2026-02-13 16:50", 2, "2026-02-24 17:30"),
        ("2026-02-13 16:50", 5, "2026-02-27 17:30"),
        ("2026-02-13 16:50", 6, "2026-02-28 17:30"),  # a make-up Saturday after the festival
        ("2025-01-24 10:00", 5, "2025-02-07 17:30"),  # 26 January worked, 28 January – 4 February off
        ("2025-12-29 10:00", 3, "2026-01-04 17:30"),
        ("2026-09-30 10:00", 3, "2026-10-10 17:30"),
        ("2026-04-30 08:00", 3, "2026-05-08 17:30"),
    ],
)
def test_add_working_days(receipt: str, days: int, due: str) -> None:
    assert WORK.add_working_days(at(receipt), days) == at(due)
    assert WORK.add_working_days(at(receipt).date(), days) == at(due)


def test_a_limit_may_end_at_midnight() -> None:
    due = WorkTime(day_end=DayEnd.MIDNIGHT).add_working_days(at("2026-02-13 16:50"), 1)
    assert due == at("2026-02-15 00:00")
    assert show_moment(due) == "2026-02-14 24:00"


@pytest.mark.parametrize(
    ("receipt", "due"),
    [
        ("2026-03-07 09:00", "2026-03-10 17:30"),  # a Saturday: received on Monday, so Tuesday
        ("2026-03-06 18:00", "2026-03-10 17:30"),
        ("2026-03-06 17:29", "2026-03-09 17:30"),
        ("2026-03-06 12:30", "2026-03-09 17:30"),
        ("2026-03-06 06:00", "2026-03-09 17:30"),
    ],
)
def test_receipt_may_be_moved_to_the_next_start_of_work(receipt: str, due: str) -> None:
    work = WorkTime(off_hours=OffHours.NEXT_START)
    assert work.add_working_days(at(receipt), 1) == at(due)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-02-13 16:50", "2026-02-14 09:50", hm(2)),
        ("2026-02-14 17:30", "2026-02-24 08:30", hm(0)),
        ("2026-02-13 00:00", "2026-02-25 00:00", hm(21)),
        ("2026-03-02 11:50", "2026-03-02 14:10", hm(0, 20)),
        ("2026-03-02 12:10", "2026-03-02 13:50", hm(0)),
        ("2026-12-31 17:00", "2027-01-01 00:00", hm(0, 30)),  # 00:00 needs nothing of the year that begins
        ("2025-01-01 00:00", "2026-01-01 00:00", hm(248 * 7)),
    ],
)
def test_working_time_between(start: str, end: str, expected: timedelta) -> None:
    assert UNTIL_2026.working_time_between(at(start), at(end)) == expected
    assert UNTIL_2026.working_time_between(at(end), at(start)) == -expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-02-13", "2026-02-13", 0),
        ("2026-02-13", "2026-02-24", 2),
        ("2026-02-14", "2026-02-23", 0),
        ("2026-03-06", "2026-03-09", 1),
        ("2024-12-31", "2025-12-31", 248),
        ("2025-12-31", "2026-12-31", 248),
    ],
)
def test_working_days_between(first: str, last: str, expected: int) -> None:
    one, two = date.fromisoformat(first), date.fromisoformat(last)
    assert WORK.working_days_between(one, two) == expected
    assert WORK.working_days_between(two, one) == -expected


def test_subtracting() -> None:
    assert WORK.subtract_working_time(at("2026-02-14 09:50"), hm(2)) == at("2026-02-13 16:50")
    assert WORK.subtract_working_time(at("2026-02-24 09:00"), hm(1)) == at("2026-02-14 17:00")
    assert WORK.subtract_working_time(at("2026-03-02 15:00"), hm(1)) == at("2026-03-02 14:00")
    assert WORK.subtract_working_time(at("2026-03-02 13:00"), hm(1)) == at("2026-03-02 11:00")


@pytest.mark.parametrize(
    ("as_of", "duration", "start"),
    [
        ("2026-03-09", "1wd", "2026-03-06"),
        ("2026-02-24", "1wd", "2026-02-14"),
        ("2026-02-20", "1wd", "2026-02-14"),
        ("2026-02-24", "0wd", "2026-02-24"),
        ("2022-12-31", "14d", "2022-12-17"),
        ("2022-12-31", "2mo", "2022-10-31"),
        ("2024-03-31", "1mo", "2024-02-29"),
        ("2024-02-29", "1y", "2023-02-28"),
        ("2026-01-15", "1mo", "2025-12-15"),
    ],
)
def test_windows_are_counted_back(as_of: str, duration: str, start: str) -> None:
    assert WORK.window_start(date.fromisoformat(as_of), limit(duration)).isoformat() == start


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        ("2026-03-02 17:10", "2026-03-02 18:10"),  # one clock hour, the same day
        ("2026-03-02 11:45", "2026-03-02 12:45"),
        ("2026-03-02 12:00", "2026-03-02 15:00"),
        ("2026-03-02 17:30", "2026-03-03 09:30"),
        ("2026-03-02 08:29", "2026-03-02 09:30"),
        ("2026-03-02 08:30", "2026-03-02 09:30"),
        ("2026-02-13 20:00", "2026-02-14 09:30"),
        ("2026-02-15 10:00", "2026-02-24 09:30"),
    ],
)
def test_dispatch(submitted: str, due: str) -> None:
    assert WORK.dispatch_due(at(submitted)) == at(due)


def test_moments_of_other_zones_are_the_same_moments() -> None:
    start = datetime(2026, 2, 13, 8, 50, tzinfo=UTC)  # 16:50 in Beijing
    assert WORK.add_working_hours(start, 2) == at("2026-02-14 09:50")
    assert WORK.add_working_hours(start, 2).tzinfo is BEIJING
    late = datetime(2026, 3, 2, 17, tzinfo=UTC)  # 01:00 of the 3rd in Beijing
    assert WORK.add_working_days(late, 1) == at("2026-03-04 17:30")
    assert WORK.working_days_between(at("2026-03-02 10:00"), late) == 1


def test_year_end_needs_the_next_year() -> None:
    start = at("2026-12-31 17:00")
    assert UNTIL_2026.add_working_hours(start, 0.5) == at("2026-12-31 17:30")
    for reckon in (
        lambda: UNTIL_2026.add_working_hours(start, 1),
        lambda: UNTIL_2026.add_working_days(start, 1),
        lambda: UNTIL_2026.working_days_between(start, at("2027-01-01 00:00")),
        lambda: UNTIL_2026.dispatch_due(at("2026-12-31 17:40")),
        lambda: UNTIL_2026.subtract_working_time(at("2004-01-02 09:00"), hm(8)),
    ):
        with pytest.raises(MissingYearError):
            reckon()


def test_a_deadline_over_the_missing_year_is_provisional() -> None:
    within = UNTIL_2026.deadline(at("2026-12-29 10:00"), limit("2wd"))
    assert (str(within), within.provisional) == ("2026-12-31 17:30", False)
    over = UNTIL_2026.deadline(at("2026-12-31 17:00"), limit("2wh"))
    assert (str(over), over.provisional) == ("2027-01-04 10:00 暂定", True)


def test_other_hours_and_seasons() -> None:
    summer = Season((6, 1), (9, 30), ((time(8, 30), time(12)), (time(14, 30), time(18))))
    work = WorkTime(hours=WorkingHours(seasons=(summer,)))
    assert work.add_working_days(at("2026-05-29 10:00"), 1) == at("2026-06-01 18:00")
    assert work.add_working_hours(at("2026-09-30 17:30"), 1) == at("2026-10-08 09:00")
    winter = Season((11, 1), (3, 31), ((time(9), time(17)),))
    edges = [(10, 31), (11, 1), (3, 31), (4, 1)]
    assert [winter.holds(date(2026, month, day)) for month, day in edges] == [False, True, True, False]
    assert [summer.holds(date(2026, *edge)) for edge in ((5, 31), (6, 1), (9, 30), (10, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert [winter.holds(date(2026, month, 15)) for month in (1, 3, 4, 10, 11)] == [True, True, False, False, True]


@pytest.mark.parametrize("hours", [-1, -0.001])
def test_negative_amounts_are_refused(hours: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        WORK.add_working_hours(at("2026-03-02 09:00"), hours)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        WORK.add_working_days(at("2026-03-02 09:00"), 0)
    with pytest.raises(ValueError, match="not 14d"):
        WORK.add(at("2026-03-02 09:00"), limit("14d"))
    with pytest.raises(ValueError, match="working hours"):
        WORK.window_start(date(2026, 3, 2), limit("3wh"))
    with pytest.raises(ValueError, match="time zone"):
        WORK.add_working_hours(datetime(2026, 3, 2, 9), 1)

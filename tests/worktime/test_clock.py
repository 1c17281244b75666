"""Clocks by replay: due times, pauses, extensions, warnings, impossible logs, provisional readings."""

from datetime import timedelta

import pytest

from kaoping.worktime import (
    ClockEvent,
    ClockEventError,
    DayEnd,
    EventKind,
    Phase,
    WorkTime,
    official_calendar,
    read_clock,
    read_due,
)
from kaoping.worktime.calendar import Calendar
from kaoping.worktime.clock import show_hours
from tests.worktime.moments import at, hm, limit

WORK = WorkTime()
NEVER = timedelta()


def log(*lines: str) -> list[ClockEvent]:
    """`start 2026-03-02 10:00 5wd` as an event."""
    events = []
    for line in lines:
        kind, day, clock, *rest = line.split()
        events.append(ClockEvent(EventKind(kind), at(f"{day} {clock}"), limit(rest[0]) if rest else None))
    return events


def test_a_running_clock() -> None:
    reading = read_clock(log("start 2026-03-02 10:00 1wd"), WORK, at("2026-03-02 16:00"))
    assert reading.phase is Phase.RUNNING
    assert reading.due == at("2026-03-03 17:30")
    assert (reading.used, reading.left) == (hm(4), hm(8, 30))
    assert (reading.overdue, reading.overdue_by, reading.provisional) == (False, NEVER, False)
    assert reading.describe() == "计时中，期限 2026-03-03 17:30，剩余 8 小时 30 分钟"


@pytest.mark.parametrize(
    ("now", "warned"),
    [
        ("2026-03-02 14:30", 0), ("2026-03-03 14:59", 0), ("2026-03-03 15:00", 0.5), ("2026-03-04 10:29", 0.5),
        ("2026-03-04 10:30", 0.8), ("2026-03-05 10:00", 0.8),
    ],
)  # fmt: skip
def test_warnings_at_half_and_four_fifths(now: str, warned: float) -> None:
    reading = read_clock(log("start 2026-03-02 14:30 15wh"), WORK, at(now))
    assert (reading.due, reading.warned) == (at("2026-03-04 15:30"), warned)


def test_a_clock_that_has_not_started_cannot_be_read() -> None:
    with pytest.raises(ClockEventError, match="开始"):
        read_clock(log("start 2026-03-02 14:30 15wh"), WORK, at("2026-03-02 14:29"))


def test_an_overdue_clock_says_by_how_much() -> None:
    reading = read_clock(log("start 2026-03-02 10:00 1wd"), WORK, at("2026-03-04 09:15"))
    assert (reading.overdue, reading.overdue_by, reading.left) == (True, hm(0, 45), NEVER)
    assert reading.describe() == "计时中，期限 2026-03-03 17:30，超期 0 小时 45 分钟"


def test_overdue_begins_at_close_though_no_working_time_has_passed() -> None:
    events = log("start 2026-03-02 10:00 1wd")
    assert not read_clock(events, WORK, at("2026-03-03 17:30")).overdue
    reading = read_clock(events, WORK, at("2026-03-03 20:00"))
    assert (reading.overdue, reading.overdue_by) == (True, NEVER)
    assert not read_clock(events, WorkTime(day_end=DayEnd.MIDNIGHT), at("2026-03-03 20:00")).overdue


def test_a_stopped_clock_stays_as_it_was() -> None:
    in_time = read_clock(log("start 2026-03-02 10:00 1wd", "stop 2026-03-03 17:30"), WORK, at("2026-05-01 00:00"))
    assert (in_time.phase, in_time.overdue, in_time.describe()) == (
        Phase.STOPPED, False, "已办结，期限 2026-03-03 17:30，按时",
    )  # fmt: skip
    late = read_clock(log("start 2026-03-02 10:00 1wd", "stop 2026-03-04 09:30"), WORK, at("2026-05-01 00:00"))
    assert (late.overdue, late.overdue_by) == (True, hm(1))


def test_a_pause_takes_its_working_time_out() -> None:
    events = log("start 2026-03-02 10:00 1wd", "pause 2026-03-02 15:00", "resume 2026-03-04 15:00")
    reading = read_clock(events, WORK, at("2026-03-04 16:00"))
    assert reading.due == at("2026-03-05 17:30")
    assert reading.used == hm(4)
    assert reading.left == hm(8, 30)


def test_a_pause_in_the_evening_changes_nothing() -> None:
    events = log("start 2026-03-02 10:00 1wd", "pause 2026-03-02 18:00", "resume 2026-03-03 08:30")
    assert read_clock(events, WORK, at("2026-03-03 09:00")).due == at("2026-03-03 17:30")


def test_while_paused_the_due_time_moves_and_the_rest_stands_still() -> None:
    events = log("start 2026-03-02 10:00 1wd", "pause 2026-03-02 15:00")
    one, two = (read_clock(events, WORK, at(now)) for now in ("2026-03-03 15:00", "2026-03-20 15:00"))
    assert one.phase is two.phase is Phase.PAUSED
    assert (one.due, two.due) == (at("2026-03-04 17:30"), at("2026-03-23 17:30"))
    assert one.left == two.left == hm(9, 30)
    assert not two.overdue


def test_a_pause_after_the_due_time_does_not_undo_it() -> None:
    events = log("start 2026-03-02 10:00 1wd", "pause 2026-03-04 09:00", "resume 2026-03-10 09:00")
    reading = read_clock(events, WORK, at("2026-03-10 10:00"))
    assert reading.due == at("2026-03-03 17:30")
    assert reading.overdue


def test_a_paused_limit_until_midnight_ends_at_midnight() -> None:
    events = log("start 2026-03-02 10:00 1wd", "pause 2026-03-02 15:00", "resume 2026-03-03 09:00")
    due = read_clock(events, WorkTime(day_end=DayEnd.MIDNIGHT), at("2026-03-03 10:00")).due
    assert due == at("2026-03-05 00:00")


def test_an_extension_by_days_and_by_hours() -> None:
    events = log("start 2026-02-11 10:00 5wd", "extend 2026-02-14 10:00 5wd")
    assert read_clock(events, WORK, at("2026-02-13 10:00")).due == at("2026-02-25 17:30")  # not yet extended
    assert read_clock(events, WORK, at("2026-02-14 10:00")).due == at("2026-03-03 17:30")
    by_hours = log("start 2026-03-02 10:00 1wd", "extend 2026-03-02 11:00 2wh")
    assert read_clock(by_hours, WORK, at("2026-03-02 12:00")).due == at("2026-03-04 10:30")


def test_stopping_while_paused() -> None:
    events = log("start 2026-03-02 10:00 2wh", "pause 2026-03-02 11:00", "stop 2026-03-09 11:00")
    reading = read_clock(events, WORK, at("2026-03-10 10:00"))
    assert (reading.phase, reading.overdue, reading.used, reading.left) == (Phase.STOPPED, False, hm(1), hm(1))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["pause 2026-03-02 10:00"], "以“开始”事件起头"),
        (["start 2026-03-02 10:00"], "缺少"),
        (["start 2026-03-02 10:00 14d"], "以工作日或工作小时计"),
        (["start 2026-03-02 10:00 0wd"], "缺少"),
        (["start 2026-03-02 10:00 1wd", "start 2026-03-02 11:00 1wd"], "“开始”不成立.已开始"),
        (["start 2026-03-02 10:00 1wd", "resume 2026-03-02 11:00"], "2026-03-02 11:00 的“恢复”不成立.未暂停"),
        (["start 2026-03-02 10:00 1wd", "pause 2026-03-02 11:00", "pause 2026-03-02 12:00"], "已暂停"),
        (["start 2026-03-02 10:00 1wd", "stop 2026-03-02 11:00", "extend 2026-03-02 12:00 1wd"], "“延期”不成立.已办结"),
        (["start 2026-03-02 10:00 1wd", "extend 2026-03-02 12:00"], "“延期”不成立.缺少"),
    ],
)
def test_logs_that_cannot_have_happened(lines: list[str], message: str) -> None:
    with pytest.raises(ClockEventError, match=message):
        read_clock(log(*lines), WORK, at("2026-04-01 10:00"))


def test_a_reading_over_a_missing_year_is_provisional_until_the_import() -> None:
    until_2026 = Calendar(frozenset({2026}), {d: w for d, w in official_calendar().days.items() if d.year == 2026})
    events = log("start 2026-12-29 10:00 5wd")
    guess = read_clock(events, WorkTime(until_2026), at("2026-12-30 10:00"))
    assert (guess.due, guess.provisional) == (at("2027-01-06 17:30"), True)
    assert guess.describe().startswith("计时中，期限 2027-01-06 17:30（暂定）")
    days = dict.fromkeys([at("2027-01-04 00:00").date(), at("2027-01-05 00:00").date()], False)
    imported = Calendar(frozenset({2026, 2027}), {**until_2026.days, **days, at("2027-01-01 00:00").date(): False})
    firm = read_clock(events, WorkTime(imported), at("2026-12-30 10:00"))
    assert (firm.due, firm.provisional) == (at("2027-01-08 17:30"), False)
    assert not read_clock(log("start 2026-12-29 10:00 2wd"), WorkTime(until_2026), at("2026-12-30 10:00")).provisional


def test_a_clock_on_a_due_time_reckoned_elsewhere() -> None:
    submitted = at("2026-03-02 17:10")
    due = WORK.dispatch_due(submitted)
    assert not read_due(submitted, due, WORK, at("2026-03-02 18:10")).overdue
    late = read_due(submitted, due, WORK, at("2026-03-03 09:00"))
    assert (late.overdue, late.overdue_by) == (True, hm(0, 30))


def test_hours_are_shown_in_words() -> None:
    assert show_hours(hm(26, 5)) == "26 小时 5 分钟"
    assert show_hours(-hm(1, 30)) == "-1 小时 30 分钟"

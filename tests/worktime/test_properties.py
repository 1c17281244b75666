"""What must hold for any moment, amount and log, under any hours."""

from datetime import date, datetime, time, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.worktime import (
    BEIJING,
    ClockEvent,
    DayEnd,
    Duration,
    EventKind,
    Season,
    Unit,
    WorkingHours,
    WorkTime,
    read_clock,
)
from kaoping.worktime.clock import ClockReading

FAR = datetime(2026, 12, 1, tzinfo=BEIJING)
SUMMER = Season((6, 1), (9, 30), ((time(8), time(12)), (time(15), time(18))))
WORKS = [
    WorkTime(),
    WorkTime(hours=WorkingHours(((time(9), time(17)),))),
    WorkTime(hours=WorkingHours(seasons=(SUMMER,)), day_end=DayEnd.MIDNIGHT),
]
works = st.sampled_from(WORKS)
moments = st.datetimes(datetime(2019, 12, 1), datetime(2026, 6, 1)).map(
    lambda naive: naive.replace(second=0, microsecond=0, tzinfo=BEIJING)
)
dates = st.dates(date(2019, 12, 1), date(2026, 6, 1))
amounts = st.integers(1, 20000).map(lambda minutes: timedelta(minutes=minutes))
counts = st.integers(1, 60)
modest = settings(max_examples=100, deadline=None)


@modest
@given(works, moments, amounts)
def test_between_undoes_adding(work: WorkTime, start: datetime, amount: timedelta) -> None:
    assert work.working_time_between(start, work.add_working_time(start, amount)) == amount


@modest
@given(works, moments, amounts)
def test_adding_gives_the_earliest_and_subtracting_the_latest(
    work: WorkTime, moment: datetime, amount: timedelta
) -> None:
    tick = timedelta(minutes=1)
    assert work.working_time_between(moment, work.add_working_time(moment, amount) - tick) < amount
    since = work.subtract_working_time(moment, amount)
    assert work.working_time_between(since, moment) == amount
    assert work.working_time_between(since + tick, moment) < amount


@modest
@given(works, moments, moments, moments)
def test_between_adds_up_and_is_antisymmetric(work: WorkTime, a: datetime, b: datetime, c: datetime) -> None:
    between = work.working_time_between
    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)
    assert (a <= b) <= (between(a, b) >= timedelta())


@modest
@given(works, moments, amounts, amounts)
def test_adding_in_two_steps_is_adding_the_sum(work: WorkTime, start: datetime, one: timedelta, two: timedelta) -> None:
    assert work.add_working_time(work.add_working_time(start, one), two) == work.add_working_time(start, one + two)


@modest
@given(works, moments, moments, counts, counts)
def test_limits_are_monotone(work: WorkTime, a: datetime, b: datetime, m: int, n: int) -> None:
    early, late = sorted((a, b))
    few, many = sorted((m, n))
    assert work.add_working_days(early, few) <= work.add_working_days(late, many)
    assert work.add_working_hours(early, few) <= work.add_working_hours(late, many)
    assert work.dispatch_due(early) <= work.dispatch_due(late)


@modest
@given(works, dates, counts)
def test_days_between_undoes_adding_days(work: WorkTime, day: date, count: int) -> None:
    end = work.nth_working_day(day, count)
    assert work.calendar.is_working_day(end)
    assert work.working_days_between(day, end) == count
    assert work.working_days_between(day, work.previous_working_day(end)) == count - 1


@modest
@given(works, dates, counts)
def test_days_back_and_forth(work: WorkTime, day: date, count: int) -> None:
    if work.calendar.is_working_day(day):
        assert work.nth_working_day(work.nth_working_day(day, count), -count) == day
        assert work.nth_working_day(work.nth_working_day(day, -count), count) == day


@modest
@given(works, moments)
def test_the_next_start_is_reached_without_working_time(work: WorkTime, moment: datetime) -> None:
    start = work.next_start_of_work(moment)
    assert start >= moment
    assert work.is_working_moment(start)
    if not work.is_working_moment(moment):
        assert work.working_time_between(moment, start) == timedelta()


limits = st.builds(Duration, counts, st.sampled_from([Unit.WORKING_DAY, Unit.WORKING_HOUR]))
minutes = st.integers(0, 6000)


def _log(start: datetime, limit: Duration, gaps: list[tuple[int, int]]) -> list[ClockEvent]:
    """A start and pauses: after `gap` minutes a pause of `length` minutes."""
    log = [ClockEvent(EventKind.START, start, limit)]
    at = start
    for gap, length in gaps:
        log.append(ClockEvent(EventKind.PAUSE, at := at + timedelta(minutes=gap)))
        log.append(ClockEvent(EventKind.RESUME, at := at + timedelta(minutes=length)))
    return log


def _paused_before_due(log: list[ClockEvent], work: WorkTime) -> timedelta:
    """Working time of the pauses that begin before the due time as it stands then."""
    total = timedelta()
    for position in range(1, len(log), 2):
        pause, resume = log[position], log[position + 1]
        due = read_clock(log[:position], work, pause.at).due
        if pause.at < due:
            total += work.working_time_between(pause.at, resume.at)
    return total


@modest
@given(st.sampled_from(WORKS[:2]), moments, limits, st.lists(st.tuples(minutes, minutes), max_size=4))
def test_pauses_shift_by_the_working_time_paused(
    work: WorkTime, start: datetime, limit: Duration, gaps: list[tuple[int, int]]
) -> None:
    log = _log(start, limit, gaps)
    plain = read_clock(log[:1], work, FAR).due
    shifted = read_clock(log, work, FAR).due
    assert shifted == work.add_working_time(plain, _paused_before_due(log, work))


@modest
@given(works, moments, limits, st.lists(st.tuples(minutes, minutes), max_size=3), minutes, st.randoms())
def test_a_reading_adds_up_and_ignores_the_order_of_the_log(
    work: WorkTime, start: datetime, limit: Duration, gaps: list[tuple[int, int]], later: int, random: Random
) -> None:
    log = _log(start, limit, [(gap + 1, length + 1) for gap, length in gaps])
    now = start + timedelta(minutes=later)
    reading = read_clock(log, work, now)
    shuffled = list(log)
    random.shuffle(shuffled)
    assert read_clock(shuffled, work, now) == reading
    _consistent(reading, now)


def _consistent(reading: ClockReading, now: datetime) -> None:
    assert reading.overdue == (now > reading.due)
    assert reading.used >= timedelta()
    assert reading.left >= timedelta()
    assert reading.overdue_by >= timedelta()
    assert not (reading.overdue and reading.left)
    assert reading.warned == 0.8 or not reading.overdue


@modest
@given(works, moments, limits, st.integers(1, 20))
def test_an_extension_equals_a_longer_limit(work: WorkTime, start: datetime, limit: Duration, more: int) -> None:
    extension = Duration(more, limit.unit)
    log = [ClockEvent(EventKind.START, start, limit), ClockEvent(EventKind.EXTEND, start, extension)]
    longer = ClockEvent(EventKind.START, start, Duration(limit.amount + more, limit.unit))
    assert read_clock(log, work, FAR).due == read_clock([longer], work, FAR).due

"""Appeals: where they lead, and until when they are filed and answered."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.workflow.appeal import (
    OPEN,
    OUTCOMES,
    STEPS,
    TITLES,
    Duty,
    Limits,
    Outcome,
    State,
    answer_clock,
    filing,
    filing_clock,
    leads,
    turn,
)
from kaoping.worktime import BEIJING, DayEnd, WorkTime

WORK = WorkTime()
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 31), timezones=st.just(BEIJING))
LIMITS = st.builds(Limits, st.integers(1, 10), st.integers(1, 10), st.sampled_from(DayEnd))


def at(text: str) -> datetime:
    """A moment in Beijing."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def test_every_state_and_outcome_is_named_and_ends_are_ends() -> None:
    assert set(TITLES) == set(State)
    assert set(OUTCOMES) == set(Outcome)
    for state in State:
        leading = {step for step in STEPS if leads(step, state)}
        assert bool(leading) == (state in OPEN)
        assert (turn(state) is Duty.NOBODY) == (state not in OPEN)
    assert {step.after for step in STEPS.values()} == {State.ACCEPTED, State.ANSWERED, State.WITHDRAWN}


def test_an_appeal_is_answered_by_the_officer_it_was_given_to() -> None:
    assert not leads("answer", State.FILED)
    assert leads("accept", State.ACCEPTED)  # given to another
    assert (turn(State.FILED), turn(State.ACCEPTED)) == (Duty.BODY, Duty.OFFICER)


@pytest.mark.parametrize(
    ("received", "ends", "due"),
    [
        ("2026-11-24 10:12", DayEnd.CLOSE, "2026-11-27 17:30"),  # Tuesday → Friday
        ("2026-11-24 00:00", DayEnd.CLOSE, "2026-11-27 17:30"),
        ("2026-11-24 23:59", DayEnd.CLOSE, "2026-11-27 17:30"),
        ("2026-11-24 10:12", DayEnd.MIDNIGHT, "2026-11-28 00:00"),
        ("2026-11-26 09:00", DayEnd.CLOSE, "2026-12-01 17:30"),  # over the weekend
        ("2026-09-30 09:00", DayEnd.CLOSE, "2026-10-10 17:30"),  # National Day; the 10th, a Saturday, is worked
    ],
)
def test_the_day_of_receipt_does_not_count(received: str, ends: DayEnd, due: str) -> None:
    limits = Limits(ends=ends)
    assert filing(at(received), at(received), limits, WORK).due.at == at(due)
    last = filing(at(received), at(due) - MINUTE, limits, WORK)
    assert last.in_time
    assert filing(at(received), at(due), limits, WORK).in_time
    assert not filing(at(received), at(due) + SECOND, limits, WORK).in_time


def test_what_is_late_is_refused_with_the_times_in_words() -> None:
    late = filing(at("2026-11-24 10:12"), at("2026-11-27 17:31"), Limits(), WORK)
    assert late.words() == (
        "结果于 2026-11-24 10:12（星期二）收到，收到当日不计，申诉期限为 3 个工作日，"
        "到 2026-11-27 17:30（星期五）截止；"
        "本申诉于 2026-11-27 17:31:00（星期五）提交，晚了 1 分钟，不予受理。"
    )
    later = filing(at("2026-11-24 10:12"), at("2026-11-29 19:35:01"), Limits(ends=DayEnd.MIDNIGHT), WORK)
    assert "到 2026-11-27 24:00（星期五）截止" in later.words()
    assert "晚了 1 天 19 小时 36 分钟" in later.words()
    assert "不予受理" not in filing(at("2026-11-24 10:12"), at("2026-11-27 17:30"), Limits(), WORK).words()


def test_nobody_is_refused_by_a_guessed_calendar() -> None:
    found = filing(at("2091-01-04 10:00"), at("2091-03-01 10:00"), Limits(), WORK)
    assert found.due.provisional
    assert found.in_time
    assert "暂定" in found.words()


@given(MOMENTS, LIMITS, st.integers(-5000, 5000))
def test_the_limit_is_so_many_working_days(received: datetime, limits: Limits, off: int) -> None:
    found = filing(received, received, limits, WORK)
    assert found.in_time
    last: date = (found.due.at - SECOND).date()
    assert WORK.calendar.is_working_day(last)
    days = [received.date() + timedelta(days=n) for n in range(1, (last - received.date()).days + 1)]
    assert sum(WORK.calendar.is_working_day(day) for day in days) == limits.file
    moved = filing(received, found.due.at + timedelta(seconds=off), limits, WORK)
    assert moved.in_time == (off <= 0)
    assert ("不予受理" in moved.words()) == (off > 0)


@given(MOMENTS, LIMITS, st.timedeltas(timedelta(), timedelta(days=20)))
def test_who_receives_later_has_no_less_time(received: datetime, limits: Limits, span: timedelta) -> None:
    first, second = (filing(one, one, limits, WORK).due.at for one in (received, received + span))
    assert first <= second
    midnight = filing(received, received, replace(limits, ends=DayEnd.MIDNIGHT), WORK).due.at
    assert first <= midnight


@given(MOMENTS, LIMITS, st.timedeltas(timedelta(), timedelta(days=40)), st.booleans())
def test_the_clock_of_the_answer_warns_and_is_overdue(
    filed: datetime, limits: Limits, span: timedelta, answered: bool
) -> None:
    now = filed + span
    found = answer_clock(filed, now if answered else None, limits, WORK, now=now)
    assert found.overdue == (now > found.due)
    assert (found.left == timedelta()) or not found.overdue
    assert found.warned in (0.0, 0.5, 0.8)
    if found.overdue:
        assert found.warned == 0.8
    same = filing_clock(filed, replace(limits, file=limits.answer), WORK, now=now)
    assert (same.due, same.overdue) == (found.due, found.overdue)


def test_warned_at_half_and_at_four_fifths() -> None:
    filed = at("2026-11-23 17:30")  # 21 working hours are left: three days of seven
    read = {
        text: answer_clock(filed, None, Limits(), WORK, now=at(text))
        for text in ("2026-11-25 11:59", "2026-11-25 12:00", "2026-11-26 11:18", "2026-11-26 17:31")
    }
    assert [one.warned for one in read.values()] == [0.0, 0.5, 0.8, 0.8]
    assert [one.overdue for one in read.values()] == [False, False, False, True]
    stopped = answer_clock(filed, at("2026-11-26 17:30"), Limits(), WORK, now=at("2026-12-30 09:00"))
    assert not stopped.overdue

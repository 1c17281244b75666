"""When a notice goes out, is tried again, and rises."""

from datetime import datetime, timedelta

import pytest

from kaoping.workflow.notices import RETRIES, Habits, Pace, Rising, Rung, Standing, due, next_attempt, rises_to
from kaoping.worktime import BEIJING, WorkTime

WORK = WorkTime()
QUIET, LOUD = Habits(9, quiet=True), Habits(9, quiet=False)


def at(text: str) -> datetime:
    """A moment in Beijing."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("made", "goes_out"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),
        ("2026-11-20 12:30", "2026-11-20 12:30"),  # the noon break is not quiet
        ("2026-11-20 07:10", "2026-11-20 08:30"),
        ("2026-11-20 17:30", "2026-11-23 08:30"),  # Friday's close of business → Monday
        ("2026-11-21 10:00", "2026-11-23 08:30"),
        ("2026-10-01 10:00", "2026-10-08 08:30"),  # National Day
        ("2026-09-20 10:00", "2026-09-20 10:00"),  # a Sunday that is worked
    ],
)
def test_nights_and_days_off_are_quiet(made: str, goes_out: str) -> None:
    assert due(at(made), Pace.NOW, QUIET, WORK) == at(goes_out)
    assert due(at(made), Pace.NOW, LOUD, WORK) == at(made)


@pytest.mark.parametrize(
    ("made", "habits", "goes_out"),
    [
        ("2026-11-20 08:59", QUIET, "2026-11-20 09:00"),
        ("2026-11-20 09:00", QUIET, "2026-11-20 09:00"),
        ("2026-11-20 09:01", QUIET, "2026-11-23 09:00"),
        ("2026-11-20 09:01", LOUD, "2026-11-21 09:00"),
        ("2026-11-20 09:01", Habits(20, quiet=True), "2026-11-20 20:00"),
    ],
)
def test_a_digest_goes_out_at_its_hour(made: str, habits: Habits, goes_out: str) -> None:
    assert due(at(made), Pace.DAILY, habits, WORK) == at(goes_out)


def test_who_wants_nothing_gets_nothing() -> None:
    assert due(at("2026-11-20 10:00"), Pace.NEVER, LOUD, WORK) is None


def test_a_year_without_a_calendar_keeps_weekends_quiet() -> None:
    assert due(at("2031-11-22 10:00"), Pace.NOW, QUIET, WORK) == at("2031-11-24 08:30")
    assert due(at("2031-11-22 10:00"), Pace.DAILY, QUIET, WORK) == at("2031-11-24 09:00")


def test_attempts_come_later_and_later_and_end() -> None:
    now = at("2026-11-20 10:00")
    waits = [found - now for n in range(1, len(RETRIES) + 1) if (found := next_attempt(n, now))]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert next_attempt(len(RETRIES) + 1, now) is None


RISING = Rising(leader=8, above=16)


@pytest.mark.parametrize(
    ("now", "rung", "rises"),
    [
        ("2026-11-20 16:59", Rung.TOLD, None),
        ("2026-11-20 17:00", Rung.TOLD, None),  # 6.5 of 8 hours
        ("2026-11-23 08:59", Rung.TOLD, None),  # the weekend does not count
        ("2026-11-23 09:30", Rung.TOLD, Rung.LEADER),
        ("2026-11-23 09:30", Rung.LEADER, None),
        ("2026-11-24 12:00", Rung.LEADER, Rung.ABOVE),
        ("2026-12-24 12:00", Rung.TOLD, Rung.LEADER),  # one rung at a time
        ("2026-12-24 12:00", Rung.ABOVE, None),
    ],
)
def test_what_nobody_answers_rises_by_working_hours(now: str, rung: Rung, rises: Rung | None) -> None:
    made = at("2026-11-20 08:30")
    assert rises_to(Standing(made, False, False, rung), RISING, WORK, at(now)) == (rises)


def test_what_was_read_rises_no_more_unless_it_must_be_done() -> None:
    made, now = at("2026-11-20 08:30"), at("2026-12-24 12:00")
    must = Rising(8, 16, done=True)
    assert rises_to(Standing(made, True, False, Rung.TOLD), RISING, WORK, now) is None
    assert rises_to(Standing(made, True, False, Rung.TOLD), must, WORK, now) is Rung.LEADER
    assert rises_to(Standing(made, True, True, Rung.TOLD), must, WORK, now) is None


def test_a_notice_rises_to_the_leader_first() -> None:
    with pytest.raises(ValueError, match="leader first"):
        Rising(8, 8)

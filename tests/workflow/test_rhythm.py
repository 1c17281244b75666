"""Inspections fall due by the clock of Beijing, whatever the machine's own zone."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.workflow.rhythm import Every, Rhythm, last_due, next_due
from kaoping.worktime import BEIJING, official_calendar

CALENDAR = official_calendar()


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("rhythm", "now", "last", "following"),
    [
        (Rhythm(Every.DAY, 1, time(1)), "2026-03-02 00:59", "2026-03-01 01:00", "2026-03-02 01:00"),
        (Rhythm(Every.DAY, 1, time(1)), "2026-03-02 01:00", "2026-03-02 01:00", "2026-03-03 01:00"),
        (Rhythm(Every.WEEK, 1, time(2)), "2026-03-04 12:00", "2026-03-02 02:00", "2026-03-09 02:00"),
        (Rhythm(Every.MONTH, 2, time(2)), "2026-03-04 12:00", "2026-03-02 02:00", "2026-04-02 02:00"),
        # 1 October is a holiday; work begins again on the 8th
        (Rhythm(Every.MONTH, 1, time(2)), "2026-10-05 12:00", "2026-09-01 02:00", "2026-10-08 02:00"),
        (Rhythm(Every.QUARTER, 1, time(2)), "2026-10-08 02:00", "2026-10-08 02:00", None),
        (Rhythm(Every.QUARTER, 15, time(2)), "2026-03-04 12:00", "2026-01-15 02:00", "2026-04-15 02:00"),
        # the holidays of that year are not published: the day stays, a Saturday or not
        (Rhythm(Every.MONTH, 1, time(2)), "2092-03-04 12:00", "2092-03-01 02:00", "2092-04-01 02:00"),
    ],
)
def test_it_is_due_on_its_day(rhythm: Rhythm, now: str, last: str, following: str | None) -> None:
    assert last_due(rhythm, beijing(now), CALENDAR) == beijing(last)
    if following:
        assert next_due(rhythm, beijing(now), CALENDAR) == beijing(following)


def test_the_clock_is_that_of_beijing() -> None:
    now = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)  # half past one on the 2nd in Beijing
    assert last_due(Rhythm(Every.DAY, 1, time(1)), now, CALENDAR) == beijing("2026-03-02 01:00")


@given(
    st.builds(Rhythm, st.sampled_from(Every), st.integers(1, 7), st.times().map(lambda at: at.replace(microsecond=0))),
    st.datetimes(datetime(2019, 1, 1), datetime(2026, 11, 30)).map(lambda now: now.replace(tzinfo=UTC)),
)
def test_what_is_due_next_is_then_what_was_due_last(rhythm: Rhythm, now: datetime) -> None:
    last, following = last_due(rhythm, now, CALENDAR), next_due(rhythm, now, CALENDAR)
    assert last <= now < following
    assert last_due(rhythm, following, CALENDAR) == following
    assert last_due(rhythm, following - timedelta(seconds=1), CALENDAR) == last

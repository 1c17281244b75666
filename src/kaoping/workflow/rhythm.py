"""When inspections that repeat are due: every day, week, month or quarter, at a time of day in Beijing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kaoping.worktime import BEIJING, Calendar, MissingYearError, in_beijing

_ONE_DAY = timedelta(days=1)
_QUARTERS = (1, 4, 7, 10)


class Every(StrEnum):
    """How often (日巡查、月检查、季通报)."""

    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"
    QUARTER = "quarterly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`day`: of the week (1 is Monday), or of the month or the quarter's first month (1–28); nothing for every day.

    A day of a month or quarter that is no working day moves to the next one, so that somebody is there to see what is
    found; where the arrangement of holidays is not published yet, it stays. Days and weeks do not move: sites are
    visited on holidays, too.
    """

    every: Every
    day: int
    at: time


def last_due(rhythm: Rhythm, now: datetime, calendar: Calendar) -> datetime:
    """Return the newest moment, `now` included, at which an inspection was due."""
    moment = in_beijing(now)
    return next(due for due in _backwards(rhythm, moment.date() + _ONE_DAY, calendar) if due <= moment)


def next_due(rhythm: Rhythm, now: datetime, calendar: Calendar) -> datetime:
    """Return the first moment after `now` at which an inspection is due."""
    moment = in_beijing(now)
    found = None
    for due in _backwards(rhythm, moment.date() + timedelta(days=200), calendar):
        if due <= moment and found is not None:
            return found
        found = due
    raise AssertionError("a rhythm has no end")


def _backwards(rhythm: Rhythm, day: date, calendar: Calendar) -> Iterator[datetime]:
    """Yield the moments of a rhythm from about `day` back, without an end."""
    if rhythm.every in (Every.DAY, Every.WEEK):
        while True:
            if rhythm.every is Every.DAY or day.isoweekday() == rhythm.day:
                yield datetime.combine(day, rhythm.at, BEIJING)
            day -= _ONE_DAY
    year, month = day.year, day.month
    while True:
        if rhythm.every is Every.MONTH or month in _QUARTERS:
            yield datetime.combine(_worked(date(year, month, rhythm.day), calendar), rhythm.at, BEIJING)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def _worked(day: date, calendar: Calendar) -> date:
    try:
        return day if calendar.is_working_day(day) else calendar.next_working_day(day)
    except MissingYearError:
        return day

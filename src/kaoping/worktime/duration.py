"""Durations as schemes and limits write them: `14d`, `1wd`, `2wh`, `2mo`, `1y`."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kaoping.model.errors import InputError

_DURATION = re.compile(r"(\d{1,5})\s*(wd|wh|d|mo|y)")


class Unit(StrEnum):
    """The unit of a duration; days, months and years are of the calendar, the others of working time."""

    DAY = "d"
    MONTH = "mo"
    YEAR = "y"
    WORKING_DAY = "wd"
    WORKING_HOUR = "wh"


@dataclass(frozen=True, slots=True)
class Duration:
    """A whole number of units."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read `14d`, `1wd`, `2wh`, `2mo`, `1y`; raises InputError otherwise."""
        match = _DURATION.fullmatch(text.strip())
        if match is None:
            raise InputError(
                f"期限“{text}”写法不对：应为数字加单位 d(日)、wd(工作日)、wh(工作小时)、mo(月)、y(年)，如 5wd。"
            )
        return cls(int(match[1]), Unit(match[2]))


def calendar_days_before(day: date, duration: Duration) -> date:
    """`day` less a duration of calendar units; a month that is too short gives its last day (31 March − 1mo)."""
    return _moved(day, duration, -1)


def calendar_days_after(day: date, duration: Duration) -> date:
    """`day` plus a duration of calendar units; a month that is too short gives its last day (31 January + 1mo)."""
    return _moved(day, duration, 1)


def _moved(day: date, duration: Duration, way: int) -> date:
    if duration.unit is Unit.DAY:
        return day + way * timedelta(days=duration.amount)
    months = way * duration.amount * (12 if duration.unit is Unit.YEAR else 1)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

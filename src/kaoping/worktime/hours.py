"""Working hours of a region: the periods of a working day, by season where an office has summer hours."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kaoping.model.errors import InputError
from kaoping.worktime.zone import BEIJING

_PERIOD = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})")

Period = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Season:
    """Other periods from `first` to `last` of every year, both (month, day) and included; may span New Year."""

    first: tuple[int, int]
    last: tuple[int, int]
    periods: tuple[Period, ...]

    def holds(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The periods of a working day, in order and apart; the first season that holds a date wins."""

    periods: tuple[Period, ...] = ((time(8, 30), time(12)), (time(14), time(17, 30)))
    seasons: tuple[Season, ...] = ()

    def __post_init__(self) -> None:
        for periods in (self.periods, *(season.periods for season in self.seasons)):
            _check(periods)

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Start and end of every period on `day`, in Beijing time, were it a working day."""
        return [
            (datetime.combine(day, start, BEIJING), datetime.combine(day, end, BEIJING))
            for start, end in self._periods_on(day)
        ]

    def length(self, day: date) -> timedelta:
        """The working time of `day`, were it a working day."""
        return sum((end - start for start, end in self.spans(day)), timedelta())

    def _periods_on(self, day: date) -> tuple[Period, ...]:
        return next((season.periods for season in self.seasons if season.holds(day)), self.periods)


def parse_periods(text: str) -> tuple[Period, ...]:
    """Read `08:30-12:00, 14:00-17:30`; raises InputError on anything else, overlaps included."""
    plain = unicodedata.normalize("NFKC", text).strip()  # full-width colons, commas and digits
    parts = [part for part in re.split(r"\s*[,、;]\s*|(?<=\d)\s+(?=\d)", plain) if part]
    matches = [_PERIOD.fullmatch(part) for part in parts]
    problem = InputError(f"工作时段“{text}”写法不对，请写成 08:30-12:00, 14:00-17:30，先早后晚、互不重叠。")
    if not parts or any(match is None for match in matches):
        raise problem
    try:
        numbers = [[int(part) for part in match.groups()] for match in matches if match]
        periods = tuple((time(a, b), time(c, d)) for a, b, c, d in numbers)
        _check(periods)
    except ValueError as error:
        raise problem from error
    return periods


def _check(periods: tuple[Period, ...]) -> None:
    marks = [mark for period in periods for mark in period]
    if not marks or any(end <= start for start, end in periods) or marks != sorted(marks):
        raise ValueError("working periods must be in order, apart and not empty")

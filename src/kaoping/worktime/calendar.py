"""The official working calendar of China: weekends, holidays and make-up work days (调休)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Protocol

import chinese_calendar

from kaoping.model.errors import CalendarError
from kaoping.worktime.zone import beijing_date

ONE_DAY = timedelta(days=1)


class MissingYearError(CalendarError):
    """No official arrangement is known for the year of `day`: guessing would give a wrong deadline."""

    def __init__(self, day: date, years: frozenset[int]) -> None:
        known = describe_years(years) or "无"
        super().__init__(
            f"没有 {day.year} 年的放假调休安排，无法判断 {day.isoformat()} 是否为工作日（已有数据的年份：{known}）。"
            f"请在国务院办公厅公布该年安排后导入日历文件：kaoping worktime import {day.year}.json,"
            "或用 --calendar 指定文件。"
        )
        self.day = day
        self.year = day.year


class CalendarData(Protocol):
    """What a calendar file contributes (see `calendar_files.CalendarFile`)."""

    @property
    def years(self) -> frozenset[int]: ...
    @property
    def days(self) -> Mapping[date, bool]: ...
    @property
    def names(self) -> Mapping[date, str]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Which dates are worked.

    `years`: the years whose arrangement is known completely. `days`: dates that differ from
    Monday-to-Friday, True where worked. `names`: what people call those dates. With `guesses`
    a year that is not known is answered as described at `provisionally`.
    """

    years: frozenset[int]
    days: Mapping[date, bool]
    names: Mapping[date, str] = field(default_factory=dict)
    guesses: bool = False

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked; raises MissingYearError where the year is not known."""
        day = beijing_date(day)
        if day.year in self.years:
            return self.days.get(day, day.weekday() < 5)
        if not self.guesses:
            raise MissingYearError(day, self.years)
        return self.days.get(day, day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self._step(day, ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self._step(day, -ONE_DAY)

    def name_of(self, day: date) -> str:
        """What people call the date (`春节`), or an empty string for an ordinary one."""
        return self.names.get(beijing_date(day), "")

    def extended(self, files: Iterable[CalendarData]) -> "Calendar":
        """This calendar with the data of `files` over it, later ones over earlier ones.

        A file that covers a whole year replaces that year; one that covers none only changes the days it names.
        """
        years, days, names = set(self.years), dict(self.days), dict(self.names)
        for file in files:
            for day in [day for day in days if _arranged_in(day) in file.years]:
                del days[day]
                names.pop(day, None)
            years |= file.years
            days.update(file.days)
            names.update(file.names)
        return Calendar(frozenset(years), days, names, self.guesses)

    def differing_days(self, file: CalendarData) -> list[date]:
        """The days of years known here that `file` would turn from worked to off or back."""
        other = self.extended([file])
        years = {day.year for day in file.days} & self.years
        days = {day for day in (*self.days, *file.days) if day.year in years}
        return sorted(day for day in days if self.is_working_day(day) != other.is_working_day(day))

    def provisionally(self) -> "Calendar":
        """The same calendar, but a year without data is guessed: for clocks shown to people as 暂定.

        Guessed are Monday to Friday less the fixed dates of 《全国年节及纪念日放假办法》 (1 January,
        1–2 May, 1–3 October). Lunar holidays and make-up days are left out, so a guess is rather too early.
        """
        return Calendar(self.years, self.days, self.names, guesses=True)

    def _step(self, day: date, step: timedelta) -> date:
        day = beijing_date(day) + step
        while not self.is_working_day(day):
            day += step
        return day


def _arranged_in(day: date) -> int:
    """The year whose arrangement names `day`: December only ever moves for the next year's 元旦."""
    return day.year + 1 if day.month == 12 else day.year


_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@cache
def official_calendar() -> Calendar:
    """The arrangements of the State Council that the `chinese-calendar` release in use carries."""
    days: dict[date, bool] = dict.fromkeys(chinese_calendar.holidays, False)
    days.update(dict.fromkeys(chinese_calendar.workdays, True))
    names = {
        day: chinese_calendar.Holiday(holiday).chinese
        for day, holiday in (*chinese_calendar.holidays.items(), *chinese_calendar.workdays.items())
    }
    return Calendar(frozenset(day.year for day in chinese_calendar.holidays), days, names)


def describe_years(years: Iterable[int]) -> str:
    """Years as people read them: `2004–2026、2028`."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)

"""Arithmetic in working days and working hours on the official calendar."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from kaoping.worktime.calendar import ONE_DAY, Calendar, MissingYearError, official_calendar
from kaoping.worktime.duration import Duration, Unit, calendar_days_before
from kaoping.worktime.hours import WorkingHours
from kaoping.worktime.zone import BEIJING, beijing_date, in_beijing

_NOTHING = timedelta()


class DayEnd(StrEnum):
    """When the last day of a limit in working days ends."""

    CLOSE = "close"  # at close of business
    MIDNIGHT = "midnight"  # at 24:00


class OffHours(StrEnum):
    """Which day is the day of receipt of what arrives outside working hours."""

    SAME_DAY = "same_day"  # the date it arrived
    NEXT_START = "next_start"  # the date of the next start of work


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due moment (Beijing time); `provisional` (暂定) while a year it depends on is not published."""

    at: datetime
    provisional: bool = False

    def __str__(self) -> str:
        return show_moment(self.at) + (" 暂定" if self.provisional else "")


@dataclass(frozen=True, slots=True, eq=False)
class WorkTime:
    """Working time of one region: its calendar, hours and the settings of its limits.

    Every moment must be aware and every result is Beijing time. Every method raises MissingYearError when it
    needs a year the calendar does not have; `deadline` and `provisionally` are the ways to a marked guess.
    """

    calendar: Calendar = field(default_factory=official_calendar)
    hours: WorkingHours = field(default_factory=WorkingHours)
    day_end: DayEnd = DayEnd.CLOSE
    off_hours: OffHours = OffHours.SAME_DAY

    def add_working_days(self, receipt: date, days: int) -> datetime:
        """End of the `days`-th (≥ 1) working day after the day of receipt, which is not counted.

        `receipt` is a date or an aware moment. The end is close of business, or 24:00 (00:00 of the next date)
        where the setting says so. [宿政办发〔2022〕1号 附件1; 《民法典》第二百零一条、第二百零三条]
        """
        day = self.nth_working_day(self._receipt_day(receipt), days)
        return day_end(day) if self.day_end is DayEnd.MIDNIGHT else self.hours.spans(day)[-1][1]

    def nth_working_day(self, day: date, count: int) -> date:
        """The `count`-th (≥ 1) working day after `day`, or before it where `count` is negative."""
        if count == 0:
            raise ValueError("a number of working days is at least 1")
        step = self.calendar.next_working_day if count > 0 else self.calendar.previous_working_day
        day = beijing_date(day)
        for _ in range(abs(count)):
            day = step(day)
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.calendar.next_working_day(day)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        return self.calendar.previous_working_day(day)

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`; negative when `last` is the earlier.

        So a reply on the day of receipt took 0, and one within N working days took at most N.
        """
        first, last = beijing_date(first), beijing_date(last)
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.calendar.is_working_day(day) for day in _dates(first + ONE_DAY, last))

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """`start` plus working hours (≥ 0); see `add_working_time`."""
        return self.add_working_time(start, timedelta(hours=hours))

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The earliest moment by which `amount` (≥ 0) of working time has passed since `start`."""
        _refuse_negative(amount)
        moment = in_beijing(start)
        if amount == _NOTHING:
            return moment
        while True:
            for begin, end in self._spans(moment.date()):
                available = end - max(begin, moment)
                if amount <= available:
                    return max(begin, moment) + amount
                amount -= max(available, _NOTHING)
            moment = day_end(moment.date())

    def subtract_working_time(self, end: datetime, amount: timedelta) -> datetime:
        """The latest moment since which `amount` (≥ 0) of working time has passed at `end`."""
        _refuse_negative(amount)
        moment = in_beijing(end)
        if amount == _NOTHING:
            return moment
        day = moment.date()
        while True:
            for begin, finish in reversed(self._spans(day)):
                available = min(finish, moment) - begin
                if amount <= available:
                    return min(finish, moment) - amount
                amount -= max(available, _NOTHING)
            day -= ONE_DAY

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; negative when `end` is the earlier."""
        start, end = in_beijing(start), in_beijing(end)
        if end < start:
            return -self.working_time_between(end, start)
        first, last = start.date(), end.date()
        if first == last:
            return self._within(first, start, end)
        total = self._within(first, start, day_end(first))
        if end > day_end(last - ONE_DAY):  # at 00:00 the day that begins does not matter: its year may be unknown
            total += self._within(last, start, end)
        for day in _dates(first + ONE_DAY, last - ONE_DAY):
            if self.calendar.is_working_day(day):
                total += self.hours.length(day)
        return total

    def is_working_moment(self, moment: datetime) -> bool:
        """Whether `moment` lies in working hours; the end of a period does not."""
        moment = in_beijing(moment)
        return any(begin <= moment < end for begin, end in self._spans(moment.date()))

    def next_start_of_work(self, moment: datetime) -> datetime:
        """The first start of a working period at or after `moment`."""
        moment = in_beijing(moment)
        day = moment.date()
        while True:
            for begin, _ in self._spans(day):
                if begin >= moment:
                    return begin
            day += ONE_DAY

    def dispatch_due(self, submitted: datetime, allowance: timedelta = timedelta(hours=1)) -> datetime:
        """When a message must be dispatched: within one clock hour if it came in working hours (17:10 → 18:10),
        else within one hour of the next start of work. [宿政办发〔2022〕1号 附件1]
        """
        submitted = in_beijing(submitted)
        start = submitted if self.is_working_moment(submitted) else self.next_start_of_work(submitted)
        return start + allowance

    def add(self, start: datetime, limit: Duration) -> datetime:
        """The due moment of a limit in `wd` or `wh` that starts at `start`."""
        if limit.unit is Unit.WORKING_DAY:
            return self.add_working_days(start, limit.amount)
        if limit.unit is Unit.WORKING_HOUR:
            return self.add_working_hours(start, limit.amount)
        raise ValueError(f"a limit is in working days or working hours, not {limit}")

    def deadline(self, start: datetime, limit: Duration) -> Deadline:
        """As `add`, for people's clocks: provisional instead of an error where a year is not published yet."""
        return self.marked(lambda worktime: worktime.add(start, limit))

    def marked(self, reckon: Callable[["WorkTime"], datetime]) -> Deadline:
        """The result of `reckon` on this working time, or, where a year is missing, on the provisional one."""
        try:
            return Deadline(reckon(self))
        except MissingYearError:
            return Deadline(reckon(self.provisionally()), provisional=True)

    def provisionally(self) -> "WorkTime":
        """The same with a calendar that guesses years without data (`Calendar.provisionally`)."""
        return replace(self, calendar=self.calendar.provisionally())

    def window_start(self, as_of: date, duration: Duration) -> date:
        """`as_of` less a duration, counted back as schemes do: `14d`, `1wd` (the working day before), `2mo`, `1y`."""
        day = beijing_date(as_of)
        if duration.unit is Unit.WORKING_DAY:
            return self.nth_working_day(day, -duration.amount) if duration.amount else day
        if duration.unit is Unit.WORKING_HOUR:
            raise ValueError("a window of dates is not counted in working hours")
        return calendar_days_before(day, duration)

    def _receipt_day(self, receipt: date) -> date:
        if isinstance(receipt, datetime) and self.off_hours is OffHours.NEXT_START:
            moment = in_beijing(receipt)
            return (moment if self.is_working_moment(moment) else self.next_start_of_work(moment)).date()
        return beijing_date(receipt)

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        return self.hours.spans(day) if self.calendar.is_working_day(day) else []

    def _within(self, day: date, start: datetime, end: datetime) -> timedelta:
        return sum((max(min(close, end) - max(begin, start), _NOTHING) for begin, close in self._spans(day)), _NOTHING)


def day_end(day: date) -> datetime:
    """24:00 of `day`, that is 00:00 of the next date, in Beijing time."""
    return datetime.combine(day + ONE_DAY, datetime.min.time(), BEIJING)


def show_moment(moment: datetime) -> str:
    """A moment as people read it, to the minute; midnight is 24:00 of the day that ends."""
    moment = in_beijing(moment)
    if moment.time() == datetime.min.time():
        return f"{(moment - ONE_DAY).date().isoformat()} 24:00"
    return f"{moment:%Y-%m-%d %H:%M}"


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + offset * ONE_DAY for offset in range((last - first).days + 1))


def _refuse_negative(amount: timedelta) -> None:
    if amount < _NOTHING:
        raise ValueError("an amount of working time is not negative")

"""Working-day and working-hour arithmetic on the official calendar, make-up work days (调休) included."""

from kaoping.worktime.calendar import Calendar, MissingYearError, official_calendar
from kaoping.worktime.calendar_files import (
    CalendarFile,
    CalendarFileError,
    parse_calendar,
    read_calendar,
    read_calendars,
)
from kaoping.worktime.clock import ClockEvent, ClockEventError, ClockReading, EventKind, Phase, read_clock, read_due
from kaoping.worktime.duration import Duration, Unit
from kaoping.worktime.hours import Season, WorkingHours, parse_periods
from kaoping.worktime.reckoning import DayEnd, Deadline, OffHours, WorkTime, show_moment
from kaoping.worktime.zone import BEIJING, beijing_date, in_beijing, parse_date, parse_moment

__all__ = [
    "BEIJING",
    "Calendar",
    "CalendarFile",
    "CalendarFileError",
    "ClockEvent",
    "ClockEventError",
    "ClockReading",
    "DayEnd",
    "Deadline",
    "Duration",
    "EventKind",
    "MissingYearError",
    "OffHours",
    "Phase",
    "Season",
    "Unit",
    "WorkTime",
    "WorkingHours",
    "beijing_date",
    "in_beijing",
    "official_calendar",
    "parse_calendar",
    "parse_date",
    "parse_moment",
    "parse_periods",
    "read_calendar",
    "read_calendars",
    "read_clock",
    "read_due",
    "show_moment",
]

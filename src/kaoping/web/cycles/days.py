"""The days of a cycle, reckoned on the working calendar of its region."""

import functools
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings

from kaoping.web.cycles.models import Cycle
from kaoping.workflow.cycle import BY_ID
from kaoping.workflow.cycle_days import MILESTONES, PERIOD_END, PERIOD_START, TITLES
from kaoping.workflow.days import Day, DayRule, Reckoner
from kaoping.worktime import Unit, WorkTime, official_calendar, read_calendars
from kaoping.worktime.profiles import Profiles, read_profiles

CALENDARS, PROFILES = "calendars", "worktime.yaml"
"""In the data folder: calendar files of years and places, and working hours by region."""


def days_of(cycle: Cycle, **supposed: date) -> Mapping[str, Day]:
    """Return every milestone's day, in the order of the work; `supposed` are days taken to come about."""
    return reckoner_of(cycle, **supposed).days(MILESTONES)


def reckoner_of(cycle: Cycle, **supposed: date) -> Reckoner:
    """Return what reckons a cycle's days: its rules, what has come about, and what is supposed to."""
    rules = {row.milestone: DayRule(row.fixed, row.anchor, row.amount, Unit(row.unit)) for row in cycle.days.all()}
    known = {PERIOD_START: cycle.period_from, PERIOD_END: cycle.period_to, **days_come(cycle), **supposed}
    return Reckoner(rules, known, TITLES, worktime_of(cycle.body.code))


def days_come(cycle: Cycle) -> Mapping[str, date]:
    """Return the days on which the cycle took steps, by milestone."""
    return {BY_ID[step.step].day: step.on for step in cycle.steps.all() if BY_ID[step.step].day}


def worktime_of(region: str) -> WorkTime:
    """Return the working time of a region (its code), by the files of the data folder."""
    folder: Path = settings.DEPLOYMENT.data  # type: ignore[misc]  # ours, known by no plugin
    return _profiles(folder, _stamp(folder)).of(region)


@functools.lru_cache(maxsize=2)
def _profiles(folder: Path, _files: tuple[tuple[str, int], ...]) -> Profiles:
    """Read once, and anew when a file was put in or changed."""
    calendar = official_calendar()
    if (folder / CALENDARS).is_dir():
        calendar = calendar.extended(read_calendars([folder / CALENDARS]))
    if (folder / PROFILES).is_file():
        return read_profiles(folder / PROFILES, calendar)
    return Profiles(WorkTime(calendar), {})


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    files = [folder / PROFILES, *sorted((folder / CALENDARS).glob("*"))]
    return tuple((str(file), file.stat().st_mtime_ns) for file in files if file.is_file())

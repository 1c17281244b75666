"""Working days and hours by region, by the calendar files of the data folder."""

import functools
from pathlib import Path

from django.conf import settings

from kaoping.worktime import WorkTime, official_calendar, read_calendars
from kaoping.worktime.profiles import Profiles, read_profiles

CALENDARS, PROFILES = "calendars", "worktime.yaml"
"""In the data folder: calendar files of years and places, and working hours by region."""


def worktime_of(region: str) -> WorkTime:
    """Return the working time of a region (its code), by the files of the data folder."""
    return profiles().of(region)


def profiles() -> Profiles:
    """Return the working time of every region that has its own, as the files say now."""
    folder = data_folder()
    return _profiles(folder, _stamp(folder))


def data_folder() -> Path:
    """Return the data folder of this installation."""
    folder: Path = settings.DEPLOYMENT.data  # type: ignore[misc]  # ours, known by no plugin
    return folder


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

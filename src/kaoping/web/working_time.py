"""Working days and hours by region, by the calendar files of the data folder."""

import functools
from pathlib import Path

from kaoping.web.installation import data_folder
from kaoping.worktime import WorkTime, official_calendar, read_calendars
from kaoping.worktime.profiles import Profiles, read_profiles

CALENDARS, PROFILES, REGIONS = "calendars", "worktime.yaml", "worktime"
"""In the data folder: calendar files of years and places, the operator's working hours by region, and a folder with one
file for each region whose hours were written in the browser, which go before the operator's."""


def worktime_of(region: str) -> WorkTime:
    """Return the working time of a region (its code), by the files of the data folder."""
    return profiles().of(region)


def profiles() -> Profiles:
    """Return the working time of every region that has its own, as the files say now."""
    folder = data_folder()
    return _profiles(folder, _stamp(folder))


@functools.lru_cache(maxsize=2)
def _profiles(folder: Path, _files: tuple[tuple[str, int], ...]) -> Profiles:
    """Read once, and anew when a file was put in or changed."""
    calendar = official_calendar()
    if (folder / CALENDARS).is_dir():
        calendar = calendar.extended(read_calendars([folder / CALENDARS]))
    said = _said(folder)
    return read_profiles(said[0], calendar, *said[1:]) if said else Profiles(WorkTime(calendar), {})


def _said(folder: Path) -> list[Path]:
    """The files about regions, those that go before later."""
    return [path for path in (folder / PROFILES, *sorted((folder / REGIONS).glob("*.yaml"))) if path.is_file()]


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    files = [*_said(folder), *sorted((folder / CALENDARS).glob("*"))]
    return tuple((str(file), file.stat().st_mtime_ns) for file in files if file.is_file())

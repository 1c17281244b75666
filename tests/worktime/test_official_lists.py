"""Every official day list of the corpus against our calendar, day by day."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kaoping.worktime import CalendarFileError, official_calendar, read_calendar, read_calendars
from kaoping.worktime.calendar import Calendar
from kaoping.worktime.calendar_files import render_calendar

CORPUS = os.environ.get("KAOPING_CORPUS")

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not CORPUS, reason="KAOPING_CORPUS does not name the corpus folder"),
]


def folder() -> Path:
    return Path(CORPUS or "") / "data" / "holiday_cn"


def dates_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def test_every_day_of_every_published_year_is_the_same() -> None:
    files = read_calendars([folder()])
    published = Calendar(frozenset(), {}).extended(files)
    built_in = official_calendar()
    assert len(published.years & built_in.years) >= 20
    for year in sorted(published.years & built_in.years):
        wrong = [day for day in dates_of(year) if published.is_working_day(day) != built_in.is_working_day(day)]
        assert wrong == [], year


def test_importing_any_one_list_changes_no_day() -> None:
    """Also not those that the arrangement of the next year moved (31 December 2018)."""
    for file in read_calendars([folder()]):
        if file.years <= official_calendar().years:
            assert official_calendar().differing_days(file) == [], file.origin


def test_every_list_survives_our_own_form(tmp_path: Path) -> None:
    for file in read_calendars([folder()]):
        path = tmp_path / "again.txt"
        path.write_text(render_calendar(file), encoding="utf-8")
        again = read_calendar(path)
        assert (again.days, again.years, again.names) == (file.days, file.years, file.names)


def test_a_list_without_days_covers_nothing() -> None:
    empty = [path for path in sorted(folder().glob("*.json")) if '"days": []' in path.read_text(encoding="utf-8")]
    for path in empty:
        with pytest.raises(CalendarFileError, match="尚未公布"):
            read_calendar(path)

"""A calendar file as it was handed in: read, checked against what is in force, shown day by day."""

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from kaoping.web.actions import RefusedError
from kaoping.web.installation import data_folder
from kaoping.web.working_time import CALENDARS, profiles
from kaoping.worktime import read_calendars
from kaoping.worktime.calendar import describe_years
from kaoping.worktime.calendar_files import CalendarFile, CalendarFileError, import_name

MOST_BYTES = 200 * 1024
_NAME = re.compile(r"[^\w\-]+")


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring days that are alike."""

    first: date
    last: date
    worked: bool
    name: str


def read_handed_in(data: bytes, file_name: str) -> CalendarFile:
    """Return what a file says. Raises RefusedError that names every problem with its line."""
    if len(data) > MOST_BYTES:
        raise RefusedError(_("文件超过 %s KB，不像日历文件；请检查。") % (MOST_BYTES // 1024))
    stem = _NAME.sub("-", Path(file_name).stem).strip("-")[:60]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{stem or 'local'}.txt"
        path.write_bytes(data)
        try:
            (found,) = read_calendars([path])
        except CalendarFileError as error:
            raise RefusedError(_said(error)) from error
    if not found.days:
        raise RefusedError(_("文件里没有放假、上班的日子；该年安排公布之后再导入。"))
    return found


def hold_together(calendar: CalendarFile, text: str) -> None:
    """Refuse a file that contradicts another one of the folder. `text` is the file as it would be written."""
    folder = data_folder() / CALENDARS
    others = [path for path in sorted(folder.glob("*.*")) if path.name != import_name(calendar)]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / import_name(calendar)
        path.write_text(text, encoding="utf-8")
        try:
            read_calendars([*others, path])
        except CalendarFileError as error:
            raise RefusedError(_said(error)) from error


def changed_days(calendar: CalendarFile) -> list[date]:
    """Return the days of known years that the file would turn from worked to off or back."""
    return profiles().default.calendar.differing_days(calendar)


def spans(days: Mapping[date, bool], names: Mapping[date, str]) -> list[Span]:
    """Return days as people read them: runs of neighbouring days that are alike."""
    found: list[Span] = []
    for day in sorted(days):
        name = names.get(day, "")
        last = found[-1] if found else None
        if last and (last.last + timedelta(days=1), last.worked, last.name) == (day, days[day], name):
            found[-1] = Span(last.first, day, last.worked, last.name)
        else:
            found.append(Span(day, day, days[day], name))
    return found


def years_said(years: Iterable[int]) -> str:
    """Return years as people read them: `2004–2026`."""
    return describe_years(years)


def _said(error: CalendarFileError) -> str:
    """The problems without the folders that the files lay in."""
    lines = []
    for problem in error.problems:
        place = _("第 %s 行：") % problem.line if problem.line else f"{problem.where}：" if problem.where else ""
        lines.append(f"{place}{_without_folders(problem.message)}")
    return "\n".join(lines)


def _without_folders(text: str) -> str:
    return re.sub(r"/[^\s，。：“”]*/([^/\s，。]+)", r"\1", text)

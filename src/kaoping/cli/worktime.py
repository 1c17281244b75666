"""`kaoping worktime`: reckon in working days and working hours, and import a year's official calendar."""

import json
import math
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kaoping.worktime import Calendar, WorkTime

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MOST_DAYS = 5000
_MOST_HOURS = 40000


class _HoursType(click.FloatRange):
    """A number of hours above 0; click's own range lets `nan` through."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        hours: float = super().convert(value, param, ctx)
        if math.isnan(hours):
            self.fail(f"“{value}”不是小时数。", param, ctx)
        return hours


_HOURS = _HoursType(0, _MOST_HOURS, min_open=True)


def operator_calendar_folder() -> Path:
    """Where `kaoping worktime import` puts calendar files and the commands look for them."""
    return Path(click.get_app_dir("kaoping")) / "calendar"


def operator_worktime() -> "WorkTime":
    """Return working time by the built-in calendar and those that `kaoping worktime import` was given."""
    from kaoping.worktime import WorkTime

    return WorkTime(_calendar(()))


@click.group()
def worktime() -> None:
    """工作日与工作小时：按国务院放假调休安排推算期限。

    时间按北京时间书写，如 "2026-02-13 16:50"。默认工作时段 08:30–12:00、14:00–17:30。
    """


command = worktime


def _settings(function: _Command) -> _Command:
    """The options that say whose working time is meant."""
    options = (
        click.option(
            "--calendar",
            "calendars",
            multiple=True,
            type=click.Path(exists=True, path_type=Path),
            help="日历文件或文件夹（JSON 或文本），盖在内置日历之上；可重复。已用 import 导入的自动使用。",
        ),
        click.option(
            "--profiles",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="各地区工作时间设置（YAML）。",
        ),
        click.option("--region", default="", help="行政区划代码，与 --profiles 同用。"),
        click.option("--hours", default="", help='工作时段，如 "09:00-12:00, 13:30-17:30"。'),
    )
    for option in reversed(options):
        function = option(function)
    return function


_day_end = click.option(
    "--day-end", type=click.Choice(["close", "midnight"]), help="工作日期限止于下班（close）还是当日 24:00(midnight)。"
)
_provisional = click.option("--provisional", is_flag=True, help="缺少某年安排时给出标明“暂定”的时间，而不是报错。")


@worktime.command("add")
@click.argument("start")
@click.option("--working-hours", type=_HOURS, help="加多少工作小时。")
@click.option("--working-days", type=click.IntRange(1, _MOST_DAYS), help="加多少工作日（收到当日不计）。")
@_day_end
@_provisional
@_settings
def add(
    start: str,
    working_hours: float | None,
    working_days: int | None,
    day_end: str | None,
    provisional: bool,
    **settings: Any,
) -> None:
    """START 起若干工作小时或工作日之后的时间。"""
    from kaoping.worktime import parse_moment

    if (working_hours is None) == (working_days is None):
        raise click.UsageError("请在 --working-hours 和 --working-days 中给出一个。")
    moment = parse_moment(start)

    def reckon(here: "WorkTime") -> datetime:
        if working_days is not None:
            return here.add_working_days(moment, working_days)
        return here.add_working_hours(moment, working_hours or 0)

    _print_moment(_worktime(day_end=day_end, **settings), reckon, provisional)


@worktime.command("subtract")
@click.argument("start")
@click.option("--working-hours", type=_HOURS, help="倒推多少工作小时。")
@click.option("--working-days", type=click.IntRange(1, _MOST_DAYS), help="倒推多少工作日，结果是日期。")
@_settings
def subtract(start: str, working_hours: float | None, working_days: int | None, **settings: Any) -> None:
    """START 倒推若干工作小时（时间）或工作日（日期）。"""
    from datetime import timedelta

    from kaoping.worktime import parse_moment, show_moment

    if (working_hours is None) == (working_days is None):
        raise click.UsageError("请在 --working-hours 和 --working-days 中给出一个。")
    here, moment = _worktime(**settings), parse_moment(start)
    if working_days is not None:
        click.echo(here.nth_working_day(moment, -working_days).isoformat())
    else:
        click.echo(show_moment(here.subtract_working_time(moment, timedelta(hours=working_hours or 0))))


@worktime.command("between")
@click.argument("start")
@click.argument("end")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@_settings
def between(start: str, end: str, as_json: bool, **settings: Any) -> None:
    """START 到 END 之间的工作时间和工作日数（起始日不计）。"""
    from kaoping.worktime import parse_moment
    from kaoping.worktime.clock import show_hours

    here, first, last = _worktime(**settings), parse_moment(start), parse_moment(end)
    time, days = here.working_time_between(first, last), here.working_days_between(first, last)
    hours = round(time.total_seconds() / 3600, 4)
    if as_json:
        click.echo(json.dumps({"working_hours": hours, "working_days": days}))
        return
    click.echo(f"工作时间 {show_hours(time)}（{hours:g} 小时）")
    click.echo(f"工作日 {days} 天")


@worktime.command("dispatch")
@click.argument("submitted")
@_provisional
@_settings
def dispatch(submitted: str, provisional: bool, **settings: Any) -> None:
    """SUBMITTED 提交的留言应在何时之前派发（工作时间内 1 小时，否则上班后 1 小时）。"""
    from kaoping.worktime import parse_moment

    moment = parse_moment(submitted)
    _print_moment(_worktime(**settings), lambda here: here.dispatch_due(moment), provisional)


@worktime.command("day")
@click.argument("day")
@_settings
def show_day(day: str, **settings: Any) -> None:
    """DAY 是不是工作日。"""
    from kaoping.worktime import parse_date

    here, asked = _worktime(**settings), parse_date(day)
    word = "工作日" if here.calendar.is_working_day(asked) else "休息日"
    note = _note(here.calendar, asked)
    click.echo(f"{asked} 星期{'一二三四五六日'[asked.weekday()]} {word}{f'（{note}）' if note else ''}")


@worktime.command("years")
@click.option("--calendar", "calendars", multiple=True, type=click.Path(exists=True, path_type=Path))
def years(calendars: tuple[Path, ...]) -> None:
    """已有放假调休安排的年份。"""
    from kaoping.worktime.calendar import describe_years

    click.echo(describe_years(_calendar(calendars).years))


@worktime.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="放到哪个文件夹（默认为本用户的 kaoping 日历文件夹，之后各命令自动使用）。",
)
@click.option("--replace", is_flag=True, help="替换已导入的同名日历。")
def import_calendar(files: tuple[Path, ...], into: Path | None, replace: bool) -> None:
    """导入年度放假调休安排（holiday-cn 的 JSON，或“放假/上班”文本）。

    任何一个文件有错，就一个也不导入。
    """
    from kaoping.model.errors import InputError
    from kaoping.worktime import official_calendar, read_calendars
    from kaoping.worktime.calendar_files import import_name, save_calendar

    folder = into or operator_calendar_folder()
    calendars = read_calendars(files)
    names = [import_name(calendar) for calendar in calendars]
    taken = sorted({name for name in names if names.count(name) > 1 or ((folder / name).exists() and not replace)})
    if taken:
        raise InputError(f"{folder} 中已有（或重复给出）{'、'.join(taken)}；要替换请加 --replace。没有导入。")
    others = [path for path in sorted(folder.glob("*.*")) if path.name not in names] if folder.is_dir() else []
    read_calendars([*others, *files])  # a contradiction with what was imported before is found now, not at first use
    for calendar, name in zip(calendars, names, strict=True):
        changed = official_calendar().differing_days(calendar)
        save_calendar(calendar, folder / name)
        click.echo(f"已导入 {calendar.origin} → {folder / name}（{len(calendar.days)} 天）")
        if changed:
            click.echo(f"  与内置日历不同：{'、'.join(map(str, changed))}")


def _worktime(
    *,
    calendars: tuple[Path, ...],
    profiles: Path | None,
    region: str,
    hours: str,
    day_end: str | None = None,
) -> "WorkTime":
    from dataclasses import replace

    from kaoping.worktime import DayEnd, WorkingHours, WorkTime, parse_periods
    from kaoping.worktime.profiles import read_profiles

    if region and not profiles:
        raise click.UsageError("--region 要和 --profiles 同用。")
    calendar = _calendar(calendars)
    here = read_profiles(profiles, calendar).of(region) if profiles else WorkTime(calendar)
    if hours:
        here = replace(here, hours=WorkingHours(parse_periods(hours)))
    return replace(here, day_end=DayEnd(day_end)) if day_end else here


def _calendar(calendars: tuple[Path, ...]) -> "Calendar":
    from kaoping.worktime import official_calendar, read_calendars

    imported = operator_calendar_folder()
    calendar = official_calendar()
    if imported.is_dir():
        calendar = calendar.extended(read_calendars([imported]))
    return calendar.extended(read_calendars(calendars))


def _print_moment(here: "WorkTime", reckon: "Callable[[WorkTime], datetime]", provisional: bool) -> None:
    from kaoping.worktime import show_moment

    click.echo(str(here.marked(reckon)) if provisional else show_moment(reckon(here)))


def _note(calendar: "Calendar", day: date) -> str:
    name = calendar.name_of(day)
    made_up = calendar.is_working_day(day) and day.weekday() >= 5
    return f"{name}调休上班" if made_up else name

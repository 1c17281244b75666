"""Work-time settings by region, from YAML files of the operator.

    default:
      hours: 08:30-12:00, 14:00-17:30
      day_end: close                # close | midnight
      off_hours: same_day           # same_day | next_start
    regions:
      "3213":
        seasons:
          - {from: 06-01, to: 09-30, hours: "08:30-12:00, 14:30-18:00"}

A region inherits what it does not say from the shorter code that holds it, and from `default`. Its `calendars`
(files beside this one) and its `days` (lines as such files have them) are local changes laid over the official
calendar.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from kaoping.model.errors import InputError
from kaoping.worktime.calendar import Calendar
from kaoping.worktime.calendar_files import parse_calendar, read_calendars
from kaoping.worktime.hours import Season, WorkingHours, parse_periods
from kaoping.worktime.reckoning import DayEnd, OffHours, WorkTime

_SETTINGS = {"hours", "seasons", "day_end", "off_hours", "calendars", "days"}
_Choice = TypeVar("_Choice", DayEnd, OffHours)
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Work time by region code; `regions` is keyed by the significant digits of GB/T 2260 codes."""

    default: WorkTime
    regions: Mapping[str, WorkTime]

    def of(self, region: str) -> WorkTime:
        """The work time of a region: its own profile, else of the nearest region above it, else the default."""
        code = _significant(region)
        held_by = [key for key in self.regions if code.startswith(key)]
        return self.regions[max(held_by, key=len)] if held_by else self.default


def read_profiles(path: Path, calendar: Calendar, *later: Path) -> Profiles:
    """Read a settings file over the official `calendar`; raises InputError naming the file and the place.

    What `later` files say of a region takes the place of what the files before said of it.
    """
    default = WorkTime(calendar)
    said: dict[str, tuple[Path, str, object]] = {}
    for one in (path, *later):
        document = _document(one)
        unknown = set(document) - {"default", "regions"}
        if unknown:
            raise _wrong(one, "", f"不认识的字段 {'、'.join(sorted(map(str, unknown)))}；只能有 default 和 regions。")
        default = _profile(one, "default", document.get("default") or {}, default)
        said |= _sections(one, document.get("regions") or {})
    regions: dict[str, WorkTime] = {}
    for key, (file, where, settings) in sorted(said.items(), key=lambda item: len(item[0])):
        regions[key] = _profile(file, where, settings, Profiles(default, regions).of(key))
    return Profiles(default, regions)


def hold_section(settings: Mapping[str, object]) -> None:
    """Raise InputError where the settings of one region, as a file has them, are wrong."""
    _settled(Path(), dict(settings), WorkTime())


def _sections(path: Path, sections: object) -> dict[str, tuple[Path, str, object]]:
    if not isinstance(sections, dict):
        raise _wrong(path, "regions", "应为“区划代码: 设置”的对应表。")
    found: dict[str, tuple[Path, str, object]] = {}
    for code, settings in sections.items():
        key = _significant(str(code))
        if not key.isdigit() or key in found:
            raise _wrong(path, f"regions.{code}", "区划代码应为 2、4 或 6 位数字（写在引号里），且不重复。")
        found[key] = (path, f"regions.{code}", settings)
    return found


def _document(path: Path) -> dict[str, Any]:
    try:
        document = YAML(typ="safe", pure=True).load(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise _wrong(path, "", f"读不了工作时间设置：{error}") from error
    if not isinstance(document, dict):
        raise _wrong(path, "", "应有 default 和 regions 两节。")
    return document


def _profile(path: Path, where: str, settings: object, base: WorkTime) -> WorkTime:
    if not isinstance(settings, dict):
        raise _wrong(path, where, "应为设置的对应表，如 hours: 08:30-12:00, 14:00-17:30。")
    unknown = set(settings) - _SETTINGS
    if unknown:
        known = "、".join(sorted(_SETTINGS))
        raise _wrong(path, where, f"不认识的字段 {'、'.join(sorted(map(str, unknown)))}；可用：{known}。")
    try:
        return _settled(path, settings, base)
    except InputError as error:
        raise _wrong(path, where, str(error)) from error


def _settled(path: Path, settings: dict[str, Any], base: WorkTime) -> WorkTime:
    changes = read_calendars(_files(path, settings))
    if settings.get("days"):
        changes.append(parse_calendar("\n".join(map(str, _list(settings["days"], "days"))), "days"))
    return replace(
        base,
        calendar=base.calendar.extended(changes),
        hours=_hours(settings, base.hours),
        day_end=_choice(settings, "day_end", base.day_end),
        off_hours=_choice(settings, "off_hours", base.off_hours),
    )


def _hours(settings: dict[str, Any], base: WorkingHours) -> WorkingHours:
    periods = parse_periods(str(settings["hours"])) if "hours" in settings else base.periods
    if "seasons" in settings:
        return WorkingHours(periods, tuple(_season(season) for season in _list(settings["seasons"], "seasons")))
    # New all-year hours replace the inherited ones altogether, seasons included.
    return WorkingHours(periods, () if "hours" in settings else base.seasons)


def _season(season: object) -> Season:
    if not isinstance(season, dict) or set(season) != {"from", "to", "hours"}:
        raise InputError("季节作息应写成 {from: 06-01, to: 09-30, hours: …}。")
    return Season(_month_day(season["from"]), _month_day(season["to"]), parse_periods(str(season["hours"])))


def _month_day(text: object) -> tuple[int, int]:
    match = _MONTH_DAY.fullmatch(str(text))
    if match and 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 31:
        return int(match[1]), int(match[2])
    raise InputError(f"“{text}”应为月-日，如 06-01。")


def _choice(settings: dict[str, Any], name: str, inherited: _Choice) -> _Choice:
    kind = type(inherited)
    value = settings.get(name, inherited)
    if value not in list(kind):
        raise InputError(f"{name} 只能是 {' 或 '.join(kind)}，不能是“{value}”。")
    return kind(value)


def _files(path: Path, settings: dict[str, Any]) -> list[Path]:
    return [path.parent / str(name) for name in _list(settings.get("calendars", []), "calendars")]


def _list(value: object, name: str) -> list[object]:
    if isinstance(value, list):
        return value
    raise InputError(f"{name} 应为列表。")


def _significant(code: str) -> str:
    """A GB/T 2260 code without the pairs of zeros that only fill it up: 321300 → 3213."""
    code = code.strip()
    while len(code) > 2 and len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code


def _wrong(path: Path, where: str, message: str) -> InputError:
    return InputError(f"{path}{f' [{where}]' if where else ''}: {message}")

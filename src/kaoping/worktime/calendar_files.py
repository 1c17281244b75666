"""Calendar files of an operator: a year's arrangement or local changes, read, checked and written.

Two forms are read. JSON as published by the `holiday-cn` project (`{"year", "days": [{"name", "date",
"isOffDay"}]}`), and our own text form, one arrangement a line:

    年份 2027
    来源 文号
    放假 2027-01-01 至 2027-01-03 元旦
    上班 2027-02-20 春节

With a 年份 line the file is the complete arrangement of that year; without one it only changes the days it names
(a local holiday, a day closed for a flood).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kaoping.model.errors import InputError, Problem, StorageError, system_reason
from kaoping.worktime.calendar import ONE_DAY
from kaoping.worktime.zone import parse_date

_LONGEST_RANGE_DAYS = 60
_RANGE = re.compile(r"\s*[至到~]\s*")
_DAY = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_HEADING = re.compile(r"年份[\s:]*(?P<year>\d{4})年?|来源[\s:]*(?P<source>.*)")
_LINE = re.compile(rf"(放假|上班)[\s:]*({_DAY}(?:\s*[至到~]\s*{_DAY})?)\s*(.*)")


class CalendarFileError(InputError):
    """A calendar file is wrong; carries every problem found, and nothing of the file is used."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True, eq=False)
class CalendarFile:
    """The content of one file: `years` it covers completely, and its days (True = worked)."""

    origin: str
    years: frozenset[int]
    days: Mapping[date, bool]
    names: Mapping[date, str]
    source: str = ""


def read_calendars(paths: Iterable[Path]) -> list[CalendarFile]:
    """Read files, and folders' `*.json` and `*.txt` in order of name, in the order given.

    In a folder a published file of a year that is still empty is passed over (it covers nothing).
    Raises CalendarFileError with every problem of every file, and where two whole-year files disagree on a day.
    """
    files: list[CalendarFile] = []
    problems: list[Problem] = []
    for path in _members(paths):
        try:
            files.append(read_calendar(path))
        except CalendarFileError as error:
            problems += error.problems
    problems += _disagreements(files)
    if problems:
        raise CalendarFileError(problems)
    return files


def read_calendar(path: Path) -> CalendarFile:
    """Read one file in either form; raises CalendarFileError naming the line or entry of every problem."""
    return parse_calendar(_text(path), str(path))


def parse_calendar(text: str, origin: str) -> CalendarFile:
    """Read the text of a file in either form, as `read_calendar`; `origin` names it in messages."""
    if text.lstrip().startswith(("{", "[")):
        return _checked(_from_json(text, origin))
    return _checked(_from_lines(text, origin))


def render_calendar(calendar: CalendarFile) -> str:
    """The file in our own text form; reading it gives the same days."""
    lines = [f"年份 {year}" for year in sorted(calendar.years)]
    if calendar.source:
        lines.append(f"来源 {' '.join(calendar.source.split())}")
    for first, last in _runs(calendar):
        word = "上班" if calendar.days[first] else "放假"
        span = first.isoformat() if first == last else f"{first.isoformat()} 至 {last.isoformat()}"
        lines.append(f"{word} {span} {calendar.names.get(first, '')}".rstrip())
    return "\n".join(lines) + "\n"


def save_calendar(calendar: CalendarFile, path: Path) -> None:
    """Write the file in our own text form, whole or not at all; raises StorageError where it cannot."""
    save_text(render_calendar(calendar), path)


def save_text(text: str, path: Path) -> None:
    """Write a file of days or hours, whole or not at all; raises StorageError where it cannot."""
    draft = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise StorageError(f"写不了日历文件 {path}（{system_reason(error)}），请检查文件夹的权限和空间。") from error


def import_name(calendar: CalendarFile) -> str:
    """The file name under which an import is kept: its years, or its own name for local changes."""
    stem = "-".join(map(str, sorted(calendar.years))) or Path(calendar.origin).stem
    return f"{stem}.txt"


def _members(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            files = (member for member in sorted(path.iterdir()) if member.suffix.lower() in {".json", ".txt"})
            yield from (member for member in files if not _is_unannounced(member))
        else:
            yield path


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _wrong(str(path), f"读不了日历文件（{system_reason(error)}），请检查路径和权限。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _wrong(str(path), "不是文本文件（既不是 UTF-8 也不是 GB18030）。")


def _is_unannounced(path: Path) -> bool:
    """Whether this is a published file that exists before its year's arrangement does."""
    try:
        document = json.loads(_text(path))
    except (ValueError, CalendarFileError):
        return False  # whatever it is, reading it gives the message
    return isinstance(document, dict) and "year" in document and document.get("days") == []


def _from_json(text: str, origin: str) -> CalendarFile:
    try:
        document: Any = json.loads(text)
    except ValueError as error:
        raise _wrong(origin, f"不是有效的 JSON:{error}。") from error
    year = document.get("year") if isinstance(document, dict) else None
    entries = document.get("days") if isinstance(document, dict) else None
    if not isinstance(year, int) or isinstance(year, bool) or not isinstance(entries, list):
        raise _wrong(origin, "应有整数 year 和数组 days 两个字段。")
    if not entries:
        raise _wrong(origin, f"{year} 年的 days 是空的：该年安排尚未公布或文件不完整，没有导入。")
    draft = _Draft(origin, {year})
    for position, entry in enumerate(entries):
        draft.add_entry(f"days[{position}]", entry)
    papers = document.get("papers")
    draft.source = " ".join(map(str, papers)) if isinstance(papers, list) else ""
    return draft.finish()


def _from_lines(text: str, origin: str) -> CalendarFile:
    draft = _Draft(origin, set())
    for number, raw in enumerate(text.splitlines(), start=1):
        line = unicodedata.normalize("NFKC", raw).strip()  # full-width digits, colons and spaces
        if line and not line.startswith("#"):
            draft.add_line(number, line)
    if not draft.days and not draft.problems:
        draft.problems.append(Problem("没有一行“放假”或“上班”，没有导入。", file=origin))
    return draft.finish()


class _Draft:
    """A file while it is read: collects days and every problem."""

    def __init__(self, origin: str, years: set[int]) -> None:
        self.origin = origin
        self.years = years
        self.source = ""
        self.days: dict[date, bool] = {}
        self.names: dict[date, str] = {}
        self.problems: list[Problem] = []

    def add_entry(self, where: str, entry: object) -> None:
        if not isinstance(entry, dict) or not isinstance(entry.get("isOffDay"), bool):
            self._problem("应有 date 和真假值 isOffDay。", where=where)
            return
        try:
            day = parse_date(str(entry.get("date", "")))
        except InputError as error:
            self._problem(str(error), where=where)
            return
        self._set(day, not entry["isOffDay"], str(entry.get("name", "")), Problem("", self.origin, where=where))

    def add_line(self, number: int, line: str) -> None:
        heading = _HEADING.fullmatch(line)
        if heading:
            if heading["year"]:
                self.years.add(int(heading["year"]))
            else:
                self.source = heading["source"]
            return
        match = _LINE.fullmatch(line)
        if match is None:
            self._problem(
                "看不懂这一行，应写成“放假 2027-01-01 至 2027-01-03 元旦”或“上班 2027-02-20 春节”。", line=number
            )
            return
        word, span, name = match.groups()
        try:
            ends = [parse_date(part) for part in _RANGE.split(span)]
        except InputError as error:
            self._problem(str(error), line=number)
            return
        first, last = ends[0], ends[-1]
        if not 0 <= (last - first).days < _LONGEST_RANGE_DAYS:
            self._problem(
                f"日期范围不对：从 {first} 到 {last}（应先早后晚，不超过 {_LONGEST_RANGE_DAYS} 天）。", line=number
            )
            return
        for offset in range((last - first).days + 1):
            self._set(first + offset * ONE_DAY, word == "上班", name, Problem("", self.origin, number))

    def finish(self) -> CalendarFile:
        if self.problems:
            raise CalendarFileError(self.problems)
        return CalendarFile(self.origin, frozenset(self.years), self.days, self.names, self.source)

    def _set(self, day: date, worked: bool, name: str, place: Problem) -> None:
        if self.days.get(day, worked) != worked:
            self._problem(f"{day} 既写了放假又写了上班。", where=place.where, line=place.line)
            return
        self.days[day] = worked
        if name:
            self.names[day] = name

    def _problem(self, message: str, where: str = "", line: int | None = None) -> None:
        self.problems.append(Problem(message, file=self.origin, where=where, line=line))


def _checked(calendar: CalendarFile) -> CalendarFile:
    """Refuse a whole-year file that cannot be whole: it would silently turn holidays into deadlines."""
    problems = []
    for year in sorted(calendar.years):
        off = {day for day, worked in calendar.days.items() if not worked}
        fixed = [date(year, month, day) for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))]
        missing = [day.isoformat() for day in fixed if day not in off]
        if sum(date(year, 1, 20) <= day <= date(year, 2, 28) for day in off) < 3:
            missing.append("春节（1 月 20 日至 2 月 28 日之间至少 3 天）")
        if missing:
            lacking = "、".join(missing)
            problems.append(Problem(f"{year} 年的安排不完整，缺少放假日：{lacking}。", file=calendar.origin))
    if calendar.years:
        problems += [
            Problem(f"{day} 不属于 {'、'.join(map(str, sorted(calendar.years)))} 年的安排。", file=calendar.origin)
            for day in sorted(calendar.days)
            if all(abs(day.year - year) > 1 for year in calendar.years)
        ]
    if problems:
        raise CalendarFileError(problems)
    return calendar


def _disagreements(files: list[CalendarFile]) -> list[Problem]:
    seen: dict[date, CalendarFile] = {}
    problems = []
    for file in (file for file in files if file.years):
        for day, worked in file.days.items():
            other = seen.setdefault(day, file)
            if other.days[day] != worked:
                problems.append(Problem(f"{day} 与 {other.origin} 的安排相反，请只保留正确的一个。", file=file.origin))
    return problems


def _runs(calendar: CalendarFile) -> list[tuple[date, date]]:
    """Neighbouring days with the same state and name, as first and last."""
    runs: list[tuple[date, date]] = []
    for day in sorted(calendar.days):
        same = bool(runs) and all(
            (day - runs[-1][1] == ONE_DAY,
             calendar.days[day] == calendar.days[runs[-1][1]],
             calendar.names.get(day) == calendar.names.get(runs[-1][1]))
        )  # fmt: skip
        if same:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _wrong(origin: str, message: str) -> CalendarFileError:
    return CalendarFileError([Problem(message, file=origin)])

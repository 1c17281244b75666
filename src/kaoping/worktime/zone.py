"""Beijing time: the zone, and reading moments and dates as people write them."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kaoping.model.errors import InputError

_DATE = re.compile(r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})[:时](\d{2})(?:分|[:分](\d{2})秒?)?")


def beijing_zone() -> tzinfo:
    """Asia/Shanghai, or a fixed +08:00 where the machine has no zone data.

    The two are equal for every moment since 15 September 1991, when summer time ended in China.
    """
    try:
        return ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=8), "CST")


BEIJING: tzinfo = beijing_zone()


def in_beijing(moment: datetime) -> datetime:
    """The same moment on a Beijing clock; a moment without a zone is a programming error."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone: {moment.isoformat()}")
    return moment.astimezone(BEIJING)


def beijing_date(day: date) -> date:
    """The calendar date in Beijing of a date or of an aware moment."""
    return in_beijing(day).date() if isinstance(day, datetime) else day


def parse_moment(text: str) -> datetime:
    """Read `2026-02-13 16:50`, `2026年2月13日 16:50` or ISO 8601; without a zone it is Beijing time.

    A date alone is its 00:00. Raises InputError when the text is no date and time that exists, or one of a year that
    can only be a slip of the pen.
    """
    stripped = unicodedata.normalize("NFKC", text).strip()
    try:
        moment = datetime.fromisoformat(stripped)
    except ValueError:
        moment = _loose_moment(stripped)
    if not 1949 <= moment.year < 2200:
        raise InputError(f"“{text}”的年份不对，请检查。")
    return moment.replace(tzinfo=BEIJING) if moment.tzinfo is None else moment.astimezone(BEIJING)


def parse_date(text: str) -> date:
    """Read `2026-02-13`, `2026/2/13` or `2026年2月13日`; raises InputError otherwise."""
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass  # 2026-02-30 has the right form but does not exist: the same message serves
    raise InputError(f"“{text}”不是有效日期，请写成 2026-02-13 的形式。")


def _loose_moment(text: str) -> datetime:
    day = _DATE.match(text)
    rest = text[day.end() :].strip() if day else ""
    clock = _TIME.fullmatch(rest)
    problem = InputError(f"“{text}”不是有效的日期时间，请写成 2026-02-13 16:50 的形式。")
    if day is None or (rest and clock is None):
        raise problem
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    try:
        return datetime.combine(date(*(int(part) for part in day.groups())), time(hour, minute, second))
    except ValueError as error:
        raise problem from error

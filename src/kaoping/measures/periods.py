"""Periods of series (`2022-03`, `2022Q1`, `2022`) and the windows that measures look back over."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

from kaoping.schemes.expressions import Duration
from kaoping.worktime import Duration as WorkDuration
from kaoping.worktime import Unit, WorkTime

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_FORMS = {
    "month": re.compile(r"(\d{4})[-./年]?(1[0-2]|0?[1-9])月?"),
    "quarter": re.compile(r"(\d{4})[-./年]?(?:Q|第)?([1-4一二三四])(?:季度?)?", re.IGNORECASE),
    "year": re.compile(r"(\d{4})年?()"),
}
_EXAMPLES = {"month": "2022-03", "quarter": "2022Q1", "year": "2022"}
_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4"}


def period_of(day: date, by: str) -> str:
    """Return the name of the month, quarter or year that `day` lies in."""
    if by == "month":
        return f"{day.year:04d}-{day.month:02d}"
    return f"{day.year:04d}Q{(day.month + 2) // 3}" if by == "quarter" else f"{day.year:04d}"


def periods_between(first: date, last: date, by: str) -> tuple[str, ...]:
    """Return the periods that have begun between two days, both included, in order."""
    step = _MONTHS[by]
    names = []
    year, month = first.year, (first.month - 1) // step * step + 1
    while date(year, month, 1) <= last:
        names.append(period_of(date(year, month, 1), by))
        year, month = (year + 1, month + step - 12) if month + step > 12 else (year, month + step)
    return tuple(names)


def period_days(period: str, by: str) -> tuple[date, date]:
    """Return the first and last day of a period in its normal form."""
    year = int(period[:4])
    number = int(period[5:] or 1)
    month = number * 3 - 2 if by == "quarter" else number
    end = month + _MONTHS[by] - 1
    return date(year, month, 1), date(year, end, monthrange(year, end)[1])


def lies_within(inner: str, outer: str) -> bool:
    """Tell whether one period is part of another, both in their normal form; "" is any time."""
    if not inner or not outer:
        return True
    (first, last), (start, end) = (period_days(period, _length(period)) for period in (inner, outer))
    return start <= first and last <= end


def _length(period: str) -> str:
    return "quarter" if "Q" in period else "month" if "-" in period else "year"


def normal_period(text: str, by: str) -> str:
    """Return a period as people write it (`2022年第一季度`, `2022-1季度`, `2022.3`) in its normal form.

    Raises ValueError with a Chinese reason.
    """
    folded = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    match = _FORMS[by].fullmatch(folded)
    if match is None:
        raise ValueError(f"期次“{text}”不对，应写成 {_EXAMPLES[by]} 的形式")
    number = _CHINESE.get(match[2], match[2])
    return {"month": f"{match[1]}-{int(number or 0):02d}", "quarter": f"{match[1]}Q{number}", "year": match[1]}[by]


def window_start(as_of: date, window: Duration, worktime: WorkTime) -> date:
    """Return the first day of a window counted back from the monitoring point (监测时间点前N内).

    Hours count as the day they reach into. Raises CalendarError when working days are needed of an unknown year.
    """
    if window.unit in {"h", "wh"}:
        return as_of
    return worktime.window_start(as_of, WorkDuration(int(window.amount), Unit(window.unit)))

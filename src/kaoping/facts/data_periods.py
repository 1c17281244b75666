"""Which period the figures of a title are of: 2022年3月, 2022年一季度, 2022年上半年, 2021年度."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_YEAR = re.compile(r"(20\d\d)\s*年")
_MONTH = re.compile(r"年\s*(?:1\s*[-—－~至]\s*)?(1[0-2]|0?[1-9])\s*月")
_CHINESE_MONTH = re.compile(r"年\s*(十[一二]?|[一二三四五六七八九])月")
_QUARTERS = (
    (re.compile(r"前三季度|第?三季度|3季度"), 9),
    (re.compile(r"第?一季度|1季度"), 3),
    (re.compile(r"上半年|第?二季度|2季度"), 6),
    (re.compile(r"下半年|第?四季度|4季度|全年"), 12),
)
_YEARLY = re.compile(r"公报|年鉴|年度|年报|全年")
_NUMBERS = {
    name: number
    for number, name in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
}


@dataclass(frozen=True, slots=True)
class DataPeriod:
    """`rhythm` is month, quarter or year; `end` is the last day of the period."""

    rhythm: str
    end: date


def data_period(title: str) -> DataPeriod | None:
    """Return the period a title tells; None where it tells none."""
    year = _YEAR.search(title)
    if year is None:
        return None
    rest, number = title[year.start() :], int(year[1])
    month = _MONTH.search(rest)
    chinese = None if month else _CHINESE_MONTH.search(rest)
    if month or chinese:
        return DataPeriod("month", _last_day(number, int(month[1]) if month else _NUMBERS[chinese[1]]))  # type: ignore[index]
    for words, last in _QUARTERS:
        if words.search(rest):
            return DataPeriod("quarter", _last_day(number, last))
    return DataPeriod("year", date(number, 12, 31)) if _YEARLY.search(rest) else None


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])

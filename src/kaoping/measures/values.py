"""Values as people write them, in fixed point by kind, and the bounds of what is not known."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from kaoping.model.errors import InputError
from kaoping.model.measure_table import SCALE, UNBOUNDED, fixed
from kaoping.worktime import parse_date

KINDS = ("count", "bool", "number", "share", "date", "duration", "list")
LARGEST = Decimal(10) ** 12  # beyond this a column of 64-bit millionths would overflow when added up
_TRUE = frozenset({"是", "有", "true", "yes", "y", "1", "√", "✓"})
_FALSE = frozenset({"否", "无", "没有", "false", "no", "n", "0", "×"})
# 7 working hours make a working day (08:30-12:00 and 14:00-17:30), so that 1wd and 7wh are one limit
_SECONDS = {
    "h": 3600, "小时": 3600, "d": 86400, "天": 86400, "日": 86400,
    "wh": 3600, "个工作小时": 3600, "工作小时": 3600, "wd": 25200, "个工作日": 25200, "工作日": 25200,
}  # fmt: skip
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+|\D+)")


def bounds(kind: str) -> tuple[int, int]:
    """Return the least and greatest value (fixed point) that an unknown measure of `kind` could take.

    Numbers of schemes (points, ranks, amounts) are never negative.
    """
    if kind in {"bool", "share"}:
        return 0, SCALE
    if kind == "date":
        return date.min.toordinal() * SCALE, date.max.toordinal() * SCALE
    return 0, UNBOUNDED


def parse_value(kind: str, raw: object) -> int:
    """Return what a cell or a CSV field says as a fixed-point value of `kind` (of one item for a list).

    Full-width digits and signs are read as ordinary ones. Raises ValueError with a Chinese reason.
    """
    if kind == "date":
        return _date(raw) * SCALE
    if kind == "bool":
        return _bool(raw) * SCALE
    if isinstance(raw, date):
        raise ValueError("这里应填数，填的却是日期")
    text = normal_text(raw)
    if kind == "duration":
        return _duration(text)
    percent = kind == "share" and text.endswith("%")
    number = parse_number(text.removesuffix("%") if percent else raw)
    if percent:
        number /= 100
    if number < 0:
        raise ValueError(f"不能是负数：{text}")
    if kind == "count" and number != number.to_integral_value():
        raise ValueError(f"应填整数（处、个、次、条），填的是 {text}")
    if kind == "share" and number > 1:
        raise ValueError(f"应在 0 到 1 之间，或写成百分数如 80%，填的是 {text}")
    return fixed(number)


def parse_number(raw: object) -> Decimal:
    """Return the finite number that `raw` (a number or text) stands for; raises ValueError with a Chinese reason."""
    if isinstance(raw, bool):
        raise ValueError("应填数，填的是逻辑值")
    text = normal_text(raw).replace(",", "")
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", text):
        raise ValueError(f"应填数，填的是“{text}”{_number_hint(text)}")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"应填数，填的是“{text}”") from error
    if abs(number) > LARGEST:
        raise ValueError(f"数太大：{text}")
    return number


def _number_hint(text: str) -> str:
    """How to write a number that stands with blanks, a unit or other words: its digits alone."""
    squeezed = re.sub(r"\s", "", text)
    found = re.match(r"[+-]?(\d+(\.\d+)?|\.\d+)", squeezed)
    return f"；只写数字，不带空格和单位，如 {found[0]}" if found else ""


def normal_text(raw: object) -> str:
    """Return text without outer blanks, full-width forms folded, in lower case; floats in their shortest form."""
    text = repr(raw) if isinstance(raw, float) else str(raw)
    return unicodedata.normalize("NFKC", text).strip().lower()


def _bool(raw: object) -> int:
    text = "1" if raw is True else "0" if raw is False else normal_text(raw)
    text = text.removesuffix(".0")
    if text in _TRUE or text in _FALSE:
        return int(text in _TRUE)
    raise ValueError(f"应填“是”或“否”，填的是“{text}”")


def _date(raw: object) -> int:
    if isinstance(raw, datetime):
        return raw.date().toordinal()
    if isinstance(raw, date):
        return raw.toordinal()
    try:
        return parse_date(normal_text(raw)).toordinal()
    except InputError as error:
        raise ValueError(f"应填日期，如 2022-12-31，填的是“{normal_text(raw)}”") from error


def _duration(text: str) -> int:
    match = _DURATION.fullmatch(text)
    seconds = _SECONDS.get(match[2].strip()) if match else None
    if match is None or seconds is None:
        raise ValueError(f"应填用时并带单位，如 3h、2d、1wd（工作日）、2wh（工作小时），填的是“{text}”")
    return fixed(parse_number(match[1]) * seconds)

"""Numbers, percentages and durations are read from their text, and refused with a hint when they are miswritten."""

import re
import unicodedata
from decimal import Decimal

from kaoping.schemes.expressions import Duration

DURATION_UNITS = ("d", "wd", "mo", "y", "h", "wh")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_DURATION = re.compile(rf"(\d+(?:\.\d+)?)({'|'.join(DURATION_UNITS)})", re.ASCII)
_MAX = Decimal(10) ** 12
_PLACES = 6


class MiswrittenError(ValueError):
    """A value that cannot be read; the text is a Chinese message."""


def parse_number(text: str) -> Decimal:
    """Return the decimal written in `text`; MiswrittenError says what is wrong with it and how to write it."""
    if not _NUMBER.fullmatch(text):
        raise MiswrittenError(_number_hint(text))
    value = Decimal(text)
    exponent = value.as_tuple().exponent
    if abs(value) >= _MAX or (isinstance(exponent, int) and exponent < -_PLACES):
        raise MiswrittenError(f"“{text}”超出范围：最多十二位整数、六位小数")
    return value


def parse_percent(text: str) -> Decimal:
    """Return 80 for `80%`; MiswrittenError when it is not a percentage."""
    if not text.endswith("%"):
        raise MiswrittenError(f"“{text}”应写成百分数，如80%{_percent_hint(text)}")
    return parse_number(text[:-1])


def parse_fraction(text: str) -> Decimal:
    """Return 0.8 for `80%` and for `0.8`."""
    return parse_percent(text) / 100 if text.endswith("%") else parse_number(text)


def parse_duration(text: str) -> Duration:
    """Return the length of time written as `14d`, `1wd`, `2mo`, `1y`, `8h` or `2wh`."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise MiswrittenError(f"“{text}”不是时长：请写如14d（天）、1wd（工作日）、2mo（月）、1y（年）、2wh（工作小时）")
    amount = parse_number(match[1])
    if match[2] in ("mo", "y") and amount != amount.to_integral_value():
        raise MiswrittenError(f"“{text}”不是时长：月和年须为整数")
    return Duration(amount, match[2])


def is_duration(text: str) -> bool:
    return bool(_DURATION.fullmatch(text))


def looks_numeric(text: str) -> bool:
    """Whether a person probably meant a number: it starts with a digit in any width, or a sign or point before one."""
    plain = unicodedata.normalize("NFKC", text)
    return bool(re.match(r"[-+.]?\s*\d", plain, re.ASCII)) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain)


def _number_hint(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if plain != text and _NUMBER.fullmatch(plain):
        return f"“{text}”含全角字符，请改成半角“{plain}”"
    squeezed = re.sub(r"[\s_]", "", plain)
    found = re.match(r"-?\d*\.?\d+", squeezed, re.ASCII)
    if found and re.fullmatch(r"[-+]?\d*\.?\d+[eE][-+]?\d+", squeezed):
        return f"“{text}”不是普通小数，请不要用科学记数法"
    if found:
        digits = found[0].replace("-.", "-0.") if found[0].startswith("-.") else found[0]
        digits = f"0{digits}" if digits.startswith(".") else digits
        return f"“{text}”不是数：请只写半角数字，不带空格和单位，如{digits}"
    return f"“{text}”不是数"


def _percent_hint(text: str) -> str:
    return "\uff08百分号用半角\uff09" if "\uff05" in text else ""

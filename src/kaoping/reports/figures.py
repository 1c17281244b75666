"""Numbers as they stand in reports: every share, mean and range in a text is computed and rounded here, once."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

NONE = "—"
RANGE = "～"


def share_text(part: int, whole: int, places: int = 2) -> str:
    """Return `part` ÷ `whole` as a percentage, rounded half up once to `places` decimals, without idle zeros.

    What is not all is never written as 100 %, and what is not nothing never as 0 %: decimals are added until the
    difference shows (六位为限). A share of nothing is a dash.
    """
    if whole <= 0:
        return NONE
    for decimals in range(places, 7):
        share = rounded(Decimal(part) * 100 / Decimal(whole), decimals)
        if not (share in (0, 100) and part not in (0, whole)):
            break
    return f"{plain(share)}%"


def mean(values: Sequence[Decimal], places: int = 2) -> Decimal | None:
    """Return the arithmetic mean rounded half up once to `places` decimals; None of nothing."""
    return rounded(sum(values, Decimal(0)) / len(values), places) if values else None


def rounded(value: Decimal, places: int) -> Decimal:
    """Return `value` rounded half up (away from zero) to `places` decimals."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(value: Decimal | int) -> str:
    """Return a number without exponent and without idle zeros."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_text(value: Decimal | None, places: int = 2) -> str:
    """Return a number rounded half up to at most `places` decimals, without idle zeros; a dash for None."""
    if value is None:
        return NONE
    text = plain(rounded(value, places))
    return "0" if text == "-0" else text


def fixed_text(value: Decimal | None, places: int = 2) -> str:
    """Return a number with exactly `places` decimals, as scores are written; a dash for None."""
    if value is None:
        return NONE
    text = format(rounded(value, places), "f")
    return text.removeprefix("-") if not rounded(value, places) else text


def score_text(points: Decimal | None, low: Decimal | None, high: Decimal | None, places: int = 2) -> str:
    """Return points with `places` decimals, or `low～high` while anything in them is open.

    An end that nothing bounds is written 不限.
    """
    if not still_open(points, low, high):
        return fixed_text(points, places)
    if low is not None and low == high:
        return fixed_text(low, places)
    if low is None and high is None:
        return "未定"
    ends = ("不限" if end is None else fixed_text(end, places) for end in (low, high))
    return RANGE.join(ends)


def mean_text(low: Decimal | None, high: Decimal | None, places: int = 2) -> str:
    """Return 平均… of units some of which are open: one value where both ends agree, else the range it lies in."""
    if low is None or high is None:
        return "平均分未定"
    said = f"{score_text(None, low, high, places)}分"
    return f"平均{said}" if low == high else f"平均分在{said}之间"


def still_open(points: Decimal | None, low: Decimal | None, high: Decimal | None) -> bool:
    """Tell whether points may still change."""
    return points is None or low != high


def numbered(count: int) -> str:
    """Return 一, 二 … 九十九 for headings of an official document."""
    digits = "零一二三四五六七八九"
    if count < 10:
        return digits[count]
    tens, ones = divmod(count, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def quoted(title: str) -> str:
    """Return a title in quotation marks, those inside it turned into single ones."""
    return f"“{title.replace('“', '‘').replace('”', '’')}”"


def joined(names: Iterable[str], most: int = 0) -> str:
    """Return names joined by 、; beyond `most` (0: all) the rest is summed up as 等N…, said by the caller's noun."""
    listed = list(names)
    if most and len(listed) > most:
        return "、".join(listed[:most]) + "等"
    return "、".join(listed)

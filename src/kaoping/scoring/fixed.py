"""Arithmetic on columns of fixed-point integers: one rounding per quotient, no floats, nothing wraps around.

Columns are int64 in millionths. A product of two may need more than 64 bits; `mul_div` computes `a × b ÷ c` exactly
and rounds once, half away from zero: directly where the product fits, after cancelling common factors where it does
not, and with Python's integers for the few elements that still do not fit.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kaoping.model.measure_table import SCALE

Column: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

INF = 2**60  # no bound is known; sums and products stop here
FAR = 2**50  # the same for points, so that a thousand of them add up without a check
_FITS = 2**62


def bounded(column: Column, limit: int = INF) -> Column:
    """Return `column` with every value moved to within ±`limit`."""
    if _largest(column) <= limit:
        return column
    result: Column = np.minimum(np.maximum(column, -limit), limit)
    return result


def mul(a: Column, b: Column) -> Column:
    """Return the product of two fixed-point columns, in millionths."""
    return mul_div(a, b, np.array([SCALE]))


def mul_div(a: Column, b: Column, c: Column) -> Column:
    """Return a × b ÷ c for columns that broadcast, c > 0, rounded once half away from zero, within ±INF.

    An infinite factor gives an infinite result (0 where the other factor is 0), whatever c is.
    """
    if (size := _largest(a) * _largest(b)) < _FITS:
        quotient = round_div(a * b, c)
        return quotient if size <= INF else bounded(quotient)
    endless = (np.abs(a) >= INF) | (np.abs(b) >= INF)
    x, y = np.where(np.abs(a) >= INF, 0, a), np.where(np.abs(b) >= INF, 0, b)
    fits = _largest(x) * _largest(y) < _FITS
    finite = round_div(x * y, c) if fits else _wide(*np.broadcast_arrays(x, y, c))
    return np.where(endless, np.sign(a) * np.sign(b) * INF, bounded(finite))


def round_div(a: Column, b: Column) -> Column:
    """Return a ÷ b as whole numbers, b > 0, rounded half away from zero."""
    size = np.abs(a)
    quotient = size // b
    remainder = size - quotient * b
    quotient = quotient + (remainder >= b - remainder)
    result: Column = np.where(a < 0, -quotient, quotient)
    return result


def round_places(column: Column, places: int, mode: str) -> Column:
    """Return a column of millionths rounded to `places` decimals; `mode` is half_up or truncate (towards zero)."""
    if places >= 6:
        return column
    step = 10 ** (6 - places)
    cut: Column = np.sign(column) * (np.abs(column) // step)
    whole = cut if mode == "truncate" else round_div(column, np.array([step]))
    result: Column = whole * step
    return result


def _wide(a: Column, b: Column, c: Column) -> Column:
    common = np.maximum(np.gcd(a, c), 1)
    a, c = a // common, c // common
    common = np.maximum(np.gcd(b, c), 1)
    b, c = b // common, c // common
    # a float is close enough to tell what fits: the bound leaves a factor of two
    fits = np.abs(a.astype(np.float64)) * np.abs(b.astype(np.float64)) < _FITS / 2
    result = np.zeros(a.shape, np.int64)
    result[fits] = round_div(a[fits] * b[fits], c[fits])
    for index in np.flatnonzero(~fits):
        result[index] = _exact(int(a[index]), int(b[index]), int(c[index]))
    return result


def _exact(a: int, b: int, c: int) -> int:
    quotient, remainder = divmod(abs(a * b), c)
    quotient = min(quotient + (remainder >= c - remainder), INF)
    return -quotient if a * b < 0 else quotient


def _largest(column: Column) -> int:
    return max(-int(column.min()), int(column.max())) if column.size else 0

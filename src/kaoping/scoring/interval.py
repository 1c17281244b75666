"""What may still come out: columns of intervals for numbers, columns of three-valued truths for conditions.

A number that is known is an interval of one point; `hi is lo` then, which lets every operation be done once. A value
may also be not applicable (无此事项): `na` marks where it can be, `never` where it certainly is. A condition that is
not applicable counts as false wherever it is finally read, also under `not`: what does not exist neither earns nor
costs. All operations keep inclusion: narrower inputs give a result that lies within that of wider ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaoping.model.measure_table import SCALE
from kaoping.scoring.fixed import INF, Column, Mask, bounded, mul, mul_div


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """A number per unit between `lo` and `hi` (millionths); meaningless where `never`."""

    lo: Column
    hi: Column
    na: Mask | None = None
    never: Mask | None = None

    def known(self) -> Mask:
        """Where the number has one value only (or certainly none)."""
        same = np.ones(self.lo.shape, bool) if self.hi is self.lo else self.lo == self.hi
        if self.na is None:
            return same
        never = self.certainly_not()
        return (same & ~self.na) | never

    def certainly_not(self) -> Mask:
        """Where there certainly is no value."""
        return np.zeros(1, bool) if self.never is None else self.never

    def maybe_not(self) -> Mask:
        """Where there may be no value."""
        return np.zeros(1, bool) if self.na is None else self.na


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """A condition per unit: the outcomes that are possible; at least one is."""

    can_true: Mask
    can_false: Mask
    can_na: Mask | None = None

    def possible(self) -> Mask:
        """Where it can come out true."""
        return self.can_true

    def certain(self) -> Mask:
        """Where it is true whatever is still open."""
        certain = self.can_true & ~self.can_false
        return certain if self.can_na is None else certain & ~self.can_na

    def surely_false(self) -> Mask:
        """Where it is false whatever is still open; what does not apply is not false here."""
        false = self.can_false & ~self.can_true
        return false if self.can_na is None else false & ~self.can_na

    def open(self) -> Mask:
        """Where it is not yet decided whether it is true."""
        return self.can_true & ~self.certain()


def constant(value: int) -> Interval:
    """Return the same known number for all units."""
    column = np.array([value])
    return Interval(column, column)


def decided(mask: Mask) -> Truth:
    """Return a condition that is known for every unit."""
    return Truth(mask, ~mask)


def either(a: Mask | None, b: Mask | None) -> Mask | None:
    """Return the union of two masks of which any may be absent (nowhere)."""
    if a is None:
        return b
    return a if b is None else a | b


# ---- numbers -----------------------------------------------------------------------------------------------------


def rising(function: Callable[[Column], Column], a: Interval) -> Interval:
    """Apply a function that never falls."""
    lo = function(a.lo)
    return Interval(lo, lo if a.hi is a.lo else function(a.hi), a.na, a.never)


def add(a: Interval, b: Interval) -> Interval:
    """Return a + b."""
    return _joined(a, b, lambda x, y: bounded(x + y))


def negative(a: Interval) -> Interval:
    """Return −a."""
    lo = -a.hi
    return Interval(lo, lo if a.hi is a.lo else -a.lo, a.na, a.never)


def times(a: Interval, b: Interval) -> Interval:
    """Return a × b."""
    if (a.hi is a.lo and b.hi is b.lo) or (_all_positive(a) and _all_positive(b)):
        return _joined(a, b, mul)
    corners = [mul(x, y) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Interval(_least(corners), _greatest(corners), either(a.na, b.na), either(a.never, b.never))


def divide(a: Interval, b: Interval) -> Interval:
    """Return a ÷ b, rounded once to a millionth; a division by 0 has no value (not applicable)."""
    zero_possible = (b.lo <= 0) & (b.hi >= 0)
    zero_certain = (b.lo == 0) & (b.hi == 0)
    safe_lo, safe_hi = np.where(zero_possible, SCALE, b.lo), np.where(zero_possible, SCALE, b.hi)
    corners = [_quotient(x, y) for x in _ends(a) for y in ((safe_lo,) if b.hi is b.lo else (safe_lo, safe_hi))]
    lo, hi = _least(corners), _greatest(corners)
    astride = zero_possible & ~zero_certain
    if astride.any():
        # any size is possible next to 0; the sign is known when both sides keep one
        positive = (a.lo >= 0) & (b.lo >= 0)
        lo = np.where(astride, np.where(positive, 0, -INF), lo)
        hi = np.where(astride, INF, hi)
    na = either(either(a.na, b.na), zero_possible if zero_possible.any() else None)
    never = either(either(a.never, b.never), zero_certain if zero_certain.any() else None)
    return Interval(lo, hi, na, never)


def hull(a: Interval, b: Interval, first: Mask, second: Mask) -> Interval:
    """Return `a` where only `first` is possible, `b` where only `second` is, else what covers both."""
    lo = np.where(first, a.lo, b.lo)
    exact = a.hi is a.lo and b.hi is b.lo
    both = np.flatnonzero(np.broadcast_to(first & second, lo.shape))
    if exact and not len(both):
        return Interval(lo, lo)
    hi = lo.copy() if exact else np.where(first, a.hi, b.hi)
    lo[both] = np.minimum(_rows(a.lo, both), _rows(b.lo, both))
    hi[both] = np.maximum(_rows(a.hi, both), _rows(b.hi, both))
    return Interval(lo, hi)


def or_nothing(a: Interval) -> Interval:
    """Return `a` with 0 where it is not applicable, and 0 among the possibilities where it may be."""
    if a.na is None:
        return a
    never = a.certainly_not()
    lo = np.where(never, 0, np.where(a.na, np.minimum(a.lo, 0), a.lo))
    if a.hi is a.lo and not (a.na & ~never).any():
        return Interval(lo, lo)
    return Interval(lo, np.where(never, 0, np.where(a.na, np.maximum(a.hi, 0), a.hi)))


def clamp(a: Interval, low: Column | int | None, high: Column | int | None) -> Interval:
    """Return `a` moved to within `low` and `high`."""
    if low is not None:
        a = rising(lambda x: np.maximum(x, low), a)
    return a if high is None else rising(lambda x: np.minimum(x, high), a)


# ---- several numbers ---------------------------------------------------------------------------------------------


def total(parts: Sequence[Interval]) -> Interval:
    """Return the sum of those that are applicable; not applicable where none is."""
    result = or_nothing(parts[0])
    for part in parts[1:]:
        result = add(result, or_nothing(part))
    return Interval(result.lo, result.hi, *_absence(parts))


def least(parts: Sequence[Interval]) -> Interval:
    """Return the smallest of those that are applicable; not applicable where none is."""
    return negative(greatest([negative(part) for part in parts]))


def greatest(parts: Sequence[Interval]) -> Interval:
    """Return the largest of those that are applicable; not applicable where none is."""
    if all(part.na is None for part in parts):
        lo = _greatest([part.lo for part in parts])
        exact = all(part.hi is part.lo for part in parts)
        return Interval(lo, lo if exact else _greatest([part.hi for part in parts]))
    sure = _greatest([np.where(part.maybe_not(), -INF, part.lo) for part in parts])
    floor = _least([np.where(part.certainly_not(), INF, part.lo) for part in parts])
    hi = _greatest([np.where(part.certainly_not(), -INF, part.hi) for part in parts])
    return Interval(np.where(sure == -INF, np.minimum(floor, hi), sure), hi, *_absence(parts))


def average(parts: Sequence[Interval]) -> Interval:
    """Return the mean of those that are applicable; not applicable where none is."""
    summed = total(parts)
    count = sum((np.where(part.certainly_not(), 0, 1) for part in parts), np.zeros(1, np.int64))
    result = rising(lambda x: mul_div(x, np.array([1]), np.maximum(count, 1)), summed)
    unsure = _any_unsure(parts)
    if unsure is None:
        return result
    # how many there are is open: the mean lies between the smallest and the largest
    lo, hi = least(parts).lo, greatest(parts).hi
    return Interval(np.where(unsure, lo, result.lo), np.where(unsure, hi, result.hi), result.na, result.never)


# ---- conditions --------------------------------------------------------------------------------------------------


def compare(a: Interval, op: str, b: Interval) -> Truth:
    """Return the comparison; not applicable where a side is."""
    if op in (">", ">="):
        return compare(b, "<" if op == ">" else "<=", a)
    if op == "<":
        can_true, can_false = a.lo < b.hi, a.hi >= b.lo
    elif op == "<=":
        can_true, can_false = a.lo <= b.hi, a.hi > b.lo
    else:
        can_true = (a.lo <= b.hi) & (b.lo <= a.hi)
        can_false = ~((a.lo == a.hi) & (b.lo == b.hi) & (a.lo == b.lo))
        if op == "!=":
            can_true, can_false = can_false, can_true
    return _where_valued(can_true, can_false, either(a.na, b.na), either(a.never, b.never))


def truth_of(a: Interval) -> Truth:
    """Return whether a number is other than 0."""
    can_false = (a.lo <= 0) & (a.hi >= 0)
    return _where_valued((a.lo != 0) | (a.hi != 0), can_false, a.na, a.never)


def number_of(a: Truth) -> Interval:
    """Return 1 for true and 0 for false."""
    lo = np.where(a.can_true & ~a.can_false, SCALE, 0)
    never = None if a.can_na is None else a.can_na & ~a.can_true & ~a.can_false
    hi = np.where(a.can_true, SCALE, 0)
    return Interval(lo, lo if np.array_equal(lo, hi) else hi, a.can_na, never)


def not_(a: Truth) -> Truth:
    """Return the contrary."""
    return Truth(a.can_false, a.can_true, a.can_na)


def and_(a: Truth, b: Truth) -> Truth:
    """Return whether both hold: false where one is false, else not applicable where one is."""
    return not_(or_(not_(a), not_(b)))


def or_(a: Truth, b: Truth) -> Truth:
    """Return whether at least one holds: true where one is true, else not applicable where one is."""
    can_na = None
    if a.can_na is not None or b.can_na is not None:
        a_na = np.zeros(1, bool) if a.can_na is None else a.can_na
        b_na = np.zeros(1, bool) if b.can_na is None else b.can_na
        can_na = (a_na & (b.can_false | b_na)) | (b_na & (a.can_false | a_na))
    return Truth(a.can_true | b.can_true, a.can_false & b.can_false, can_na)


def any_of(parts: Sequence[Truth]) -> Truth:
    """Return whether any holds."""
    result = parts[0]
    for part in parts[1:]:
        result = or_(result, part)
    return result


# ---- pieces ------------------------------------------------------------------------------------------------------


def _joined(a: Interval, b: Interval, function: Callable[[Column, Column], Column]) -> Interval:
    lo = function(a.lo, b.lo)
    exact = a.hi is a.lo and b.hi is b.lo
    return Interval(lo, lo if exact else function(a.hi, b.hi), either(a.na, b.na), either(a.never, b.never))


def _where_valued(can_true: Mask, can_false: Mask, na: Mask | None, never: Mask | None) -> Truth:
    if never is not None:
        can_true, can_false = can_true & ~never, can_false & ~never
    return Truth(can_true, can_false, na)


def _quotient(a: Column, b: Column) -> Column:
    return mul_div(np.where(b < 0, -a, a), np.array([SCALE]), np.abs(b))


def _ends(a: Interval) -> tuple[Column, ...]:
    return (a.lo,) if a.hi is a.lo else (a.lo, a.hi)


def _rows(column: Column, rows: NDArray[np.intp]) -> Column:
    return column[rows] if len(column) > 1 else column


def _all_positive(a: Interval) -> bool:
    return bool((a.lo >= 0).all())


def _least(columns: Sequence[Column]) -> Column:
    result = columns[0]
    for column in columns[1:]:
        result = np.minimum(result, column)
    return result


def _greatest(columns: Sequence[Column]) -> Column:
    result = columns[0]
    for column in columns[1:]:
        result = np.maximum(result, column)
    return result


def _absence(parts: Sequence[Interval]) -> tuple[Mask | None, Mask | None]:
    if any(part.na is None for part in parts):
        return None, None
    na, never = parts[0].maybe_not(), parts[0].certainly_not()
    for part in parts[1:]:
        na, never = na & part.maybe_not(), never & part.certainly_not()
    return na, never


def _any_unsure(parts: Sequence[Interval]) -> Mask | None:
    result: Mask | None = None
    for part in parts:
        if part.na is not None:
            result = either(result, part.na & ~part.certainly_not())
    return result if result is not None and result.any() else None

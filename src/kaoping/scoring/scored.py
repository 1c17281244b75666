"""A node's result in one lane."""

from dataclasses import dataclass

import numpy as np

from kaoping.scoring.fixed import FAR, Column, Mask, bounded
from kaoping.scoring.interval import Interval
from kaoping.scoring.rules.worth import Worth


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Points of an indicator for every unit.

    `points` is what it adds to its parent (0 where it does not apply), `of` what that counts out of, `nominal` what it
    would count out of if everything applied. `na`/`never` say where it may not, and certainly does not, apply; `drawn`
    is False where another child was drawn instead.
    """

    points: Interval
    of: Interval
    nominal: Column
    na: Mask | None = None
    never: Mask | None = None
    worth: Worth | None = None
    drawn: Mask | None = None
    notes: tuple[tuple[str, Mask], ...] = ()


def sized(value: Interval, size: int) -> Interval:
    """Return points with one element per unit, within ±FAR so that many can be added up."""
    lo = np.broadcast_to(bounded(value.lo, FAR), (size,))
    hi = lo if value.hi is value.lo else np.broadcast_to(bounded(value.hi, FAR), (size,))
    na, never = (None if mask is None else np.broadcast_to(mask, (size,)) for mask in (value.na, value.never))
    return tight(Interval(lo, hi, na, never))


def tight(value: Interval) -> Interval:
    """Mark an interval of single points as such."""
    if value.hi is value.lo or not np.array_equal(value.lo, value.hi):
        return value
    return Interval(value.lo, value.lo, value.na, value.never)


def at(column: Column, row: int) -> int:
    """Return the value of one unit; a column of one element is the same for all."""
    return int(column[row if len(column) > 1 else 0])


def marked(mask: Mask, row: int) -> bool:
    """Return the flag of one unit; a mask of one element is the same for all."""
    return bool(mask[row if len(mask) > 1 else 0])

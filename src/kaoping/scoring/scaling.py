"""Indicators that count for more or less than the scheme says: what a rule gives, in proportion.

A unit keeps its rate of an indicator: the amounts of its rule and people's marks grow with its points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from kaoping.scoring.fixed import FAR, Column, Mask, mul_div
from kaoping.scoring.interval import Interval
from kaoping.scoring.rules.worth import Charge, Worth
from kaoping.scoring.scored import Scored


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """`times` ÷ `over` for every unit; `over` is above 0, and either may be one element for all."""

    times: Column
    over: Column


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """By what leaves are multiplied, and parts' weights (millionths) instead of the scheme's.

    Columns are in the order of the scored units. What is not named counts as the scheme says. `full` marks for which
    units a leaf counts in full, whatever its rule gives.
    """

    leaves: Mapping[str, Ratio] = field(default_factory=dict)
    weights: Mapping[str, Column] = field(default_factory=dict)
    full: Mapping[str, Mask] = field(default_factory=dict)

    def of(self, leaves: Mapping[str, Scored], *, charges: bool = False) -> dict[str, Scored]:
        """Return judged leaves as they count; with `charges` their points are what is taken away."""
        found = dict(leaves)
        for name in self.leaves.keys() & found.keys():
            found[name] = scaled(found[name], self.leaves[name])
        for name in self.full.keys() & found.keys():
            found[name] = in_full(found[name], self.full[name], charges=charges)
        return found


def in_full(leaf: Scored, units: Mask, *, charges: bool) -> Scored:
    """Return a leaf that costs some units nothing, where it applies; it is known then, whatever is open."""
    units = units if leaf.never is None else units & ~leaf.never
    if charges:
        lo, hi = (np.where(units, np.minimum(side, 0), side) for side in (leaf.points.lo, leaf.points.hi))
    else:
        best = np.maximum(leaf.of.hi, leaf.points.lo)  # more than the points stays where a rule allows it
        lo, hi = np.where(units, best, leaf.points.lo), np.where(units, best, leaf.points.hi)
    worth = leaf.worth
    if worth is not None and worth.gap is not None:
        gap = worth.gap
        none = Interval(np.where(units, 0, gap.lo), np.where(units, 0, gap.hi), gap.na, gap.never)
        worth = replace(worth, gap=none)
    return replace(leaf, points=Interval(lo, hi, leaf.points.na, leaf.points.never), worth=worth)


def scaled(leaf: Scored, ratio: Ratio) -> Scored:
    """Return a leaf with points, what they count out of, and what each item came to in proportion."""
    told = np.array_equal(leaf.nominal, ratio.over)  # the ratio says outright what the leaf is worth
    nominal = np.broadcast_to(ratio.times, leaf.nominal.shape) if told else _column(leaf.nominal, ratio)
    whole = leaf.of.lo is leaf.nominal and leaf.of.hi is leaf.nominal
    of = Interval(nominal, nominal) if whole else _interval(leaf.of, ratio)
    worth = None if leaf.worth is None else _worth(leaf.worth, ratio)
    return replace(leaf, points=_interval(leaf.points, ratio), of=of, nominal=nominal, worth=worth)


def _worth(worth: Worth, ratio: Ratio) -> Worth:
    charges = tuple(Charge(one.id, one.text, one.clause, _interval(one.amount, ratio)) for one in worth.charges)
    gap = None if worth.gap is None else _interval(worth.gap, ratio)
    return replace(worth, points=_interval(worth.points, ratio), charges=charges, gap=gap)


def _interval(value: Interval, ratio: Ratio) -> Interval:
    lo = _column(value.lo, ratio)
    return Interval(lo, lo if value.hi is value.lo else _column(value.hi, ratio), value.na, value.never)


def _column(column: Column, ratio: Ratio) -> Column:
    """Return a column × times ÷ over; where it has no bound it keeps none, unless it counts for nothing."""
    endless = np.abs(column) >= FAR
    if not endless.any():
        return mul_div(column, ratio.times, ratio.over)
    finite = mul_div(np.where(endless, 0, column), ratio.times, ratio.over)
    return np.where(endless & (ratio.times > 0), column, finite)

"""Ranks within a group and grades."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Scheme
from kaoping.scoring.fixed import INF, Column, mul_div
from kaoping.scoring.interval import Interval
from kaoping.scoring.parts import DEDUCTIONS, Tally
from kaoping.scoring.population import Population

UNRANKED = 0


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """`rank` among the units of the group whose total is known (0: none); `best` and `worst` it may still become."""

    rank: Column
    best: Column
    worst: Column
    rate: Interval


def stand(scheme: Scheme, population: Population, point: Tally, wide: Tally) -> Standing:
    """Return every unit's standing in its group: by points or by rate, ties share a rank, failed units come last."""
    rate, wide_rate = rates(point), rates(wide)
    by_rate = scheme.rank_by == "rate" and scheme.total.combine != DEDUCTIONS
    known = point.points.lo == point.points.hi
    if by_rate:
        known = known & (point.of.lo == point.of.hi) & (point.of.hi > 0)
    now = _merit(rate if by_rate else point.points, scheme, point)
    later = _merit(wide_rate if by_rate else wide.points, scheme, wide)
    circle = population.peers("group").circle
    rank = population.zeros()
    # a veto that is still undecided does not count yet
    rank[known] = 1 + _above(circle[known], now.hi[known], now.hi[known])
    best = 1 + _above(circle, later.lo, later.hi)
    # a unit whose own total is open is not above itself
    worst = 1 + _above(circle, later.hi, later.lo) - (later.hi > later.lo)
    return Standing(rank, best, worst, rate)


def rates(tally: Tally) -> Interval:
    """Return points ÷ what they count out of (0 where that is nothing), rounded once to a millionth."""
    points, of = tally.points, tally.of
    few, many = np.maximum(of.lo, 1), np.maximum(of.hi, 1)
    unit = np.array([SCALE])
    lo = mul_div(points.lo, unit, np.where(points.lo < 0, few, many))
    hi = mul_div(points.hi, unit, np.where(points.hi < 0, many, few))
    none = of.hi <= 0
    return Interval(np.where(none, 0, lo), np.where(none, 0, hi))


def grade_rows(scheme: Scheme, population: Population, total: Column) -> NDArray[np.intp]:
    """Return for each unit the place of its grade among the grades in falling order; their number when below all."""
    place = np.full(len(total), len(scheme.grades), np.intp)
    for index, grade in reversed(list(enumerate(falling(scheme, population)))):
        from_ = population.column(scheme.grades[grade].from_)
        place = np.where(total >= from_, index, place)
    return place


def falling(scheme: Scheme, population: Population) -> list[int]:
    """Return the indices of the scheme's grades, highest first."""
    starts = [int(population.column(grade.from_).max()) for grade in scheme.grades]
    return sorted(range(len(starts)), key=lambda index: -starts[index])


def _merit(value: Interval, scheme: Scheme, tally: Tally) -> Interval:
    """Return what units are ordered by, more being better; failed units below everybody."""
    lo, hi = (-value.hi, -value.lo) if scheme.total.combine == DEDUCTIONS else (value.lo, value.hi)
    if tally.failed is None:
        return Interval(lo, hi)
    return Interval(np.where(tally.failed.possible(), -INF, lo), np.where(tally.failed.certain(), -INF, hi))


def _above(circle: NDArray[np.intp], values: Column, own: Column) -> Column:
    """Return for each of `own` how many of `values` in the same circle are greater."""
    places = np.unique(np.concatenate([values, own]), return_inverse=True)[1]
    span = len(places) + 1
    among, asked = circle * span + places[: len(values)], circle * span + places[len(values) :]
    ranked = np.sort(among)
    count: Column = np.searchsorted(ranked, (circle + 1) * span) - np.searchsorted(ranked, asked, side="right")
    return count

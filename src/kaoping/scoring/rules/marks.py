"""Rules that read people's marks, kept under the leaf's own id: `manual`, `panel`, `open`; and `full`."""

import numpy as np

from kaoping.schemes.model import Full, Manual, Open, Panel
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import INF, Column, Mask, mul_div
from kaoping.scoring.interval import Interval, average, clamp, negative
from kaoping.scoring.rules.worth import Stake, Worth, within_stake


def manual(_: Manual | Open, stake: Stake, frame: Frame) -> Worth:
    """Return the mark, within the points; unknown until there is one. In a penalty its sign does not matter."""
    mark = average([value for _, value in frame.lane.series(stake.id)])
    if stake.charges:
        mark = _size(mark)
    return Worth(within_stake(mark, stake))


def full(_: Full, stake: Stake, frame: Frame) -> Worth:
    """Return all of the points."""
    points = frame.population.zeros() if stake.full is None else stake.full
    return Worth(Interval(points, points))


def panel(rule: Panel, stake: Stake, frame: Frame) -> Worth:
    """Return the mean of the marks ÷ scale × points, without the `trim` highest and as many lowest.

    Nothing is left out where that would leave no mark.
    """
    scale = frame.population.column(rule.scale)
    marks = [clamp(mark, 0, scale) for _, mark in frame.lane.series(stake.id)]
    absent = np.stack([np.broadcast_to(mark.certainly_not(), mark.lo.shape) for mark in marks])
    count = len(marks) - absent.sum(axis=0)
    trim = np.where(count > 2 * rule.trim, rule.trim, 0)
    divisor = np.maximum(np.maximum(count - 2 * trim, 1) * scale, 1)
    full_points = stake.cap()
    lo, hi = (
        mul_div(_trimmed_sum(side, absent, count, trim), full_points, divisor)
        for side in (np.stack([mark.lo for mark in marks]), np.stack([mark.hi for mark in marks]))
    )
    never = count == 0
    return Worth(Interval(lo, hi, never, never) if never.any() else Interval(lo, hi))


def _trimmed_sum(marks: Column, absent: Mask, count: Column, trim: Column) -> Column:
    """Return the sum over sorted marks (experts × units) between the `trim` lowest and highest that are given."""
    ranked = np.sort(np.where(absent, INF, marks), axis=0)
    place = np.arange(len(ranked))[:, None]
    kept = (place >= trim) & (place < count - trim)
    result: Column = np.where(kept, ranked, 0).sum(axis=0)
    return result


def _size(mark: Interval) -> Interval:
    """Return the distance from 0."""
    other = negative(mark)
    if mark.hi is mark.lo:
        size = np.abs(mark.lo)
        return Interval(size, size, mark.na, mark.never)
    lo = np.maximum(np.maximum(mark.lo, other.lo), 0)
    return Interval(lo, np.maximum(mark.hi, other.hi), mark.na, mark.never)

"""Rules that measure against something: a target, a time limit, the best unit, a factor, a survey's scale."""

import numpy as np

from kaoping.model.measure_table import SCALE
from kaoping.schemes.expression_parser import walk
from kaoping.schemes.expressions import Expr, Name
from kaoping.schemes.model import Benchmark, Carry, LateRatio, Ratio, Survey
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import FAR, INF, Column, bounded, mul_div
from kaoping.scoring.interval import (
    Interval,
    add,
    clamp,
    compare,
    constant,
    either,
    negative,
    or_nothing,
    times,
    total,
)
from kaoping.scoring.lanes import POINT
from kaoping.scoring.rules.worth import Stake, Worth, within_stake


def ratio(rule: Ratio, stake: Stake, frame: Frame) -> Worth:
    """Return value ÷ target × points, at most the points unless `over`; a target of 0 makes it not applicable."""
    value, target = clamp(frame.number(rule.of), 0, INF), frame.number(rule.target)
    full = stake.cap()
    lo, hi = (_part(value.lo, target.hi, full), _part(value.hi, target.lo, full))
    if not rule.over:
        lo, hi = np.minimum(lo, full), np.minimum(hi, full)
    without = target.lo <= 0
    na = either(either(value.na, target.na), without if without.any() else None)
    never = either(either(value.never, target.never), target.hi <= 0 if without.any() else None)
    return Worth(Interval(bounded(lo, FAR), bounded(hi, FAR), na, never))


def late_ratio(rule: LateRatio, stake: Stake, frame: Frame) -> Worth:
    """Return full points when done in time, else time allowed ÷ time taken × points (逾期按比例).

    Where dates are compared both times run from `start` (the beginning of the period unless given).
    """
    due, taken = frame.number(rule.due), frame.number(rule.taken)
    if rule.start is not None or _reads_dates(rule, frame):
        start = constant(frame.period_start.toordinal() * SCALE)
        since = negative(start if rule.start is None else frame.number(rule.start))
        due, taken = add(due, since), add(taken, since)
    full = stake.cap()
    lo, hi = _in_time(due.lo, taken.hi, full), _in_time(due.hi, taken.lo, full)
    return Worth(Interval(lo, hi, either(due.na, taken.na), either(due.never, taken.never)))


def benchmark(rule: Benchmark, stake: Stake, frame: Frame) -> Worth:
    """Return value ÷ best × points (标杆法); 0 where the best is 0.

    The best is the highest value that is certain in the unit's group or class; it is provisional while another unit's
    value is unknown. In the range lane the best may be anything that is still possible.
    """
    value = frame.number(rule.of)
    lo, hi = (np.broadcast_to(np.maximum(side, 0), stake.concerned.shape) for side in (value.lo, value.hi))
    # 0 stands for "no value" here: it never is the best of anything above 0
    surely = np.where(stake.surely & ~value.maybe_not(), lo, 0)
    possibly = np.where(stake.concerned & ~value.certainly_not(), hi, 0)
    peers = frame.population.peers(rule.within)
    others_low = peers.best_of_others(surely)
    others_high = others_low if frame.lane.kind == POINT else peers.best_of_others(possibly)
    full = stake.cap()
    points = Interval(_of_best(lo, others_high, full), _of_best(hi, others_low, full), value.na, value.never)
    best = Interval(np.maximum(lo, others_low), np.maximum(hi, others_high))
    unknown = stake.concerned & ~(value.known() & (stake.surely | value.certainly_not()))
    provisional = peers.any_of_others(unknown)
    return Worth(points, best=best, notes=(("provisional", provisional),) if provisional.any() else ())


def carry(rule: Carry, stake: Stake, frame: Frame) -> Worth:
    """Return the sum of a series × factor, at most the points."""
    summed = total(frame.periods(rule.of))
    factor = frame.population.column(rule.factor)
    points = times(clamp(summed, 0, INF), Interval(factor, factor))
    return Worth(within_stake(points, stake))


def survey(rule: Survey, stake: Stake, frame: Frame) -> Worth:
    """Return result ÷ scale × points; with too few responses there is no result yet, so the points are unknown.

    The scale is 1 where the measure is a share, else 100.
    """
    scale = np.array([SCALE if _is_share(rule.of, frame) else 100 * SCALE])
    value = clamp(frame.number(rule.of), 0, scale)
    full = stake.cap()
    points = Interval(mul_div(value.lo, full, scale), mul_div(value.hi, full, scale), value.na, value.never)
    if rule.minimum is None or rule.responses is None:
        return Worth(points)
    minimum = frame.population.column(rule.minimum)
    short = compare(or_nothing(frame.number(rule.responses)), "<", Interval(minimum, minimum)).possible()
    lo, hi = np.where(short, 0, points.lo), np.where(short, full, points.hi)
    return Worth(Interval(lo, hi, points.na, points.never), notes=(("too_few_responses", short),))


# ---- pieces ------------------------------------------------------------------------------------------------------


def _part(value: Column, target: Column, full: Column) -> Column:
    """Return value ÷ target × full; as much as there can be where the target may be 0."""
    safe = np.where(target <= 0, SCALE, target)
    return np.where(target <= 0, np.where(value > 0, INF, 0), mul_div(value, full, safe))


def _in_time(allowed: Column, taken: Column, full: Column) -> Column:
    safe = np.maximum(taken, 1)
    late = mul_div(np.maximum(allowed, 0), full, safe)
    return np.where(taken <= allowed, full, np.minimum(late, full))


def _of_best(value: Column, others: Column, full: Column) -> Column:
    best = np.maximum(value, others)
    behind = np.where(value >= others, 0, value)
    part = mul_div(behind, full, np.maximum(best, 1))
    return np.where(value <= 0, 0, np.where(value >= others, full, np.minimum(part, full)))


def _reads_dates(rule: LateRatio, frame: Frame) -> bool:
    names = [node.name for expr in (rule.due, rule.taken) for node in walk(expr) if isinstance(node, Name)]
    measures = frame.population.scheme.measures
    return any(measures[name].kind == "date" for name in names if name in measures)


def _is_share(expr: Expr, frame: Frame) -> bool:
    measures = frame.population.scheme.measures
    return isinstance(expr, Name) and expr.name in measures and measures[expr.name].kind == "share"

"""Rules that count: `deduct` from the points, `award` from 0, `timed` by the first limit met."""

from collections.abc import Sequence

import numpy as np

from kaoping.schemes.model import Amount, Award, Deduct, Item, Tiers, Timed
from kaoping.scoring.expression import Frame, seconds
from kaoping.scoring.fixed import FAR
from kaoping.scoring.interval import (
    Interval,
    Truth,
    add,
    and_,
    clamp,
    compare,
    constant,
    greatest,
    hull,
    negative,
    or_nothing,
    times,
    truth_of,
)
from kaoping.scoring.rules.worth import Charge, Stake, Worth, amount_of, charge, within_stake


def deduct(rule: Deduct, stake: Stake, frame: Frame) -> Worth:
    """Return the points less every item, not below 0 unless `below_zero`; a measure not applicable takes nothing.

    Under `charges` the items add up from 0 to what can be taken at most.
    """
    charges = tuple(charge(item, item_points(item, stake, frame)) for item in rule.items)
    taken = _sum([found.amount for found in charges])
    if stake.charges:
        return Worth(within_stake(taken, stake), charges)
    start = constant(0) if stake.full is None else Interval(stake.full, stake.full)
    left = add(start, negative(taken))
    return Worth(clamp(left, -FAR if rule.below_zero else 0, FAR), charges)


def award(rule: Award, stake: Stake, frame: Frame) -> Worth:
    """Return the first tier that matches, the sum of the items up to the points, or the highest item."""
    charges: list[Charge] = []
    found: list[Interval] = []
    if rule.mode == "tiers":
        points = _tiers([item for item in rule.items if isinstance(item, Item)], stake, frame, charges)
        return Worth(within_stake(points, stake), tuple(charges))
    for entry in rule.items:
        if isinstance(entry, Tiers):
            found.append(_tiers(entry.items, stake, frame, charges))
        else:
            found.append(item_points(entry, stake, frame))
            charges.append(charge(entry, found[-1]))
    points = greatest([constant(0), *found]) if rule.mode == "best" else _sum(found)
    return Worth(within_stake(points, stake), tuple(charges))


def timed(rule: Timed, stake: Stake, frame: Frame) -> Worth:
    """Return the percentage of the shortest limit that is met; 0 when none is or `only_if` does not hold.

    Without a time the rule does not apply, unless `only_if` says that there was nothing to time: what was never
    answered was not answered well in time.
    """
    spent = frame.number(rule.of)
    held = None if rule.only_if is None else frame.condition(rule.only_if)
    result = constant(0)
    for limit, percent in sorted(rule.within, key=lambda pair: -seconds(pair[0])):
        met = compare(Interval(spent.lo, spent.hi), "<=", constant(seconds(limit)))
        if held is not None:
            met = and_(met, held)
        points = amount_of(Amount(percent, percent=True), stake, frame)
        result = hull(Interval(points, points), result, met.possible(), ~met.certain())
    points_met = within_stake(result, stake)
    if spent.na is None or held is None:
        return Worth(Interval(points_met.lo, points_met.hi, spent.na, spent.never))
    without = spent.certainly_not()
    lo, hi = (np.where(without, 0, side) for side in (points_met.lo, points_met.hi))
    return Worth(Interval(lo, hi, spent.na & ~held.surely_false(), without & ~held.can_false))


def item_points(item: Item, stake: Stake, frame: Frame) -> Interval:
    """Return what one item comes to: amount × number (never below 0) up to its cap, or the amount if it holds."""
    amount = amount_of(item.amount, stake, frame)
    if item.per is not None:
        count = clamp(or_nothing(frame.number(item.per)), 0, None)
        points = times(Interval(amount, amount), count)
    else:
        assert item.condition is not None
        held = frame.condition(item.condition)
        points = hull(Interval(amount, amount), constant(0), held.possible(), ~held.certain())
    if item.cap is not None:
        points = clamp(points, None, amount_of(item.cap, stake, frame))
    return clamp(points, -FAR, FAR)


def _tiers(items: Sequence[Item], stake: Stake, frame: Frame, charges: list[Charge]) -> Interval:
    """Return the points of the first item that matches; an item with `per` matches where it comes to something."""
    matches = [_match(item, stake, frame) for item in items]
    result = constant(0)
    for matched, points in reversed(matches):
        result = hull(points, result, matched.possible(), ~matched.certain())
    reachable = unopposed = np.ones(1, bool)  # no earlier tier certainly matches; none possibly does
    for item, (matched, points) in zip(items, matches, strict=True):
        counted = hull(points, constant(0), matched.possible() & reachable, ~(matched.certain() & unopposed))
        charges.append(charge(item, counted))
        reachable, unopposed = reachable & ~matched.certain(), unopposed & ~matched.possible()
    return result


def _match(item: Item, stake: Stake, frame: Frame) -> tuple[Truth, Interval]:
    if item.condition is None:
        points = item_points(item, stake, frame)
        return truth_of(points), points
    amount = amount_of(item.amount, stake, frame)
    return frame.condition(item.condition), Interval(amount, amount)


def _sum(found: Sequence[Interval]) -> Interval:
    result = constant(0)
    for points in found:
        result = add(result, points)
    return result

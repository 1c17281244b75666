"""The `share` rule: criteria worth percentages of the points, each credited by a value, a condition or a rule."""

from collections.abc import Callable

import numpy as np

from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Amount, Criterion, Manual, Rule, Share
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import Column, Mask, mul_div
from kaoping.scoring.guards import concerns, guarded, holds, restricted
from kaoping.scoring.interval import Interval, add, clamp, constant, hull, or_nothing
from kaoping.scoring.rules.worth import Charge, Stake, Worth, amount_of
from kaoping.scoring.samples import without_sample

Judge = Callable[[Rule, Stake, Frame], Worth]


def share(rule: Share, stake: Stake, frame: Frame, judge: Judge) -> Worth:
    """Return the sum of the criteria that apply; what the others are worth is the gap. None applies: not applicable."""
    points, gap = constant(0), constant(0)
    na = never = np.ones(1, bool)
    charges: list[Charge] = []
    notes: list[tuple[str, Mask]] = []
    for criterion in rule.criteria:
        worth = amount_of(Amount(criterion.percent, percent=True), stake, frame)
        found = _criterion(criterion, _inner(criterion, worth, stake, frame), frame, judge)
        credit = found.points
        charges.append(Charge(criterion.id, criterion.title, criterion.clause, or_nothing(credit)))
        charges.extend(found.charges)
        notes.extend(found.notes)
        points = add(points, or_nothing(credit))
        if credit.na is not None:
            gap = add(gap, Interval(np.where(credit.certainly_not(), worth, 0), np.where(credit.na, worth, 0)))
        na, never = na & credit.maybe_not(), never & credit.certainly_not()
    whole = clamp(points, 0, stake.cap())
    some = bool(gap.hi.any())
    return Worth(
        Interval(whole.lo, whole.hi, na, never) if some else whole,
        tuple(charges),
        gap=gap if some else None,
        notes=tuple(notes),
    )


def _inner(criterion: Criterion, worth: Column, stake: Stake, frame: Frame) -> Stake:
    """Return what is at stake in one criterion."""
    concerned, surely = stake.concerned, stake.surely
    own = concerns(criterion.applies_to, None, frame)
    if own is not None:
        concerned, surely = concerned & own.possible(), surely & own.certain()
    return Stake(criterion.id, worth, stake.whole, False, concerned, surely)


def _criterion(criterion: Criterion, stake: Stake, frame: Frame, judge: Judge) -> Worth:
    found = _credited(criterion, stake, frame, judge)
    worth = stake.cap()
    zero, fully = holds(criterion.zero_if, frame), holds(criterion.full_if, frame)
    read = (criterion.of, criterion.condition, criterion.rule)
    points = guarded(without_sample(found.points, read, worth, frame), worth, zero, fully)
    points = restricted(points, concerns(criterion.applies_to, None, frame))
    return Worth(points, found.charges, best=found.best, notes=found.notes)


def _credited(criterion: Criterion, stake: Stake, frame: Frame, judge: Judge) -> Worth:
    worth = stake.cap()
    if criterion.of is not None:
        value = clamp(frame.number(criterion.of), 0, SCALE)
        lo = mul_div(value.lo, worth, np.array([SCALE]))
        hi = lo if value.hi is value.lo else mul_div(value.hi, worth, np.array([SCALE]))
        return Worth(Interval(lo, hi, value.na, value.never))
    if criterion.condition is not None:
        held = frame.condition(criterion.condition)
        return Worth(hull(Interval(worth, worth), constant(0), held.possible(), ~held.certain()))
    return judge(criterion.rule or Manual(), stake, frame)

"""Guards of a node or criterion: whom it concerns, `zero_if` (不得分) and `full_if`."""

from collections.abc import Sequence

import numpy as np

from kaoping.schemes.expressions import Expr
from kaoping.schemes.model import Applies
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import Column
from kaoping.scoring.interval import Interval, Truth, and_, any_of, constant, decided, either, hull, not_, or_


def concerns(applies_to: Applies | None, except_: Applies | None, frame: Frame) -> Truth | None:
    """Return for which units something counts at all; None where it counts for everybody."""
    inside = None if applies_to is None else _applies(applies_to, frame)
    outside = None if except_ is None else not_(_read(_applies(except_, frame)))
    if inside is None or outside is None:
        return outside if inside is None else inside
    return and_(inside, outside)


def restricted(points: Interval, concerned: Truth | None) -> Interval:
    """Return points that do not apply where the node does not."""
    if concerned is None:
        return points
    return Interval(
        points.lo,
        points.hi,
        either(points.na, ~concerned.certain()),
        either(points.never, ~concerned.possible()),
    )


def holds(conditions: Sequence[Expr], frame: Frame) -> Truth | None:
    """Return whether any of the conditions holds; None where there is none."""
    return any_of([frame.condition(condition) for condition in conditions]) if conditions else None


def guarded(points: Interval, full: Column, zero: Truth | None, fully: Truth | None) -> Interval:
    """Return 0 where a `zero_if` holds, else full points where a `full_if` does, else `points`.

    A guard decides before the rule: it holds also where the rule itself finds nothing applicable.
    """
    result = points
    if fully is not None:
        result = _set(result, Interval(full, full), fully)
    return result if zero is None else _set(result, constant(0), zero)


def ungapped(gap: Interval | None, zero: Truth | None, fully: Truth | None) -> Interval | None:
    """Return what of a leaf does not apply: where a guard has decided, all of it counts."""
    for held in (zero, fully):
        if gap is not None and held is not None:
            gap = Interval(np.where(held.possible(), 0, gap.lo), np.where(held.certain(), 0, gap.hi))
    return gap


def _set(points: Interval, to: Interval, held: Truth) -> Interval:
    possible, certain = held.possible(), held.certain()
    if points.na is None:
        return hull(to, points, possible, ~certain)
    never = points.certainly_not()
    value = hull(to, points, possible, ~certain & ~never)
    return Interval(value.lo, value.hi, points.na & ~certain, never & ~possible)


def _applies(applies: Applies, frame: Frame) -> Truth:
    found = [decided(frame.population.named(applies.names))] if applies.names else []
    if applies.condition is not None:
        found.append(_read(frame.condition(applies.condition)))
    result = found[0] if found else decided(np.ones(1, bool))
    for other in found[1:]:
        result = or_(result, other)
    return result


def _read(truth: Truth) -> Truth:
    """Return a condition as it is finally read: what is not applicable counts as false."""
    if truth.can_na is None:
        return truth
    return Truth(truth.can_true, truth.can_false | truth.can_na)

"""What a leaf or criterion is worth where there was nothing to draw its sample from (`if_none`)."""

import numpy as np

from kaoping.schemes.pieces import names_in
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import Column, Mask
from kaoping.scoring.interval import Interval, either


def without_sample(points: Interval, read: object, full: Column, frame: Frame) -> Interval:
    """Return points with `if_none` applied: `read` is the rule or expression, `full` what it could give.

    `zero`: any such sample that is missing makes the whole 0. Else, where nothing that is read applies, one with
    `full` gives the full points and the rest is not applicable. Where something else is read and applies, a missing
    sample is an item that does not apply: it takes nothing and gives nothing.
    """
    sampled = {name: sample for name in names_in(read) if (sample := _if_none(name, frame))}
    if not sampled:
        return points
    absent = {name: _absent(name, frame) for name in dict.fromkeys(names_in(read))}
    zero = _any([absent[name] for name, kind in sampled.items() if kind == "zero"])
    nothing = ~_any([~mask for mask in absent.values()])
    fully = nothing & _any([absent[name] for name, kind in sampled.items() if kind == "full"]) & ~zero
    never = nothing & ~zero & ~fully
    settled = zero | fully
    if not (settled | never).any():
        return points
    lo, hi = (np.where(zero, 0, np.where(fully, full, side)) for side in (points.lo, points.hi))
    na = points.na if points.na is None else points.na & ~settled
    missing = points.never if points.never is None else points.never & ~settled
    return Interval(lo, hi, either(na, never), either(missing, never))


def _if_none(name: str, frame: Frame) -> str:
    measure = frame.population.scheme.measures.get(name)
    return measure.sample.if_none if measure is not None and measure.sample is not None else ""


def _absent(name: str, frame: Frame) -> Mask:
    masks = [value.certainly_not() for _, value in frame.lane.series(name)]
    absent = masks[0]
    for mask in masks[1:]:
        absent = absent & mask
    return absent


def _any(masks: list[Mask]) -> Mask:
    result = np.zeros(1, bool)
    for mask in masks:
        result = result | mask
    return result

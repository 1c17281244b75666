"""Points that the document leaves open: together they are worth what the stated points beside them leave over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from kaoping.schemes.model import Node, Open, Quantity, stated
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import Column
from kaoping.scoring.interval import Interval, add
from kaoping.scoring.scored import Scored

OVER = "over_stated"


def left_over(nodes: Sequence[Node], points: Column | None, frame: Frame) -> Column | None:
    """Return what the stated points of siblings leave for those left open; None where nothing bounds it."""
    if points is None or not any(isinstance(node.points, Open) for node in nodes):
        return None
    found = [column_of(node.points, frame) for node in nodes]
    left: Column = points - sum((column for column in found if column is not None), np.zeros(1, np.int64))
    return np.maximum(left, 0)


def within_stated(
    nodes: Sequence[Node], scored: Mapping[str, Scored], summed: Scored, most: Column | None, *, frame: Frame
) -> Scored:
    """Return the sum of some nodes, in which those left open come to no more than what is left over of `most`."""
    left = left_over(nodes, most, frame)
    if left is None:
        return summed
    zeros = frame.population.zeros()
    together = Interval(zeros, zeros)
    for node in nodes:
        if isinstance(node.points, Open):
            together = add(together, scored[node.id].points)
    lo, hi = np.maximum(together.lo - left, 0), np.maximum(together.hi - left, 0)
    over = lo > 0
    notes = (*summed.notes, (OVER, over)) if over.any() else summed.notes
    points = Interval(summed.points.lo - lo, summed.points.hi - hi)
    return replace(summed, points=points, notes=notes)


def column_of(points: Quantity | Open | None, frame: Frame) -> Column | None:
    """Return stated points as a column; None where there are none."""
    number = stated(points)
    return None if number is None else frame.population.column(number)

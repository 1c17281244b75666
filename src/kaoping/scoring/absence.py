"""What becomes of points that do not apply to a unit: `exclude`, `full` and `spread` (rescale: see `rescaled`).

Each function takes leaves whose points still carry `na`/`never`, and returns leaves whose points can be added up.
"""

from dataclasses import replace

import numpy as np

from kaoping.scoring.fixed import FAR, Column, Mask, bounded, mul_div
from kaoping.scoring.interval import Interval, add, or_nothing
from kaoping.scoring.scored import Scored, tight


def settle(leaves: dict[str, Scored], mode: str) -> dict[str, Scored]:
    """Return the leaves with what does not apply to a unit settled in the way the part says."""
    if all(_whole(leaf) for leaf in leaves.values()):
        return leaves
    if mode == "full":
        return {name: _full(leaf) for name, leaf in leaves.items()}
    settled = {name: _excluded(leaf) for name, leaf in leaves.items()}
    return _spread(settled) if mode == "spread" else settled


def rescaled(points: Interval, of: Interval, nominal: Column) -> Interval:
    """Return points × what it counts out of in full ÷ what of it applies (75 × 4/3); 0 where nothing applies."""
    if of.hi is of.lo and bool((of.lo == nominal).all()):
        return points
    fewest, most = np.maximum(of.lo, 1), np.maximum(of.hi, 1)
    lo = np.where(points.lo < 0, mul_div(points.lo, nominal, fewest), mul_div(points.lo, nominal, most))
    hi = np.where(points.hi < 0, mul_div(points.hi, nominal, most), mul_div(points.hi, nominal, fewest))
    # where it is open what applies, the most is the full points
    hi = np.where(of.lo < of.hi, np.minimum(hi, np.maximum(nominal, lo)), hi)
    none = of.hi <= 0
    lo, hi = np.where(none, 0, bounded(lo, FAR)), np.where(none, 0, bounded(hi, FAR))
    return Interval(lo, lo if np.array_equal(lo, hi) else hi)


def _whole(leaf: Scored) -> bool:
    return leaf.na is None and leaf.drawn is None and (leaf.worth is None or leaf.worth.gap is None)


def _excluded(leaf: Scored) -> Scored:
    """The base shrinks by what does not apply; what another draw has passed over counts for nothing."""
    points = or_nothing(Interval(leaf.points.lo, leaf.points.hi, leaf.na, leaf.never))
    of = leaf.of
    if leaf.worth is not None and leaf.worth.gap is not None:
        gap = leaf.worth.gap
        of = Interval(of.lo - np.minimum(gap.hi, of.lo), of.hi - np.minimum(gap.lo, of.hi))
    of = Interval(of.lo if leaf.na is None else np.where(leaf.na, 0, of.lo), _unless(leaf.never, of.hi))
    return _undrawn(replace(leaf, points=points, of=tight(of)))


def _full(leaf: Scored) -> Scored:
    """What does not apply gets its full points."""
    points = leaf.points
    if leaf.worth is not None and leaf.worth.gap is not None:
        points = add(points, leaf.worth.gap)
    if leaf.na is not None:
        never = np.zeros(1, bool) if leaf.never is None else leaf.never
        lo = np.where(never, leaf.nominal, np.where(leaf.na, np.minimum(points.lo, leaf.nominal), points.lo))
        hi = np.where(never, leaf.nominal, np.where(leaf.na, np.maximum(points.hi, leaf.nominal), points.hi))
        points = Interval(lo, hi)
    return _undrawn(replace(leaf, points=tight(points)))


def _spread(leaves: dict[str, Scored]) -> dict[str, Scored]:
    """What does not apply moves evenly to the leaves that do: each counts out of more, and its points grow with it.

    Millionths that do not divide evenly go to the first leaves, so that the sum stays exact.
    """
    moved_lo = sum((_drawn_nominal(leaf) - leaf.of.hi for leaf in leaves.values()), np.zeros(1, np.int64))
    moved_hi = sum((_drawn_nominal(leaf) - leaf.of.lo for leaf in leaves.values()), np.zeros(1, np.int64))
    fewest = sum(((leaf.of.lo > 0).astype(np.int64) for leaf in leaves.values()), np.zeros(1, np.int64))
    most = sum(((leaf.of.hi > 0).astype(np.int64) for leaf in leaves.values()), np.zeros(1, np.int64))
    least, extra = np.divmod(moved_lo, np.maximum(most, 1))
    greatest = np.where(moved_lo == moved_hi, least, -(-moved_hi // np.maximum(fewest, 1)))
    before = np.zeros(1, np.int64)
    result = {}
    for name, leaf in leaves.items():
        takes = leaf.of.hi > 0
        one = np.where(takes & (moved_lo == moved_hi) & (before < extra), 1, 0)
        before = before + takes
        result[name] = _grown(leaf, least + one, greatest + one)
    return result


def _grown(leaf: Scored, least: Column, greatest: Column) -> Scored:
    """The leaf out of `least` to `greatest` more, its points in the same proportion."""
    large = np.maximum(leaf.of.hi, 1)
    small = np.where(leaf.of.lo > 0, leaf.of.lo, large)
    up, down = (small + greatest, small), (large + least, large)
    lo = np.where(leaf.points.lo < 0, mul_div(leaf.points.lo, *up), mul_div(leaf.points.lo, *down))
    hi = np.where(leaf.points.hi < 0, mul_div(leaf.points.hi, *down), mul_div(leaf.points.hi, *up))
    of_lo = np.where(leaf.of.lo > 0, leaf.of.lo + least, 0)
    of_hi = np.where(leaf.of.hi > 0, leaf.of.hi + greatest, 0)
    hi = np.where(leaf.points.hi <= leaf.of.hi, np.minimum(hi, of_hi), hi)
    points = tight(Interval(bounded(lo, FAR), bounded(hi, FAR)))
    return replace(leaf, points=points, of=tight(Interval(of_lo, of_hi)))


def _drawn_nominal(leaf: Scored) -> Column:
    return leaf.nominal if leaf.drawn is None else np.where(leaf.drawn, leaf.nominal, 0)


def _undrawn(leaf: Scored) -> Scored:
    if leaf.drawn is None:
        return leaf
    out = ~leaf.drawn
    return replace(
        leaf,
        points=tight(Interval(_unless(out, leaf.points.lo), _unless(out, leaf.points.hi))),
        of=tight(Interval(_unless(out, leaf.of.lo), _unless(out, leaf.of.hi))),
        nominal=_unless(out, leaf.nominal),
    )


def _unless(mask: Mask | None, column: Column) -> Column:
    return column if mask is None else np.where(mask, 0, column)

"""Scores one cycle many times with other points and weights: rules are judged once, only the sums are made again.

Ways of counting are laid side by side: every way has all scored units, and a column holds the first way's units, then
the second's, and so on. A way in which nothing is changed gives exactly what `score` gives.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from kaoping.schemes.expressions import Points, Special
from kaoping.schemes.model import Node, Scheme
from kaoping.schemes.pieces import pieces
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import Column, Mask
from kaoping.scoring.interval import Interval
from kaoping.scoring.nodes import Terms
from kaoping.scoring.parts import Book, Tally, keep_book
from kaoping.scoring.ranking import stand
from kaoping.scoring.results import Results
from kaoping.scoring.rules.worth import Worth
from kaoping.scoring.scaling import Scaling
from kaoping.scoring.scored import Scored

_BASE = Special("base")


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Totals and ranks as in `Totals` and `UnitResult`, one row per way and one column per scored unit."""

    points: Column
    known: Mask
    low: Column
    high: Column
    rank: Column
    best: Column
    worst: Column
    failed: Mask
    may_fail: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """The judged leaves of a result, ready to be added up in other ways; what was laid out is kept for the next."""

    results: Results
    _laid_out: dict[tuple[str, int], tuple[Frame, Terms]] = field(default_factory=dict)

    @property
    def scheme(self) -> Scheme:
        """The scheme of the results."""
        return self.results.workings.scheme

    def ways(self, scaling: Scaling, count: int) -> Ways:
        """Return totals and ranks in `count` ways.

        Columns of `scaling` have count × units elements, or one for all; it acts on what the rules gave, in place of
        any scaling of the results; what counts in full for some units there, does so in every way.
        """
        work = self.results.workings
        full = {} if work.terms.scaling is None else work.terms.scaling.full
        if full:
            scaling = replace(scaling, full={name: np.tile(units, count) for name, units in full.items()})
        point = self._tally("point", work.point, scaling, count)
        wide = point if work.range is work.point else self._tally("range", work.range, scaling, count)
        population = self._laid_out["point", count][0].population
        standing = stand(self.scheme, population, point, wide)
        shape = (count, len(work.population.units))
        return Ways(
            points=point.points.lo.reshape(shape),
            known=(point.points.lo == point.points.hi).reshape(shape),
            low=wide.points.lo.reshape(shape),
            high=wide.points.hi.reshape(shape),
            rank=standing.rank.reshape(shape),
            best=standing.best.reshape(shape),
            worst=standing.worst.reshape(shape),
            failed=_flags(None if point.failed is None else point.failed.certain(), shape),
            may_fail=_flags(None if wide.failed is None else wide.failed.possible(), shape),
        )

    def _tally(self, lane: str, book: Book, scaling: Scaling, count: int) -> Tally:
        if (lane, count) not in self._laid_out:
            for other in [key for key in self._laid_out if key[1] != count]:
                del self._laid_out[other]  # one size at a time: each is as large as a scoring
            self._laid_out[lane, count] = _lay_out(book, self.scheme, self.results.workings.terms, count)
        frame, terms = self._laid_out[lane, count]
        return keep_book(self.scheme, frame, replace(terms, scaling=scaling)).whole[0]


def _flags(mask: Mask | None, shape: tuple[int, int]) -> Mask:
    if mask is None:
        return np.zeros(shape, bool)
    return np.broadcast_to(mask, (shape[0] * shape[1],)).reshape(shape)


def _lay_out(book: Book, scheme: Scheme, terms: Terms, count: int) -> tuple[Frame, Terms]:
    population = book.frame.population.repeated(count)
    lane = book.frame.lane.repeated(count)
    frame = replace(book.frame, population=population, lane=lane, memory={})
    again = _judged_again(scheme)
    judged = {name: _repeated(leaf, count) for name, leaf in book.judged.items() if name not in again}
    return frame, replace(terms, judged=judged)


def _judged_again(scheme: Scheme) -> set[str]:
    """Return the leaves whose rules read the base or other points, and so depend on how these are counted."""
    adjustments = (*scheme.adjust, *(one for part in scheme.parts for one in part.adjust))
    return {leaf.id for one in adjustments for node in one.nodes for leaf in node.leaves() if _reads_points(leaf)}


def _reads_points(leaf: Node) -> bool:
    return any(isinstance(one, Points) or one == _BASE for one in pieces(leaf))


def _repeated(leaf: Scored, count: int) -> Scored:
    """Return a leaf for all units of `count` ways; of what it came from, only what sums need."""
    nominal = np.tile(leaf.nominal, count)
    whole = leaf.of.lo is leaf.nominal and leaf.of.hi is leaf.nominal
    gap = None if leaf.worth is None or leaf.worth.gap is None else _tiled(leaf.worth.gap, count, len(leaf.nominal))
    return Scored(
        points=_tiled(leaf.points, count, len(leaf.nominal)),
        of=Interval(nominal, nominal) if whole else _tiled(leaf.of, count, len(leaf.nominal)),
        nominal=nominal,
        na=_mask(leaf.na, count, len(leaf.nominal)),
        never=_mask(leaf.never, count, len(leaf.nominal)),
        worth=None if gap is None else Worth(gap, gap=gap),
        drawn=_mask(leaf.drawn, count, len(leaf.nominal)),
    )


def _tiled(value: Interval, count: int, size: int) -> Interval:
    lo = np.tile(np.broadcast_to(value.lo, (size,)), count)
    hi = lo if value.hi is value.lo else np.tile(np.broadcast_to(value.hi, (size,)), count)
    return Interval(lo, hi, _mask(value.na, count, size), _mask(value.never, count, size))


def _mask(mask: Mask | None, count: int, size: int) -> Mask | None:
    return None if mask is None else np.tile(np.broadcast_to(mask, (size,)), count)

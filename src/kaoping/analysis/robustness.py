"""How firm ranks are when points and weights are drawn a little otherwise: rank intervals and shares of draws."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

from kaoping.analysis.contributions import merit
from kaoping.analysis.perturbation import Perturbation, perturbed
from kaoping.model.measure_table import fixed
from kaoping.schemes.model import Quantity
from kaoping.scoring.fixed import Column
from kaoping.scoring.replay import Replay, Ways
from kaoping.scoring.results import Results, UnitResult

TOP = 3
COVERAGE = Decimal("0.9")
REACHED = "合格"
_PLACES = Decimal("0.0001")
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """In what share of the draws something holds (0 to 1): certainly, and at most, with all that is open."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class UnitRobustness:
    """How firm one unit's rank is.

    In the share `Robustness.coverage` of the draws, or more, its rank lies between `rank_low` and `rank_high`; where
    something is open the interval takes in every rank it may still have. `same` is the share in which it has the rank
    that it has now (None while that is open), `first` and `top` that it is first, or among the first three, `below`
    that it does not reach the pass mark or fails (None where none is stated).
    """

    now: UnitResult
    rank_low: int
    rank_high: int
    same: Decimal | None
    first: Share
    top: Share
    below: Share | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """The robustness of all ranked units by group, in the order of the results."""

    perturbation: Perturbation
    coverage: Decimal
    pass_mark: Decimal | None  # as given; None where the scheme's own bound of 合格 is used, or none is
    graded: bool  # whether the scheme's own bound of 合格 was used
    groups: Mapping[str, tuple[UnitRobustness, ...]]


def robustness(
    results: Results, how: Perturbation, *, pass_mark: Decimal | None = None, coverage: Decimal = COVERAGE
) -> Robustness:
    """Return how firm the ranks of `results` are against `how`.

    `pass_mark` is the total that must be reached (in a scheme that counts deductions: not exceeded); without it, the
    scheme's bound of the grade 合格 where it has one.
    """
    scheme = results.workings.scheme
    grade = next((grade.from_ for grade in scheme.grades if grade.title == REACHED), None)
    bound = _bound(results, pass_mark if pass_mark is not None else grade)
    counted = _Counted(results, bound)
    replay = Replay(results)
    for scaling, count in perturbed(results, how):
        counted.add(replay.ways(scaling, count))
    used = pass_mark is None and grade is not None
    return Robustness(how, coverage, pass_mark, used, counted.units(coverage))


def _bound(results: Results, mark: Quantity | None) -> Column | None:
    if mark is None:
        return None
    if isinstance(mark, Decimal):
        return np.array([fixed(mark)])
    return results.workings.population.column(mark)


class _Counted:
    """Collects the ranks of all draws; counts, for every unit, in how many of them something holds."""

    def __init__(self, results: Results, bound: Column | None) -> None:
        self.results, self.bound = results, bound
        self.sign = merit(results)
        self.ranks: list[Counts] = []
        self.best: list[Counts] = []
        self.worst: list[Counts] = []
        self.draws = 0
        size = len(results.totals.units)
        self.surely_below, self.perhaps_below = np.zeros(size, np.int64), np.zeros(size, np.int64)

    def add(self, ways: Ways) -> None:
        """Take in some draws."""
        self.ranks.append(ways.rank)
        self.best.append(ways.best)
        self.worst.append(ways.worst)
        self.draws += len(ways.rank)
        if self.bound is not None:
            least, most = (ways.low, ways.high) if self.sign > 0 else (-ways.high, -ways.low)
            bound = self.sign * self.bound
            self.surely_below += ((most < bound) | ways.failed).sum(axis=0)
            self.perhaps_below += ((least < bound) | ways.may_fail).sum(axis=0)

    def units(self, coverage: Decimal) -> Mapping[str, tuple[UnitRobustness, ...]]:
        """Return what was counted, by group in the order of the results."""
        rows = {unit: row for row, unit in enumerate(self.results.totals.units)}
        rank, best, worst = (np.concatenate(side) for side in (self.ranks, self.best, self.worst))
        tail = (1 - coverage) / 2
        first, last = int(tail * self.draws), self.draws - 1 - int(tail * self.draws)
        low, high = np.partition(best, first, axis=0)[first], np.partition(worst, last, axis=0)[last]
        shares = [self._share(side <= limit for side in (worst, best)) for limit in (1, TOP)]
        below = None if self.bound is None else self._share((self.surely_below, self.perhaps_below))

        def unit(now: UnitResult) -> UnitRobustness:
            row = rows[now.unit]
            settled = now.rank is not None and now.rank_best == now.rank_worst
            return UnitRobustness(
                now=now,
                rank_low=int(low[row]),
                rank_high=int(high[row]),
                same=self._part((rank[:, row] == now.rank).sum()) if settled else None,
                first=shares[0](row),
                top=shares[1](row),
                below=None if below is None else below(row),
            )

        return {group: tuple(map(unit, members)) for group, members in self.results.groups.items()}

    def _share(self, sides: Iterable[Counts | NDArray[np.bool_]]) -> Callable[[int], Share]:
        """Return a reader of shares of draws; a side of flags per draw is counted first."""
        low, high = (side.sum(axis=0) if side.ndim > 1 else side for side in sides)
        return lambda row: Share(self._part(low[row]), self._part(high[row]))

    def _part(self, count: int) -> Decimal:
        return (Decimal(int(count)) / self.draws).quantize(_PLACES, ROUND_HALF_UP)

"""Which indicators decide the ranking: shares of the variance of totals, rank correlation, ranks without them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

from kaoping.analysis.contributions import Term, TermKind, contributions, merit
from kaoping.scoring.fixed import Column
from kaoping.scoring.replay import Replay
from kaoping.scoring.results import Results
from kaoping.scoring.scaling import Ratio, Scaling

_ROWS_AT_ONCE = 20_000  # ways × units
_PLACES = Decimal("0.0001")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Influence:
    """What one term of the totals does to the ranking of a group.

    `variance` is its share of the variance of the totals: the covariance of the term with the total ÷ the variance of
    the total; the shares of all terms add up to 1, and one below 0 evens out what others make different. `correlation`
    is Spearman's between the term and the total (None where the term does not vary). `moved` says how many units would
    have another rank if the indicator counted for nobody and everything else as before, `farthest` by how many places
    at most (None for terms that are no indicators).
    """

    kind: TermKind
    id: str
    title: str
    variance: Decimal
    correlation: Decimal | None
    moved: int | None
    farthest: int | None


@dataclass(frozen=True, slots=True)
class GroupInfluence:
    """The terms that vary in a group, the largest share of variance first.

    `units` took part in variance and correlation: their totals are known and no veto acts on them; `vetoed` and `open`
    are left out. Fewer than two units, or totals that are all the same, have no shares: `terms` is empty then.
    """

    group: str
    units: int
    vetoed: int
    open: int
    terms: tuple[Influence, ...]


def influence(results: Results) -> Mapping[str, GroupInfluence]:
    """Return what decides the ranking, by group."""
    terms = contributions(results)
    vetoed = _vetoed(terms, len(results.totals.units))
    moves = _moves(results, [term.id for term in terms if term.kind is TermKind.INDICATOR])
    found = {}
    for group in results.groups:
        rows = np.flatnonzero(np.broadcast_to(results.workings.population.of_group(group), vetoed.shape))
        found[group] = _of_group(results, group, terms, (rows, vetoed, moves))
    return found


_Moves = Mapping[str, NDArray[np.int64]]


def _of_group(
    results: Results, group: str, terms: Sequence[Term], facts: tuple[Column, NDArray[np.bool_], _Moves]
) -> GroupInfluence:
    rows, vetoed, moves = facts
    known = results.totals.known[rows]
    counted = rows[known & ~vetoed[rows]]
    totals = results.totals.points[counted].astype(np.float64) * merit(results)
    variance = float(totals.var()) if len(totals) > 1 else 0.0
    shares = []
    for term in terms if variance else ():
        values = term.low[counted].astype(np.float64) * merit(results)
        if values.min() < values.max():
            moved = moves[term.id][rows] if term.kind is TermKind.INDICATOR and term.id in moves else None
            shares.append(_influence(term, values, totals, moved))
    shares.sort(key=lambda one: (-one.variance, one.id))
    return GroupInfluence(group, len(counted), int((vetoed[rows] & known).sum()), int((~known).sum()), tuple(shares))


def _influence(term: Term, values: Floats, totals: Floats, moved: NDArray[np.int64] | None) -> Influence:
    covariance = float(((values - values.mean()) * (totals - totals.mean())).mean())
    return Influence(
        kind=term.kind,
        id=term.id,
        title=term.title,
        variance=_rounded(covariance / float(totals.var())),
        correlation=_rounded(spearman(values, totals)),
        moved=None if moved is None else int((moved > 0).sum()),
        farthest=None if moved is None else int(moved.max(initial=0)),
    )


def spearman(a: Floats, b: Floats) -> float:
    """Return Spearman's rank correlation, ties at their mean rank; 0 where one of the two does not vary."""
    x, y = (_mean_ranks(side) for side in (a, b))
    spread = float(np.sqrt(x.var() * y.var()))
    return float(((x - x.mean()) * (y - y.mean())).mean()) / spread if spread else 0.0


def _mean_ranks(values: Floats) -> Floats:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    ranks: Floats = (last - (count - 1) / 2)[place.ravel()]
    return ranks


def _moves(results: Results, indicators: Sequence[str]) -> _Moves:
    """Return by how many places every unit moves when one indicator counts for nobody; -1 where it has no rank."""
    replay, rank = Replay(results), results.totals.rank
    judged = [name for name in indicators if name in results.workings.point.judged]
    step = max(_ROWS_AT_ONCE // max(len(rank), 1), 1)
    moves = {}
    for first in range(0, len(judged), step):
        names = judged[first : first + step]
        ways = replay.ways(_each_dropped(results, names), len(names))
        for way, name in enumerate(names):
            ranked = (rank > 0) & (ways.rank[way] > 0)
            moves[name] = np.where(ranked, np.abs(ways.rank[way] - rank), -1)
    return moves


def _each_dropped(results: Results, names: Sequence[str]) -> Scaling:
    """Return a scaling of as many ways as there are names: in each, one of them counts for nothing."""
    size, count = len(results.totals.units), len(names)
    scaling = results.workings.terms.scaling
    base = {} if scaling is None else scaling.leaves
    one = Ratio(np.array([1]), np.array([1]))
    leaves = {}
    for name in dict.fromkeys((*base, *names)):
        ratio = base.get(name, one)
        times = np.tile(np.broadcast_to(ratio.times, (size,)), (count, 1))
        if name in names:
            times[names.index(name)] = 0
        leaves[name] = Ratio(times.ravel(), np.tile(np.broadcast_to(ratio.over, (size,)), count))
    return Scaling(leaves)


def _vetoed(terms: Sequence[Term], size: int) -> NDArray[np.bool_]:
    """Return on which units a veto acts, or may act."""
    acting = [(term.low != 0) | (term.high != 0) for term in terms if term.kind is TermKind.VETO]
    return np.logical_or.reduce(acting) if acting else np.zeros(size, bool)


def _rounded(value: float) -> Decimal:
    return Decimal(value).quantize(_PLACES, ROUND_HALF_UP)

"""Draws other points and weights at random: as if the office had weighed its indicators a little otherwise."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kaoping.model.errors import InputError
from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Node, Part, Scheme
from kaoping.scoring.fixed import Column, mul_div
from kaoping.scoring.parts import DEDUCTIONS
from kaoping.scoring.results import Results
from kaoping.scoring.scaling import Ratio, Scaling

Floats = NDArray[np.float64]
_ROWS_AT_ONCE = 20_000  # ways × units: enough to work in columns, little enough to stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Perturbation:
    """How other points are drawn.

    In each of `draws` ways every indicator, at every level, is given its points × a factor drawn evenly between
    1 − `spread` and 1 + `spread`; then the indicators under one parent are brought back to what they add up to, so that
    the parent keeps its own. So are the parts' weights, and where parts are simply added the points of those without a
    ceiling. Bonuses, penalties, ceilings and vetoes stay as they are; so do the children of a node some of which are
    drawn, against each other. The same `seed` gives the same draws for the same scheme, whatever the units.
    """

    draws: int = 1000
    spread: Decimal = Decimal("0.2")
    seed: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.spread < 1 or self.draws < 1:
            raise InputError("随机变动的幅度应在 0 到 100% 之间（不含 100%），次数至少 1 次。")


def perturbed(results: Results, how: Perturbation) -> Iterator[tuple[Scaling, int]]:
    """Yield scalings for some ways at once, with how many ways they are; together `how.draws` of them."""
    shaker = _Shaker(results, how)
    size = max(len(results.workings.population.units), 1)
    step = max(_ROWS_AT_ONCE // size, 1)
    for first in range(0, how.draws, step):
        count = min(step, how.draws - first)
        yield shaker.scaling(first, count), count


class _Shaker:
    """The points of leaves as they count, for every kind of unit, and the factors of all nodes and parts."""

    def __init__(self, results: Results, how: Perturbation) -> None:
        work = results.workings
        self.scheme, self.population = work.scheme, work.population
        self.size = len(self.population.units)
        self.factors = _factors(self.scheme, how)
        self.base = {} if work.terms.scaling is None else work.terms.scaling.leaves
        self.nominal = {name: leaf.nominal for name, leaf in work.point.judged.items()}
        worth = {name: _counted(nominal, self.base.get(name)) for name, nominal in self.nominal.items()}
        concerned = {part.id: _concerned(results, part) for part in self.scheme.parts}
        self.kind, self.worth = _by_kind({**worth, **concerned}, self.size)
        self.kinds = int(self.kind.max()) + 1 if self.size else 0

    def scaling(self, first: int, count: int) -> Scaling:
        """Return the ways from number `first` on."""
        rows = slice(first, first + count)
        targets: dict[str, Floats] = {}
        if self.scheme.total.combine == DEDUCTIONS:
            leaves = self._factored(rows, count)
        else:
            for part, points in self._parts(rows, count):
                self._share_out(part.nodes, points, rows, targets)
            leaves = {name: self._ratio(name, target) for name, target in targets.items()}
        kept = {name: _repeated(ratio, count, self.size) for name, ratio in self.base.items() if name not in leaves}
        return Scaling({**kept, **leaves}, self._weights(rows))

    def _parts(self, rows: slice, count: int) -> Iterator[tuple[Part, Floats]]:
        """Yield every part with its points in every way."""
        shape = (count, self.kinds)
        points = {part.id: self._sum(part.nodes) for part in self.scheme.parts}
        free = [part for part in self.scheme.parts if self.scheme.total.combine == "sum" and part.ceiling is None]
        counted = {part.id: points[part.id] * self.worth[part.id] for part in free}
        drawn = {name: self.factors[name][rows, None] * worth for name, worth in counted.items()}
        before, after = sum(counted.values(), np.zeros(self.kinds)), sum(drawn.values(), np.zeros(shape))
        grown = np.divide(before, after, out=np.ones(shape), where=after > 0)
        for part in self.scheme.parts:
            factor = self.factors[part.id][rows, None] * grown if part in free else np.ones(shape)
            yield part, points[part.id] * factor

    def _share_out(self, nodes: Sequence[Node], points: Floats, rows: slice, targets: dict[str, Floats]) -> None:
        """Note what every leaf is worth (ways × kinds) when `nodes` together are worth `points`."""
        drawn = {node.id: self._worth(node) * self.factors[node.id][rows, None] for node in nodes}
        together = sum(drawn.values(), np.zeros(points.shape))
        for node in nodes:
            share = np.divide(points * drawn[node.id], together, out=np.zeros(points.shape), where=together > 0)
            if node.children and node.draw is None:
                self._share_out(node.children, share, rows, targets)
                continue
            whole = self._worth(node)
            grown = np.divide(share, whole, out=np.ones(points.shape), where=whole > 0)
            targets |= {leaf.id: self.worth[leaf.id] * grown for leaf in node.leaves()}

    def _worth(self, node: Node) -> Floats:
        """Return what a node is worth for every kind of unit; of children that are drawn, those that count."""
        if not node.children:
            return self.worth[node.id]
        whole = self._sum(node.children)
        if node.draw is None:
            return whole
        drawn = self.population.column(node.draw.children) / SCALE
        first = [int(np.argmax(self.kind == kind)) for kind in range(self.kinds)]
        return whole * (drawn if len(drawn) == 1 else drawn[first]) / len(node.children)

    def _sum(self, nodes: Sequence[Node]) -> Floats:
        return sum((self._worth(node) for node in nodes), np.zeros(self.kinds))

    def _ratio(self, name: str, target: Floats) -> Ratio:
        """Return by what a leaf is multiplied to be worth `target`; one without points keeps its own ratio."""
        count, nominal = len(target), self.nominal[name]
        times = np.rint(target).astype(np.int64)[:, self.kind]
        base = self.base.get(name, Ratio(np.array([1]), np.array([1])))
        times = np.where(nominal > 0, times, base.times).ravel()
        return Ratio(times, np.tile(np.where(nominal > 0, nominal, base.over), count))

    def _factored(self, rows: slice, count: int) -> dict[str, Ratio]:
        """Return the ratios where nothing but deductions are counted, which add up to no sum."""
        found = {}
        for part in self.scheme.parts:
            for name, factor in _products(part.nodes, {id_: column[rows] for id_, column in self.factors.items()}, 1):
                base = self.base.get(name, Ratio(np.array([SCALE]), np.array([SCALE])))
                times = np.rint(np.outer(factor, np.broadcast_to(base.times, (self.size,)))).astype(np.int64)
                found[name] = Ratio(times.ravel(), np.tile(np.broadcast_to(base.over, (self.size,)), count))
        return found

    def _weights(self, rows: slice) -> dict[str, Column]:
        if self.scheme.total.combine != "weighted":
            return {}
        weights = {
            part.id: self.population.column(part.weight).astype(np.float64)
            for part in self.scheme.parts
            if part.weight is not None
        }
        drawn = {name: self.factors[name][rows, None] * weight for name, weight in weights.items()}
        before, after = sum(weights.values()), sum(drawn.values())
        size = self.size
        return {
            name: np.rint(np.broadcast_to(before * each / after, (len(each), size))).astype(np.int64).ravel()
            for name, each in drawn.items()
        }


def _factors(scheme: Scheme, how: Perturbation) -> dict[str, Floats]:
    """Return the factors of parts and indicators in all ways, drawn in document order."""
    source = random.Random(how.seed)  # noqa: S311  (chance, not secrecy; the same on every machine)
    spread = float(how.spread)
    names = [name for part in scheme.parts for name in (part.id, *(n.id for root in part.nodes for n in root.walk()))]
    return {name: np.array([1 + spread * (2 * source.random() - 1) for _ in range(how.draws)]) for name in names}


def _products(
    nodes: Sequence[Node], factors: Mapping[str, Floats], above: Floats | int
) -> Iterator[tuple[str, Floats]]:
    """Yield for every leaf the product of the factors on the way to it."""
    for node in nodes:
        own = factors[node.id] * above
        if node.children:
            yield from _products(node.children, factors, own)
        else:
            yield node.id, own


def _concerned(results: Results, part: Part) -> Column:
    concerned = results.workings.point.parts[part.id].concerned
    return np.ones(1, np.int64) if concerned is None else concerned.possible().astype(np.int64)


def _counted(nominal: Column, ratio: Ratio | None) -> Column:
    return nominal if ratio is None else mul_div(nominal, ratio.times, ratio.over)


def _by_kind(worth: Mapping[str, Column], size: int) -> tuple[NDArray[np.intp], dict[str, Floats]]:
    """Return which kind every unit is of (all of a kind have the same points), and the points of each kind."""
    rows = [np.broadcast_to(column, (size,)) for column in worth.values()]
    if not rows or not size:
        return np.zeros(size, np.intp), {name: np.zeros(0) for name in worth}
    distinct, kind = np.unique(np.stack(rows), axis=1, return_inverse=True)
    return kind.ravel(), {name: distinct[row].astype(np.float64) for row, name in enumerate(worth)}


def _repeated(ratio: Ratio, count: int, size: int) -> Ratio:
    times, over = (np.tile(np.broadcast_to(side, (size,)), count) for side in (ratio.times, ratio.over))
    return Ratio(times, over)

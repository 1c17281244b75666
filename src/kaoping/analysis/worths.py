"""What every indicator is worth for every unit, and how that changes when one of them is given other points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kaoping.model.errors import InputError
from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Node, Open, Quantity, Scheme
from kaoping.scoring.fixed import Column, Mask, mul_div
from kaoping.scoring.population import Population
from kaoping.scoring.scaling import Ratio, Scaling


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The indicators beside an indicator (itself included), and the one above; `fixed` where they need no sum."""

    members: tuple[Node, ...]
    above: str
    fixed: bool


class Worths:
    """The points of all indicators as columns over the scored units, in millionths; changes act one after another."""

    def __init__(self, scheme: Scheme, population: Population) -> None:
        self._population = population
        self.units = population.units
        self._size = len(population.units)
        self.nodes = {node.id: node for node in scheme.nodes()}
        self.families = dict(_families(scheme))
        self.points: dict[str, Column] = {}
        for part in scheme.parts:
            self._fill(part.nodes, self._column(part.points))
        self._fill(_adjusting(scheme), None)
        # a leaf without points of its own (left open, or without a limit) counts by a factor
        self._over = {
            leaf.id: np.where(self.points[leaf.id] > 0, self.points[leaf.id], SCALE) for leaf in self.leaves()
        }
        self._times = dict(self._over)

    def leaves(self) -> Iterator[Node]:
        """Yield every leaf in document order."""
        return (node for node in self.nodes.values() if not node.children)

    def scaling(self) -> Scaling | None:
        """Return what the changes so far come to; None where nothing is changed."""
        changed = {name: times for name, times in self._times.items() if not np.array_equal(times, self._over[name])}
        if not changed:
            return None
        return Scaling({name: Ratio(times, self._over[name]) for name, times in changed.items()})

    def give(self, name: str, points: Column, concerned: Mask, *, scale_others: bool) -> None:
        """Make the indicator worth `points` for the units that are concerned and for whom it is worth something.

        With `scale_others` the indicators beside it share what is left; raises InputError where they cannot.
        """
        old = self.points[name]
        if not (concerned & (old > 0)).any():
            raise InputError(f"指标“{self.nodes[name].title}”（{name}）对这些单位没有分值，不能试改分值。")
        new = np.where(concerned, np.where(old > 0, points, old), old)
        family = self.families[name]
        others = [node for node in family.members if node.id != name]
        if scale_others and not family.fixed:
            rest = self._sum(others)
            left = rest + old - new
            if (left < 0).any() or ((rest == 0) & (new != old)).any():
                raise InputError(_no_room(self.nodes[name], others))
            self._stretch(others, left, rest)
        self._stretch([self.nodes[name]], new, old)
        if not scale_others:
            self._raise_above(family.above, new - old)

    def drop(self, name: str, *, scale_others: bool) -> None:
        """Make the indicator count for nothing; those without points of their own too."""
        everybody, nothing = np.ones(self._size, bool), np.zeros(self._size, np.int64)
        if (self.points[name] > 0).any():
            self.give(name, nothing, everybody, scale_others=scale_others)
        for leaf in self.nodes[name].leaves():
            self._times[leaf.id] = nothing

    def _sum(self, nodes: Sequence[Node]) -> Column:
        return sum((self.points[node.id] for node in nodes), np.zeros(self._size, np.int64))

    def _stretch(self, nodes: Sequence[Node], times: Column, over: Column) -> None:
        """Multiply what is below `nodes` by times ÷ over; the points of leaves keep an exact sum."""
        times, over = np.where(over > 0, times, 1), np.where(over > 0, over, 1)
        before = after = np.zeros(self._size, np.int64)
        for node in (each for root in nodes for each in root.walk()):
            old = self.points[node.id]
            if node.children:
                self.points[node.id] = mul_div(old, times, over)
                continue
            before, reached = before + old, after
            after = mul_div(before, times, over)
            self.points[node.id] = np.where(old > 0, after - reached, 0)
            factor = mul_div(self._times[node.id], times, over)
            self._times[node.id] = np.where(old > 0, self.points[node.id], factor)

    def _raise_above(self, name: str, by: Column) -> None:
        while name in self.points:
            self.points[name] = self.points[name] + by
            name = self.families[name].above

    def _fill(self, nodes: Sequence[Node], together: Column | None) -> None:
        """Note what nodes are worth that are worth `together`; those left open share what the others leave of it."""
        for node in nodes:
            stated = self._column(node.points)
            self._fill(node.children, stated)
            self.points[node.id] = self._sum(node.children) if stated is None else stated
        left_open = [node for node in nodes if isinstance(node.points, Open)]
        if together is not None and left_open:
            each = np.maximum(together - self._stated(nodes), 0) // len(left_open)
            self.points |= {node.id: each for node in left_open}

    def _stated(self, nodes: Sequence[Node]) -> Column:
        return self._sum([node for node in nodes if not isinstance(node.points, Open)])

    def _column(self, points: Quantity | Open | None) -> Column | None:
        if points is None or isinstance(points, Open):
            return None
        return np.broadcast_to(self._population.column(points), (self._size,))


def _families(scheme: Scheme) -> Iterator[tuple[str, Family]]:
    for part in scheme.parts:
        yield from _below(part.nodes, part.id, fixed=False)
    for root in _adjusting(scheme):
        yield from _below((root,), "", fixed=True)


def _below(nodes: tuple[Node, ...], above: str, *, fixed: bool) -> Iterator[tuple[str, Family]]:
    for node in nodes:
        yield node.id, Family(nodes, above, fixed)
        yield from _below(node.children, node.id, fixed=fixed)


def _adjusting(scheme: Scheme) -> tuple[Node, ...]:
    """Return the indicators of all bonuses and penalties: their points need not add up to anything."""
    adjustments = (*(one for part in scheme.parts for one in part.adjust), *scheme.adjust)
    return tuple(node for one in adjustments for node in one.nodes)


def _no_room(node: Node, others: Sequence[Node]) -> str:
    if not others:
        return f"指标“{node.title}”（{node.id}）没有同级指标可以调整。请加 --siblings keep，让上级分值随之变化。"
    names = "、".join(other.title for other in others)
    return (
        f"指标“{node.title}”（{node.id}）的新分值超过了它与同级指标（{names}）的分值之和，没有可以调出的分。"
        "请改小，或加 --siblings keep。"
    )

"""What has changed for a unit between two results: total, rank, grade, and which indicators made the difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kaoping.model.errors import InputError
from kaoping.scoring.results import Results, UnitResult
from kaoping.scoring.trace import ScoreNode


@dataclass(frozen=True, slots=True)
class LeafChange:
    """An indicator of both results whose points are known in both and differ."""

    id: str
    title: str
    before: Decimal
    after: Decimal

    @property
    def by(self) -> Decimal:
        """By how much the points grew."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class StandingChange:
    """A unit in two results. `leaves` are those that differ, the largest difference first; `gone` and `new` are how
    many indicators only one of the schemes has."""

    before: UnitResult
    after: UnitResult
    leaves: tuple[LeafChange, ...]
    gone: int
    new: int

    @property
    def by(self) -> Decimal | None:
        """By how much the total grew; None while either is open."""
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total


def changes_between(before: Results, after: Results, unit: str) -> StandingChange | None:
    """Return what has changed for a unit; None where one of the results does not have it."""
    try:
        was, is_ = before.unit(unit), after.unit(unit)
    except InputError:
        return None
    old, new = (dict(_points(results.trace(unit))) for results in (before, after))
    both = [name for name in new if name in old]
    leaves = [
        LeafChange(name, new[name].title, was_points, is_points)
        for name in both
        if (was_points := old[name].points) is not None
        and (is_points := new[name].points) is not None
        and was_points != is_points
    ]
    leaves.sort(key=lambda one: (-abs(one.by), one.id))
    return StandingChange(was, is_, tuple(leaves), len(old) - len(both), len(new) - len(both))


def _points(node: ScoreNode) -> Iterator[tuple[str, ScoreNode]]:
    if not node.children:
        yield node.id, node
    for child in node.children:
        yield from _points(child)

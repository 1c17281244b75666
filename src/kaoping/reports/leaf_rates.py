"""How well each indicator is met over all units: 得分率, and how many have full points."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kaoping.reports.dossier import Dossier
from kaoping.reports.figures import still_open
from kaoping.scoring.trace import ScoreNode


@dataclass(frozen=True, slots=True)
class LeafRate:
    """One indicator over the units it applies to and whose points are known.

    `points` and `of` are sums over those `units`; `waiting` counts units whose points are still open.
    """

    id: str
    title: str
    points: Decimal
    of: Decimal
    units: int
    full: int
    waiting: int


def leaf_rates(dossier: Dossier) -> tuple[LeafRate, ...]:
    """Return the rates of all indicators of the parts (not of bonuses and penalties), in document order.

    Only indicators that every unit it applies to has final points for.
    """
    scheme = dossier.view.scheme
    leaves = [leaf for part in scheme.parts for root in part.nodes for leaf in root.leaves()]
    lines = {unit: {line.id: line for line in walk(tree)} for unit, tree in dossier.traces.items()}
    rates = (
        _rate(leaf.id, leaf.title, [found[leaf.id] for found in lines.values() if leaf.id in found]) for leaf in leaves
    )
    return tuple(rate for rate in rates if rate.units and not rate.waiting and rate.of > 0)


def walk(node: ScoreNode) -> Iterator[ScoreNode]:
    """Yield a node of a score tree and all below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def _rate(name: str, title: str, lines: list[ScoreNode]) -> LeafRate:
    concerned = [line for line in lines if line.applicable and line.of]
    known = [line for line in concerned if not still_open(line.points, line.low, line.high)]
    points = [line.points or Decimal(0) for line in known]
    of = [line.of or Decimal(0) for line in known]
    full = sum(got >= most for got, most in zip(points, of, strict=True))
    return LeafRate(
        name, title, sum(points, Decimal(0)), sum(of, Decimal(0)), len(known), full, len(concerned) - len(known)
    )

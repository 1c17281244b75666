"""Resolves `excluding: others` and refuses measures that leave each other out in a circle (不重复扣分)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kaoping.schemes.expression_parser import walk
from kaoping.schemes.expressions import Expr, Name
from kaoping.schemes.model import CheckSource, Deduct, Item, Measure, Node, Part, Share
from kaoping.schemes.problem_list import ProblemList
from kaoping.schemes.read_measures import OTHERS


def resolve_exclusions(
    measures: dict[str, Measure], parts: Iterable[Part], problems: ProblemList
) -> dict[str, Measure]:
    """Return the measures with `others` replaced by what all other leaves of the part deduct from findings."""
    parts = tuple(parts)
    resolved = {
        name: replace(measure, excluding=_others(measure, parts, measures)) if OTHERS in measure.excluding else measure
        for name, measure in measures.items()
    }
    for name, measure in resolved.items():
        circle = _circle(name, resolved)
        if circle:
            problems.add(
                measure.place,
                f"不重复扣分互相引用成环：{' → '.join(circle)}；请去掉其中一个 excluding",
                where=name,
                code="cycle",
            )
    return resolved


def _others(measure: Measure, parts: tuple[Part, ...], measures: dict[str, Measure]) -> tuple[str, ...]:
    names = [name for name in measure.excluding if name != OTHERS]
    for part in parts:
        leaves = [(leaf, frozenset(deducted(leaf))) for root in part.nodes for leaf in root.leaves()]
        if not any(measure.name in used for _, used in leaves):
            continue
        for _, used in leaves:
            if measure.name not in used:
                names += sorted(name for name in used if _counts_findings(measures.get(name)))
    return tuple(dict.fromkeys(name for name in names if name != measure.name))


def _counts_findings(measure: Measure | None) -> bool:
    return measure is not None and isinstance(measure.source, CheckSource)


def deducted(leaf: Node) -> Iterator[str]:
    """Names of the measures that cost points of a leaf: what its items deduct, and what makes it worth nothing."""
    criteria = leaf.rule.criteria if isinstance(leaf.rule, Share) else ()
    for rule in (leaf.rule, *(criterion.rule for criterion in criteria)):
        for item in rule.items if isinstance(rule, Deduct) else ():
            yield from item_measures(item)
    for expr in (*leaf.zero_if, *(expr for criterion in criteria for expr in criterion.zero_if)):
        yield from expr_measures(expr)


def item_measures(item: Item) -> Iterator[str]:
    """Names of the measures that an item reads."""
    for expr in (item.per, item.condition):
        if expr is not None:
            yield from expr_measures(expr)


def expr_measures(expr: Expr) -> Iterator[str]:
    return (node.name for node in walk(expr) if isinstance(node, Name))


def _circle(start: str, measures: dict[str, Measure]) -> tuple[str, ...]:
    """The path by which `start` leaves out itself, empty when it does not."""
    stack: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while stack:
        path = stack.pop()
        for name in measures[path[-1]].excluding if path[-1] in measures else ():
            if name == start:
                return (*path, name)
            if name not in seen:
                seen.add(name)
                stack.append((*path, name))
    return ()

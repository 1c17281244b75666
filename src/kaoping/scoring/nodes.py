"""Scores indicators: leaves by their rules, then what does not apply, then sums up the tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kaoping.model.measure_table import SCALE
from kaoping.schemes.model import Manual, Node, Open, Share
from kaoping.scoring.absence import settle
from kaoping.scoring.expression import Frame
from kaoping.scoring.fixed import Column, Mask
from kaoping.scoring.guards import concerns, guarded, holds, restricted, ungapped
from kaoping.scoring.interval import Interval, Truth, add, and_, either, negative
from kaoping.scoring.open_points import column_of, left_over, within_stated
from kaoping.scoring.rules.dispatch import judge
from kaoping.scoring.rules.worth import Stake
from kaoping.scoring.samples import without_sample
from kaoping.scoring.scaling import Scaling
from kaoping.scoring.scored import Scored, sized

Draws = Mapping[str, Mapping[str, Sequence[str]]]
ANY_UNIT = "*"


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """What is given beside scheme and measures: what was drawn, and which indicators count for more or less.

    `judged` are leaves whose rules have been judged before, so that only sums are made again.
    """

    draws: Draws
    scaling: Scaling | None = None
    judged: Mapping[str, Scored] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """How the indicators of one part or adjustment are scored.

    `charges`: rules count what is taken away. `minus`: that is held as a negative number (a penalty beside a base).
    `mode` is the part's `when_not_applicable`, `concerned` whom the part concerns.
    """

    frame: Frame
    terms: Terms
    charges: bool = False
    minus: bool = False
    mode: str = "exclude"
    concerned: Truth | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """What a node gets from above: the points to share out, whom it concerns, whether it was drawn."""

    points: Column | None = None
    concerned: Truth | None = None
    drawn: Mask | None = None
    undecided: Mask | None = None  # where it is not known yet what was drawn
    sharing: tuple[int, int] = (0, 1)  # this one's place among the siblings left open, and how many share `points`


@dataclass(frozen=True, slots=True, eq=False)
class NodeScores:
    """`judged` is what the rules gave each leaf, `nodes` what every node came to in the end."""

    judged: dict[str, Scored]
    nodes: dict[str, Scored]


def score_nodes(nodes: tuple[Node, ...], setting: Setting, points: Column | None) -> NodeScores:
    """Return the result of every node; `points` is what the nodes together are worth, where that is stated."""
    judged = _judged_before(nodes, setting.terms.judged)
    if judged is None:
        judged = {}
        _judge_all(nodes, setting, Above(points), judged)
    scaling = setting.terms.scaling
    leaves = settle(judged if scaling is None else scaling.of(judged, charges=setting.charges), setting.mode)
    result: dict[str, Scored] = {}
    for node in nodes:
        _sum_up(node, setting, leaves, result)
    return NodeScores(judged, result)


def sum_of(nodes: Sequence[Node], scored: Mapping[str, Scored], frame: Frame) -> Scored:
    """Return the sum of some nodes."""
    zeros = frame.population.zeros()
    points, of, nominal = Interval(zeros, zeros), Interval(zeros, zeros), zeros
    na = never = np.ones(len(zeros), bool)
    for node in nodes:
        one = scored[node.id]
        points, of, nominal = add(points, one.points), add(of, one.of), nominal + one.nominal
        na = na & (False if one.na is None else one.na)
        never = never & (False if one.never is None else one.never)
    return Scored(points, of, nominal, na if na.any() else None, never if na.any() else None)


# ---- down the tree: judge the leaves -----------------------------------------------------------------------------


def _judged_before(nodes: Sequence[Node], judged: Mapping[str, Scored]) -> dict[str, Scored] | None:
    names = [leaf.id for node in nodes for leaf in node.leaves()]
    return {name: judged[name] for name in names} if all(name in judged for name in names) else None


def _judge_all(nodes: Sequence[Node], setting: Setting, above: Above, leaves: dict[str, Scored]) -> None:
    left = left_over(nodes, above.points, setting.frame)
    left_open = [node.id for node in nodes if isinstance(node.points, Open)]
    for node in nodes:
        own = concerns(node.applies_to, node.except_, setting.frame)
        concerned = own if above.concerned is None else above.concerned if own is None else and_(above.concerned, own)
        if not node.children:
            sharing = (left_open.index(node.id), len(left_open)) if node.id in left_open else (0, 1)
            leaves[node.id] = _judge(node, setting, replace(above, points=left, concerned=concerned, sharing=sharing))
            continue
        points = left if isinstance(node.points, Open) else column_of(node.points, setting.frame)
        drawn = _drawn(node, setting)
        if drawn is None:
            _judge_all(node.children, setting, replace(above, points=points, concerned=concerned), leaves)
            continue
        for child in node.children:
            chosen = drawn[child.id] if above.drawn is None else drawn[child.id] & above.drawn
            below = Above(None, concerned, chosen, either(above.undecided, _undrawn(node, setting)))
            _judge_all((child,), setting, below, leaves)


def _judge(node: Node, setting: Setting, above: Above) -> Scored:
    frame, population = setting.frame, setting.frame.population
    size = len(population.units)
    is_open = isinstance(node.points, Open)
    full = above.points if is_open else column_of(node.points, setting.frame)
    whole = np.zeros(1, np.int64) if full is None else full
    stake = Stake(node.id, full, whole, setting.charges, *_reach(setting, above, size))
    worth = judge(Open("") if is_open else node.rule or Manual(), stake, frame)
    points = worth.points
    if not setting.charges and not isinstance(node.rule, Share):
        points = without_sample(points, node.rule, whole, frame)
    zero, fully = holds(node.zero_if, frame), holds(node.full_if, frame)
    points = guarded(points, whole, zero, fully)
    worth = replace(worth, gap=ungapped(worth.gap, zero, fully))
    points = sized(restricted(points, above.concerned), size)
    place, sharing = above.sharing
    # points left open are shared out evenly, the millionths that remain to the first
    of = np.broadcast_to(whole // sharing + (place < whole % sharing), (size,))
    value = Interval(points.lo, points.hi)
    return Scored(value, Interval(of, of), of, points.na, points.never, worth, above.drawn, worth.notes)


def _reach(setting: Setting, above: Above, size: int) -> tuple[Mask, Mask]:
    """Return which units a leaf may count for, and for which it certainly does."""
    possible = surely = np.ones(size, bool)
    for concerned in (setting.concerned, above.concerned):
        if concerned is not None:
            possible, surely = possible & concerned.possible(), surely & concerned.certain()
    if above.drawn is not None:
        possible, surely = possible & above.drawn, surely & above.drawn
    return possible, surely if above.undecided is None else surely & ~above.undecided


# ---- draws -------------------------------------------------------------------------------------------------------


def _drawn(node: Node, setting: Setting) -> dict[str, Mask] | None:
    """Return for each child which units drew it; True also where a unit's draw is not known (see `_undrawn`)."""
    if node.draw is None:
        return None
    chosen = setting.terms.draws.get(node.id, {})
    units = setting.frame.population.units
    everyone = chosen.get(ANY_UNIT)
    lists = [chosen.get(unit.id, everyone) for unit in units]
    return {
        child.id: np.array([drawn is None or child.id in drawn for drawn in lists], bool) for child in node.children
    }


def _undrawn(node: Node, setting: Setting) -> Mask:
    """Return for which units it is not known what was drawn."""
    chosen = setting.terms.draws.get(node.id, {})
    return np.array([ANY_UNIT not in chosen and unit.id not in chosen for unit in setting.frame.population.units], bool)


# ---- up the tree: sum up -----------------------------------------------------------------------------------------


def _sum_up(node: Node, setting: Setting, leaves: Mapping[str, Scored], result: dict[str, Scored]) -> Scored:
    if not node.children:
        leaf = leaves[node.id]
        result[node.id] = replace(leaf, points=negative(leaf.points)) if setting.minus else leaf
        return result[node.id]
    for child in node.children:
        _sum_up(child, setting, leaves, result)
    frame = setting.frame
    summed = sum_of(node.children, result, frame)
    if node.draw is not None:
        summed = _some_of(node, setting, result, summed)
    if not setting.minus:
        summed = within_stated(node.children, result, summed, column_of(node.points, frame), frame=frame)
    points = summed.points
    zero, fully = holds(node.zero_if, frame), holds(node.full_if, frame)
    own = concerns(node.applies_to, node.except_, frame)
    if own is not None:
        zero, fully = (None if held is None else and_(held, own) for held in (zero, fully))
    sign = -1 if setting.minus else 1
    points = guarded(points, sign * summed.of.hi, zero, fully)
    result[node.id] = replace(summed, points=points)
    return result[node.id]


def _some_of(node: Node, setting: Setting, scored: Mapping[str, Scored], summed: Scored) -> Scored:
    """Where the draw is not known yet, any `n` of the children may count: from the n lowest to the n highest."""
    unknown = _undrawn(node, setting)
    assert node.draw is not None
    if not unknown.any():
        return summed
    children = [scored[child.id] for child in node.children]
    count = setting.frame.population.column(node.draw.children) // SCALE
    first = np.arange(len(children))[:, None] < count
    last = np.arange(len(children))[:, None] >= len(children) - count
    lo = np.where(first, np.sort(np.stack([child.points.lo for child in children]), axis=0), 0).sum(axis=0)
    hi = np.where(last, np.sort(np.stack([child.points.hi for child in children]), axis=0), 0).sum(axis=0)
    of_lo = np.where(first, np.sort(np.stack([child.of.lo for child in children]), axis=0), 0).sum(axis=0)
    of_hi = np.where(last, np.sort(np.stack([child.of.hi for child in children]), axis=0), 0).sum(axis=0)
    nominal = np.where(last, np.sort(np.stack([child.nominal for child in children]), axis=0), 0).sum(axis=0)
    return replace(
        summed,
        points=Interval(np.where(unknown, lo, summed.points.lo), np.where(unknown, hi, summed.points.hi)),
        of=Interval(np.where(unknown, of_lo, summed.of.lo), np.where(unknown, of_hi, summed.of.hi)),
        nominal=np.where(unknown, nominal, summed.nominal),
        notes=(*summed.notes, ("draw_unknown", unknown)),
    )

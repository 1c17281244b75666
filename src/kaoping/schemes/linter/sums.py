"""Points add up: children to their parent, weights and shares to 100 %, awards to what the leaf is worth."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.model.roster import RosterUnit
from kaoping.schemes.expression_text import format_number
from kaoping.schemes.linter.profiles import applicable, concerns, parts_for, profiles, value_for
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import (
    Adjustment,
    Award,
    Item,
    Node,
    Open,
    Part,
    Scheme,
    Share,
    Tiers,
)

HUNDRED = Decimal(100)


def sum_problems(scheme: Scheme) -> Iterator[Report]:
    """Every sum that a document states twice must agree with itself, for every kind of unit."""
    kinds = profiles(scheme)
    yield from _weights(scheme, kinds)
    for part in scheme.parts:
        yield from _part(part, scheme, kinds)
        for adjustment in part.adjust:
            yield from _adjustment(adjustment, scheme, kinds)
    for adjustment in scheme.adjust:
        yield from _adjustment(adjustment, scheme, kinds)


def _weights(scheme: Scheme, kinds: tuple[RosterUnit, ...]) -> Iterator[Report]:
    if scheme.total.combine != "weighted":
        for part in scheme.parts:
            if part.weight is not None:
                yield at(part, "weights", "合成方式不是 weighted，权重不起作用", "warning")
        return
    for part in scheme.parts:
        if part.weight is None:
            yield at(part, "weights", "按权重合成（weighted）的部分缺少“weight”（权重）")
    said: set[tuple[Decimal | None, ...]] = set()
    for unit in kinds:
        parts = [part for part in parts_for(scheme, unit) if part.weight is not None]
        weights = [value_for(part.weight, unit, scheme) for part in parts]
        total = sum((weight for weight in weights if weight is not None), Decimal(0))
        if parts and None not in weights and total != 1 and tuple(weights) not in said:
            said.add(tuple(weights))
            shown = " + ".join(f"{part.title}{_percent(weight)}" for part, weight in zip(parts, weights, strict=True))
            yield at(parts[0], "weights", f"{unit.name}的权重合计{_percent(total)}，应为100%：{shown}")


def _part(part: Part, scheme: Scheme, kinds: tuple[RosterUnit, ...]) -> Iterator[Report]:
    deductions = scheme.total.combine == "deductions"
    if part.points is None and not deductions and not part.open:
        yield at(part, "points", "部分缺少“points”（分值）")
    units = [unit for unit in kinds if concerns(part.applies_to, part.except_, unit)]
    if part.nodes and part.points is not None and not isinstance(part.points, Open):
        yield from _children(part, part.nodes, scheme, units)
    for root in part.nodes:
        for node in root.walk():
            yield from _node(node, scheme, units)
            if not node.children and node.points is None and not deductions:
                yield at(node, "points", "指标缺少“points”（分值）")


def _adjustment(adjustment: Adjustment, scheme: Scheme, kinds: tuple[RosterUnit, ...]) -> Iterator[Report]:
    for root in adjustment.nodes:
        for node in root.walk():
            yield from _node(node, scheme, list(kinds))
            if not node.children and node.points is None and adjustment.limit is not None:
                yield at(node, "points", "加减分指标缺少“points”（分值）；不设上限时请把 limit 写作 none")


def _node(node: Node, scheme: Scheme, units: list[RosterUnit]) -> Iterator[Report]:
    if node.children and node.points is not None and not isinstance(node.points, Open):
        yield from _drawn(node, scheme, units) if node.draw else _children(node, node.children, scheme, units)
    if isinstance(node.rule, Share):
        yield from _shares(node, node.rule, scheme, units)
    if isinstance(node.rule, Award):
        yield from _award(node, node.rule, scheme, units)


def _children(
    parent: Node | Part, children: tuple[Node, ...], scheme: Scheme, units: list[RosterUnit]
) -> Iterator[Report]:
    said: set[tuple[Decimal, Decimal]] = set()
    for unit in units:
        points = value_for(parent.points, unit, scheme)
        everything = _sum(children, unit, scheme)
        concerned = _sum(tuple(applicable(children, unit)), unit, scheme)
        if points is None or None in (everything, concerned) or points in (everything, concerned):
            continue
        assert everything is not None
        if (points, everything) not in said:
            said.add((points, everything))
            shown = " + ".join(f"{child.title}{_shown(value_for(child.points, unit, scheme))}" for child in children)
            message = f"下级指标合计{_shown(everything)}分，与本级{_shown(points)}分不符（{unit.name}）：{shown}"
            yield at(parent, "points-sum", message)


def _sum(children: tuple[Node, ...], unit: RosterUnit, scheme: Scheme) -> Decimal | None:
    """The children's points, None while one of them is open or not given."""
    points = [value_for(child.points, unit, scheme) for child in children]
    known = [value for value in points if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(points) else None


def _drawn(node: Node, scheme: Scheme, units: list[RosterUnit]) -> Iterator[Report]:
    assert node.draw is not None
    for unit in units:
        count, points = value_for(node.draw.children, unit, scheme), value_for(node.points, unit, scheme)
        each = {value_for(child.points, unit, scheme) for child in applicable(node.children, unit)}
        one = next(iter(each), None)
        if count is None or points is None or one is None:
            continue
        if len(each) > 1:
            yield at(node, "draw", f"随机抽查的下级指标分值应相等（{unit.name}）")
        elif count * one != points:
            message = f"抽{_shown(count)}个、每个{_shown(one)}分，与本级{_shown(points)}分不符（{unit.name}）"
            yield at(node, "points-sum", message)
        if count > len(node.children):
            yield at(node, "draw", f"要抽{_shown(count)}个，下级指标只有{len(node.children)}个")


def _shares(node: Node, rule: Share, scheme: Scheme, units: list[RosterUnit]) -> Iterator[Report]:
    for unit in units:
        everything = [value_for(item.percent, unit, scheme) for item in rule.criteria]
        concerned = [
            value_for(item.percent, unit, scheme) for item in rule.criteria if concerns(item.applies_to, None, unit)
        ]
        totals = [sum((value for value in values if value), Decimal(0)) for values in (everything, concerned)]
        if None not in everything and HUNDRED not in totals:
            yield at(node, "shares", f"各得分点占比合计{_shown(totals[0])}%，应为100%（{unit.name}）")
            return


def _award(node: Node, rule: Award, scheme: Scheme, units: list[RosterUnit]) -> Iterator[Report]:
    items = [item for entry in rule.items for item in (entry.items if isinstance(entry, Tiers) else (entry,))]
    for unit in units:
        points = value_for(node.points, unit, scheme)
        if points is None:
            continue
        for item in items:
            amount = _worth(item, points, unit, scheme)
            if amount is not None and amount > points:
                yield at(node, "award", f"“{item.source or item.id}”超过本指标的{_shown(points)}分")
        best = _best(rule, points, unit, scheme)
        if best is not None and best < points:
            yield at(node, "award", f"各项最多只能得{_shown(best)}分，达不到{_shown(points)}分", "warning")
        return


def _best(rule: Award, points: Decimal, unit: RosterUnit, scheme: Scheme) -> Decimal | None:
    """The most that can be had, None when an item is counted and has no end."""
    worth: list[Decimal] = []
    for entry in rule.items:
        items = entry.items if isinstance(entry, Tiers) else (entry,)
        if any(item.per is not None for item in items):
            return None
        amounts = [amount for item in items if (amount := _worth(item, points, unit, scheme)) is not None]
        worth.append(max(amounts, default=Decimal(0)))
    return sum(worth, Decimal(0)) if rule.mode == "sum" else max(worth, default=Decimal(0))


def _worth(item: Item, points: Decimal, unit: RosterUnit, scheme: Scheme) -> Decimal | None:
    value = value_for(item.amount.value, unit, scheme)
    return points * value / 100 if value is not None and item.amount.percent else value


def _shown(value: Decimal | None) -> str:
    return "？" if value is None else format_number(value)


def _percent(value: Decimal | None) -> str:
    return f"{_shown(None if value is None else value * 100)}%"

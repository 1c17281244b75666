"""A second evaluator, written for reading: one unit at a time, exact fractions, everything known.

It follows docs/scoring.md and shares no code with the columns it checks. A value is a Fraction, None where it does not
apply, or a dict of them by period. It does not know unknown values, draws, `timed`, `survey` and late completion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaoping.schemes.expressions import Binary, Call, Expr, Name, Number, Param, Points, Special, Unary
from kaoping.schemes.model import (
    Adjustment,
    Amount,
    Award,
    Benchmark,
    Carry,
    Criterion,
    Deduct,
    Full,
    Item,
    Node,
    Panel,
    Part,
    Ratio,
    Rule,
    Scheme,
    Share,
    Tiers,
    Veto,
)

Value = Any  # Fraction | None | dict[str, Fraction | None]
Values = Mapping[str, Mapping[str, Value]]  # unit → measure → value
MILLION = 10**6
ZERO = Fraction(0)


def rounded(value: Fraction, places: int = 6) -> Fraction:
    """Half away from zero."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**places)


@dataclass
class Leaf:
    """`points` is None where the leaf does not apply; `gap` is what does not apply of one that does."""

    points: Fraction | None
    full: Fraction
    gap: Fraction = ZERO


class Reference:
    """Totals of every unit under a scheme whose numbers are plain decimals."""

    def __init__(self, scheme: Scheme, values: Values) -> None:
        self.scheme, self.values = scheme, values
        self.unit = ""
        self.base: Fraction | None = None
        self.points: dict[str, Value] = {}

    def totals(self) -> dict[str, Fraction]:
        return {unit: self.total(unit) for unit in self.values}

    def total(self, unit: str) -> Fraction:
        self.unit, self.points = unit, {}
        bases = {part.id: self.part_base(part) for part in self.scheme.parts}
        self.points.update(bases)
        whole = ZERO
        for part in self.scheme.parts:
            self.points[part.id] = self.finish(part, bases[part.id])
            weight = Fraction(part.weight) if isinstance(part.weight, Decimal) else Fraction(1)
            whole += rounded(self.points[part.id] * weight)
        total = self.scheme.total
        whole = self.adjusted(self.scheme.adjust, whole)
        if isinstance(total.ceiling, Decimal):
            whole = min(whole, Fraction(total.ceiling))
        if isinstance(total.floor, Decimal):
            whole = max(whole, Fraction(total.floor))
        self.base = None
        return self.vetoed(self.scheme.vetoes, rounded(whole, total.round.places))

    # ---- parts ---------------------------------------------------------------------------------------------------

    def part_base(self, part: Part) -> Fraction:
        leaves: dict[str, Leaf] = {}
        for node in part.nodes:
            self.judge(node, leaves, charges=False)
        mode = part.when_not_applicable or "exclude"
        scored = settled(leaves, mode)
        nominal = sum((leaf.full for leaf in leaves.values()), ZERO)
        remaining = sum((of for _, of in scored.values()), ZERO)
        points = sum((self.sum_up(node, scored) for node in part.nodes), ZERO)
        if mode == "rescale":
            return rounded(points * nominal / remaining) if remaining else ZERO
        return points

    def finish(self, part: Part, base: Fraction) -> Fraction:
        points = self.adjusted(part.adjust, base)
        if isinstance(part.ceiling, Decimal):
            points = min(points, Fraction(part.ceiling))
        self.base = base
        return self.vetoed(part.vetoes, rounded(points, self.scheme.total.round.places))

    def adjusted(self, adjustments: Sequence[Adjustment], base: Fraction) -> Fraction:
        result = base
        for one in adjustments:
            self.base = base
            leaves: dict[str, Leaf] = {}
            for node in one.nodes:
                self.judge(node, leaves, charges=one.kind == "penalty")
            scored = settled(leaves, "exclude")
            amount = sum((self.sum_up(node, scored) for node in one.nodes), ZERO)
            if isinstance(one.limit, Decimal):
                amount = min(amount, Fraction(one.limit))
            if one.entry is not None and not self.holds(one.entry):
                amount = ZERO
            result += -amount if one.kind == "penalty" else amount
        return result

    def vetoed(self, vetoes: Sequence[Veto], points: Fraction) -> Fraction:
        held = [one for one in vetoes if self.holds(one.condition)]
        for one in held:
            for then in one.then:
                if then.kind == "fixed" and isinstance(then.value, Decimal):
                    points = Fraction(then.value)
        if any(then.kind in ("zero", "fail") for one in held for then in one.then):
            points = ZERO
        return points

    # ---- indicators ----------------------------------------------------------------------------------------------

    def judge(self, node: Node, leaves: dict[str, Leaf], charges: bool, concerned: bool = True) -> None:
        if node.applies_to is not None and node.applies_to.condition is not None:
            concerned = concerned and self.holds(node.applies_to.condition)
        if node.except_ is not None and self.unit in node.except_.names:
            concerned = False
        for child in node.children:
            self.judge(child, leaves, charges, concerned)
        if node.children:
            return
        full = Fraction(node.points) if isinstance(node.points, Decimal) else None
        leaf = self.apply(node.rule, node, full, full or ZERO, charges)
        if any(self.holds(one) for one in node.zero_if):
            leaf = Leaf(ZERO, leaf.full)
        elif any(self.holds(one) for one in node.full_if):
            leaf = Leaf(leaf.full, leaf.full)
        leaves[node.id] = leaf if concerned else Leaf(None, leaf.full, leaf.gap)

    def sum_up(self, node: Node, scored: Mapping[str, tuple[Fraction, Fraction]]) -> Fraction:
        if not node.children:
            points = scored[node.id][0]
        else:
            points = sum((self.sum_up(child, scored) for child in node.children), ZERO)
            if any(self.holds(one) for one in node.zero_if):
                points = ZERO
        self.points[node.id] = points
        return points

    # ---- rules ---------------------------------------------------------------------------------------------------

    def apply(self, rule: Rule | None, node: Any, full: Fraction | None, whole: Fraction, charges: bool) -> Leaf:
        top = full if full is not None else Fraction(10**9)
        match rule:
            case Deduct(items, below_zero):
                taken = sum((self.item(one, whole) for one in items), ZERO)
                if charges:
                    return Leaf(min(taken, top), whole)
                left = (full or ZERO) - taken
                return Leaf(left if below_zero else max(left, ZERO), whole)
            case Award(mode, items):
                return Leaf(min(self.award(mode, items, whole), top), whole)
            case Share(criteria):
                return self.share(criteria, node, whole)
            case Ratio(of, target, over):
                value, goal = self.number(of), self.number(target)
                if value is None or goal is None or goal <= 0:
                    return Leaf(None, whole)
                part = rounded(max(value, ZERO) * top / goal)
                return Leaf(part if over else min(part, top), whole)
            case Benchmark(of, _):
                return Leaf(self.benchmark(of, node, top), whole)
            case Carry(of, factor):
                periods = [one for one in self.series(of) if one is not None]
                assert isinstance(factor, Decimal)
                return Leaf(
                    min(rounded(max(sum(periods, ZERO), ZERO) * Fraction(factor)), top) if periods else None, whole
                )
            case Panel(scale, trim):
                return Leaf(self.panel(node.id, scale, trim, top), whole)
            case Full():
                return Leaf(whole, whole)
            case _:
                mark = self.values[self.unit].get(node.id)
                return Leaf(None if mark is None else min(max(abs(mark) if charges else mark, 0), top), whole)

    def item(self, item: Item, whole: Fraction) -> Fraction:
        amount = self.amount(item.amount, whole)
        if item.per is not None:
            count = self.number(item.per)
            points = rounded(amount * max(count, ZERO)) if count is not None else ZERO
        else:
            assert item.condition is not None
            points = amount if self.holds(item.condition) else ZERO
        return points if item.cap is None else min(points, self.amount(item.cap, whole))

    def amount(self, amount: Amount, whole: Fraction) -> Fraction:
        assert isinstance(amount.value, Decimal)
        value = Fraction(amount.value)
        return rounded(value * whole / 100) if amount.percent else value

    def award(self, mode: str, items: Sequence[Item | Tiers], whole: Fraction) -> Fraction:
        if mode == "tiers":
            return self.first(items, whole)
        found = [self.first(one.items, whole) if isinstance(one, Tiers) else self.item(one, whole) for one in items]
        return sum(found, ZERO) if mode == "sum" else max([ZERO, *found])

    def first(self, items: Sequence[Any], whole: Fraction) -> Fraction:
        return next((self.amount(one.amount, whole) for one in items if self.holds(one.condition)), ZERO)

    def share(self, criteria: Sequence[Criterion], node: Any, whole: Fraction) -> Leaf:
        points, gap, applies = ZERO, ZERO, False
        for one in criteria:
            assert isinstance(one.percent, Decimal)
            worth = rounded(Fraction(one.percent) * whole / 100)
            credit: Fraction | None
            if one.of is not None:
                value = self.number(one.of)
                credit = None if value is None else rounded(min(max(value, ZERO), Fraction(1)) * worth)
            elif one.condition is not None:
                credit = worth if self.holds(one.condition) else ZERO
            else:
                credit = self.criterion_rule(one, worth, whole)
            if any(self.holds(guard) for guard in one.zero_if):
                credit = ZERO
            points, gap = points + (credit or 0), gap + (worth if credit is None else 0)
            applies = applies or credit is not None
        return Leaf(min(points, whole) if applies else None, whole, gap if applies else whole)

    def criterion_rule(self, one: Criterion, worth: Fraction, whole: Fraction) -> Fraction | None:
        match one.rule:
            case Deduct(items, _):
                return max(worth - sum((self.item(item, whole) for item in items), ZERO), ZERO)
            case Award(mode, items):
                return min(self.award(mode, items, whole), worth)
            case rule:
                return self.apply(rule, one, worth, whole, charges=False).points

    def benchmark(self, of: Expr, node: Any, top: Fraction) -> Fraction | None:
        here, values = self.unit, {}
        for unit in self.values:
            self.unit = unit
            outside, inside = getattr(node, "except_", None), node.applies_to
            if outside is not None and unit in outside.names:
                continue
            if inside is None or inside.condition is None or self.holds(inside.condition):
                values[unit] = self.number(of)
        self.unit = here
        own = values.get(here)
        if own is None:
            return None
        best = max((value for value in values.values() if value is not None), default=ZERO)
        return rounded(max(own, ZERO) * top / best) if best > 0 else ZERO

    def panel(self, name: str, scale: Any, trim: int, top: Fraction) -> Fraction | None:
        marks = self.values[self.unit].get(name)
        given = sorted(min(max(one, 0), Fraction(scale)) for one in (marks or {}).values() if one is not None)
        if not given:
            return None
        kept = given[trim:-trim] if trim and len(given) > 2 * trim else given
        return rounded(sum(kept) * top / (len(kept) * Fraction(scale)))

    # ---- expressions ---------------------------------------------------------------------------------------------

    def holds(self, expr: Expr | None) -> bool:
        assert expr is not None
        return self.truth(expr) is True

    def truth(self, expr: Expr) -> bool | None:
        """None where it does not apply."""
        match expr:
            case Unary("not", operand):
                inner = self.truth(operand)
                return None if inner is None else not inner
            case Binary("and" | "or" as op, left, right):
                sides = [self.truth(left), self.truth(right)]
                decisive = op == "or"
                if decisive in sides:
                    return decisive
                return None if None in sides else not decisive
            case _:
                value = self.value(expr)
        found = [value] if not isinstance(value, dict) else list(value.values())
        truths = [None if one is None else one != 0 for one in found]
        return True if True in truths else None if None in truths else False

    def number(self, expr: Expr) -> Fraction | None:
        value: Fraction | dict[str, Fraction | None] | None = self.value(expr)
        if not isinstance(value, dict):
            return value
        found = [one for one in value.values() if one is not None]
        return sum(found, ZERO) if found else None

    def series(self, expr: Expr) -> list[Fraction | None]:
        value = self.value(expr)
        return list(value.values()) if isinstance(value, dict) else [value]

    def value(self, expr: Expr) -> Value:
        match expr:
            case Number(value):
                return Fraction(value)
            case Name(name):
                return self.values[self.unit][name]
            case Param(name):
                return Fraction(self.scheme.parameters[name].value)  # type: ignore[arg-type]
            case Special("base"):
                return self.base
            case Points(node):
                return self.points[node]
            case Unary("-", operand):
                return over(self.value(operand), lambda x: -x)
            case Binary("and" | "or", _, _) | Unary("not", _):
                truth = self.truth(expr)
                return None if truth is None else Fraction(truth)
            case Binary(op, left, right):
                return pairwise(self.value(left), self.value(right), op)
            case Call(function, arguments):
                return self.call(function, arguments)
        raise TypeError(str(expr))

    def call(self, function: str, arguments: Sequence[Expr]) -> Fraction | None:
        if function == "count_where":
            value = self.value(arguments[-1])
            return Fraction(sum(bool(one) for one in (value.values() if isinstance(value, dict) else [value])))
        found = [one for argument in arguments for one in self.series(argument) if one is not None]
        if not found:
            return None
        if function == "mean":
            return rounded(sum(found, ZERO) / len(found))
        return {"min": min, "max": max, "sum": sum}[function](found)  # type: ignore[no-any-return, operator]


def over(value: Value, function: Any) -> Value:
    if isinstance(value, dict):
        return {period: over(one, function) for period, one in value.items()}
    return None if value is None else function(value)


def pairwise(a: Value, b: Value, op: str) -> Value:
    if isinstance(a, dict) and isinstance(b, dict):
        return {period: pairwise(a[period], b[period], op) for period in a if period in b}
    if isinstance(a, dict):
        return {period: pairwise(one, b, op) for period, one in a.items()}
    if isinstance(b, dict):
        return {period: pairwise(a, one, op) for period, one in b.items()}
    if a is None or b is None or (op == "/" and b == 0):
        return None
    results = {
        "+": a + b, "-": a - b, "*": rounded(a * b), "=": a == b, "!=": a != b,
        "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b,
    }  # fmt: skip
    return Fraction(rounded(a / b) if op == "/" else results[op])


def settled(leaves: Mapping[str, Leaf], mode: str) -> dict[str, tuple[Fraction, Fraction]]:
    """Points and what they count out of, once it is settled what becomes of what does not apply."""
    if mode == "full":
        return {
            name: (one.full if one.points is None else one.points + one.gap, one.full) for name, one in leaves.items()
        }
    plain = {
        name: (ZERO, ZERO) if one.points is None else (one.points, one.full - one.gap) for name, one in leaves.items()
    }
    if mode != "spread":
        return plain
    takers = [name for name, (_, of) in plain.items() if of > 0]
    moved = sum((one.full for one in leaves.values()), ZERO) - sum((of for _, of in plain.values()), ZERO)
    if not takers:
        return plain
    each, extra = divmod(int(moved * MILLION), len(takers))
    for index, name in enumerate(takers):
        points, of = plain[name]
        grown = of + Fraction(each + (index < extra), MILLION)
        plain[name] = (rounded(points * grown / of), grown)
    return plain

"""Thresholds descend: a tier, grade or time limit after a wider one could never be reached."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kaoping.schemes.expression_text import format_expression, format_number
from kaoping.schemes.expressions import Binary, Duration, Expr, Number, Param
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.model import Award, Item, Node, Scheme, Tiers, Timed

SECONDS = {"h": 3600, "wh": 3600, "d": 86400, "wd": 86400, "mo": 30 * 86400, "y": 365 * 86400}


def threshold_problems(scheme: Scheme) -> Iterator[Report]:
    """Award tiers, time limits and grades in an order in which each of them can be met."""
    for node in scheme.nodes():
        if isinstance(node.rule, Award):
            tiers = [node.rule.items] if node.rule.mode == "tiers" else []
            tiers += [entry.items for entry in node.rule.items if isinstance(entry, Tiers)]
            for items in tiers:
                yield from _tiers(node, [item for item in items if isinstance(item, Item)], scheme)
        if isinstance(node.rule, Timed):
            yield from _limits(node, node.rule)
    for higher, lower in pairwise(scheme.grades):
        if isinstance(higher.from_, Decimal) and isinstance(lower.from_, Decimal) and higher.from_ <= lower.from_:
            message = f"等次应从高到低：“{lower.title}”从{format_number(lower.from_)}分起，永远轮不到"
            yield Report("thresholds", message, lower.title)


def _tiers(node: Node, items: list[Item], scheme: Scheme) -> Iterator[Report]:
    for first, second in pairwise(items):
        one, two = _threshold(first.condition, scheme), _threshold(second.condition, scheme)
        if one and two and one[0] == two[0] and _covers(one[1], one[2], two[2]):
            yield at(node, "thresholds", f"“{second.source}”在“{first.source}”之后永远轮不到，请按从严到宽排列")
        if _more(second, first):
            yield at(node, "thresholds", f"“{second.source}”分值高于它前面的“{first.source}”，请检查顺序", "warning")


def _more(item: Item, other: Item) -> bool:
    one, two = item.amount, other.amount
    if one.percent != two.percent or not isinstance(one.value, Decimal) or not isinstance(two.value, Decimal):
        return False
    return one.value > two.value


def _threshold(condition: Expr | None, scheme: Scheme) -> tuple[str, str, Decimal] | None:
    """What is compared (with its operator's direction), the operator, and the threshold."""
    if not isinstance(condition, Binary) or condition.op not in ("<", "<=", ">", ">="):
        return None
    threshold = _number(condition.right, scheme)
    if threshold is None:
        return None
    return f"{format_expression(condition.left)}{condition.op[0]}", condition.op, threshold


def _number(expr: Expr, scheme: Scheme) -> Decimal | None:
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Duration):
        return expr.amount * SECONDS[expr.unit]
    if isinstance(expr, Param) and expr.name in scheme.parameters:
        value = scheme.parameters[expr.name].value
        return value if isinstance(value, Decimal) else None
    return None


def _covers(op: str, first: Decimal, second: Decimal) -> bool:
    """Whether everything that meets the second threshold has already met the first."""
    return second >= first if op[0] == ">" else second <= first


def _limits(node: Node, rule: Timed) -> Iterator[Report]:
    for (one, first), (two, second) in pairwise(rule.within):
        if two.amount * SECONDS[two.unit] <= one.amount * SECONDS[one.unit]:
            yield at(node, "thresholds", f"时限应从短到长：{format_expression(two)}写在{format_expression(one)}之后")
        if isinstance(first, Decimal) and isinstance(second, Decimal) and second > first:
            yield at(node, "thresholds", f"{format_expression(two)}的比例高于更短的{format_expression(one)}", "warning")

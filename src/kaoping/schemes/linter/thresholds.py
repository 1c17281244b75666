"""Thresholds descend: a tier, grade or time limit after a wider one could never be reached."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kaoping.schemes.expression_text import format_expression, format_number
from kaoping.schemes.linter.report import Report, at
from kaoping.schemes.linter.spans import SECONDS, span_of
from kaoping.schemes.model import Award, Item, Node, Scheme, Tiers, Timed


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
            yield at(lower, "thresholds", message)


def _tiers(node: Node, items: list[Item], scheme: Scheme) -> Iterator[Report]:
    spans = [span_of(item.condition, scheme) for item in items]
    for (place, second), span in zip(enumerate(items), spans, strict=True):
        for first, before in zip(items[:place], spans, strict=False):
            if span is None or before is None or span.of != before.of:
                continue
            if before.holds(span):
                yield at(node, "thresholds", f"“{second.source}”在“{first.source}”之后永远轮不到，请按从严到宽排列")
                break
            if before.meets(span) and not span.holds(before):
                message = f"“{second.source}”与前面的“{first.source}”范围重叠，重叠处按前面的计；请把分界写清"
                yield at(node, "thresholds", message, "warning")
    for first, second in pairwise(items):
        if _more(second, first):
            yield at(node, "thresholds", f"“{second.source}”分值高于它前面的“{first.source}”，请检查顺序", "warning")


def _more(item: Item, other: Item) -> bool:
    one, two = item.amount, other.amount
    if one.percent != two.percent or not isinstance(one.value, Decimal) or not isinstance(two.value, Decimal):
        return False
    return one.value > two.value


def _limits(node: Node, rule: Timed) -> Iterator[Report]:
    for (one, first), (two, second) in pairwise(rule.within):
        if two.amount * SECONDS[two.unit] <= one.amount * SECONDS[one.unit]:
            yield at(node, "thresholds", f"时限应从短到长：{format_expression(two)}写在{format_expression(one)}之后")
        if isinstance(first, Decimal) and isinstance(second, Decimal) and second > first:
            yield at(node, "thresholds", f"{format_expression(two)}的比例高于更短的{format_expression(one)}", "warning")

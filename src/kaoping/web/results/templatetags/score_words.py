"""What the templates of scores say about nodes and measures."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from kaoping.model.outcomes import State
from kaoping.scoring import MeasureReading, PeriodReading, ScoreNode
from kaoping.web.results.models import UnitScore
from kaoping.web.results.tables import number, spread

register = template.Library()


@register.filter
def points(node: ScoreNode) -> str:
    """Say what a node has out of what."""
    if not node.applicable:
        return _("不适用")
    said = spread(node.points, node.low, node.high)
    return f"{said} / {number(node.of)}" if node.of is not None else said


@register.filter
def lost(node: ScoreNode) -> str:
    """Say what a node has lost, where that is known and anything."""
    if node.points is None or node.of is None or not node.applicable or node.points >= node.of:
        return ""
    return number(node.of - node.points)


@register.filter
def amount(item: Any) -> str:
    """Say what one item of a rule took or gave."""
    return spread(item.amount, item.low, item.high)


@register.filter
def reading(measure: MeasureReading) -> str:
    """Say a measure's value, period by period."""
    return "；".join(f"{one.period}：{_value(one)}" if one.period else _value(one) for one in measure.periods)


@register.filter
def at(found: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping has under a key."""
    return found.get(key)


@register.filter
def marks_of(found: Mapping[str, Sequence[Any]], node: ScoreNode) -> list[Any]:
    """Return the marks that a node counts: its own, and those of its measures."""
    names = (node.id, *(node.measures or {}), *(item.id for item in node.items))
    return [mark for name in dict.fromkeys(names) for mark in found.get(name, ())]


def _value(one: PeriodReading) -> str:
    if one.state is State.NOT_APPLICABLE:
        return _("不适用")
    if one.state is State.UNKNOWN:
        return _("未知") + (f"（{one.note}）" if one.note else "")
    if isinstance(one.value, bool):
        return _("是") if one.value else _("否")
    if isinstance(one.value, date):
        return one.value.isoformat()
    return f"{one.value.normalize():f}" if isinstance(one.value, Decimal) else ""


@register.filter
def total(score: UnitScore) -> str:
    """Say a unit's total, or its bounds."""
    return spread(score.total, score.low, score.high)

"""What the templates of scores say about nodes and measures."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from kaoping.analysis.gains import Gain
from kaoping.model.outcomes import State
from kaoping.scoring import MeasureReading, PeriodReading, ScoreNode
from kaoping.web.results.tables import number, rank_words, spread

register = template.Library()


@register.filter
def points(node: ScoreNode) -> str:
    """Say what a node has out of what."""
    if not node.applicable:
        return _("不适用")
    said = spread(node.points, node.low, node.high)
    return f"{said} / {number(node.of)}" if node.of is not None else said


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
def total(score: Any) -> str:
    """Say a unit's total, or its bounds."""
    return spread(score.total, score.low, score.high)


@register.filter
def rank(score: Any) -> str:
    """Say a unit's rank, and what it may still become."""
    return rank_words(score)


@register.filter
def signed(points: Decimal) -> str:
    """Say by how much points differ."""
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{number(abs(points))}"


@register.filter
def worth(gain: Gain) -> str:
    """Say what an indicator would bring to the total."""
    if gain.fixed is not None:
        return _("整改后可得 %s 分") % number(gain.fixed)
    return _("补到满分可得 %s 分") % number(gain.full) if gain.full > 0 else ""


register.filter("number", number)

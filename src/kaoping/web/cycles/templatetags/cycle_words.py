"""Pieces of cycles in templates."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse

from kaoping.reports.scheme_document.tables import Table
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.scheme_words import ShownTable, shown
from kaoping.web.cycles.step_parts import Obstacle

register = template.Library()


@register.filter
def as_table(block: Any) -> ShownTable | None:
    """Return a block of a printed scheme as a table to set, None for a paragraph."""
    return shown(block) if isinstance(block, Table) else None


@register.filter
def place_of(obstacle: Obstacle, cycle: Cycle) -> str:
    """Return the address where an obstacle is put right; "" where there is none."""
    if not obstacle.view:
        return ""
    return reverse(obstacle.view, kwargs={"pk": cycle.pk}) + (f"?{obstacle.query}" if obstacle.query else "")


@register.filter
def spoken_day(day: date | None) -> str:
    """Return a day as an announcement writes it: 2026年4月20日（星期一）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）" if day else ""

"""`{% chart figure %}`: a chart with the table of its values."""

from typing import Any

from django import template

from kaoping.web.bundling import BUNDLE
from kaoping.web.pages.charts import Chart, can_draw

register = template.Library()


@register.inclusion_tag("pages/chart.html")
def chart(shown: Chart) -> dict[str, Any]:
    """Show a `pages.charts.Chart`; a page may show as many as it likes."""
    return {"chart": shown, "bundle": BUNDLE if can_draw() else None}

"""What the templates of self-assessment say of points."""

from decimal import Decimal

from django import template

from kaoping.web.selfassessment.indicators import said

register = template.Library()


@register.filter
def plain(value: Decimal) -> str:
    """Say points without zeros at the end."""
    return said(value)

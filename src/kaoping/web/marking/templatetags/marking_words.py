"""What the templates of marking say about questions."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def titled(titles: Mapping[str, str], name: str) -> str:
    """Return a question's title by its name."""
    return titles.get(name, name)

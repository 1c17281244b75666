"""Fields of a form of many answers, by their keys."""

from django import forms, template

register = template.Library()


@register.filter
def answer(form: forms.BaseForm, key: str) -> forms.BoundField:
    """Return a field of the form at hand: after a conflict that is another one than was sent."""
    return form[key]

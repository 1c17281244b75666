"""Filters that several lists use."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FoldedChoices(forms.CheckboxSelectMultiple):
    """Boxes to tick behind a line that says how many are; works by keyboard and without scripts."""

    template_name = "pages/choices.html"


class ManyFilter(filters.MultipleChoiceFilter):
    """Of a field that may have any of several values."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=FoldedChoices, **options)


class YesNoFilter(filters.TypedChoiceFilter):
    """Of a field that is true or false."""

    def __init__(self, **options: Any) -> None:
        choices = (("", gettext_lazy("全部")), (True, gettext_lazy("是")), (False, gettext_lazy("否")))
        super().__init__(choices=choices, coerce=lambda value: value == "True", **options)


def yes_no(value: bool) -> str:
    """Return 是 or 否."""
    return _("是") if value else _("否")

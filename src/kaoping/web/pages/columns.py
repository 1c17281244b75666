"""Columns of lists that hold days and moments: written in one way, never broken over lines, without a template each.

Importing this module makes them the columns of all fields of their kind.
"""

from datetime import date, datetime, time
from typing import Any

import django_tables2 as tables
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.columns.base import library


class UnbrokenColumn(tables.Column):
    """A cell that stays on one line; `pages/table.html` looks at this."""

    unbroken = True


@library.register
class DayColumn(UnbrokenColumn):
    """A day; the column of every DateField."""

    def render(self, value: Any) -> str:
        """Say it as 2026-03-20; a moment by its Beijing day."""
        return day_said(timezone.localtime(value) if isinstance(value, datetime) else value)

    @classmethod
    def from_field(cls, field: Any, **kwargs: Any) -> "DayColumn | None":
        """Stand for fields that hold a day, and not a moment."""
        is_day = isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
        return cls(**kwargs) if is_day else None


@library.register
class MomentColumn(UnbrokenColumn):
    """A moment in Beijing time; the column of every DateTimeField."""

    def render(self, value: datetime) -> str:
        """Say it as 2026-03-20 09:30."""
        return moment_said(value)

    @classmethod
    def from_field(cls, field: Any, **kwargs: Any) -> "MomentColumn | None":
        """Stand for fields that hold a moment."""
        return cls(**kwargs) if isinstance(field, models.DateTimeField) else None


@library.register
class ClockColumn(UnbrokenColumn):
    """A time of the day; the column of every TimeField."""

    def render(self, value: time) -> str:
        """Say it as 09:30."""
        return value.strftime("%H:%M")

    @classmethod
    def from_field(cls, field: Any, **kwargs: Any) -> "ClockColumn | None":
        """Stand for fields that hold a time."""
        return cls(**kwargs) if isinstance(field, models.TimeField) else None


def day_said(value: date) -> str:
    """Return a day as lists write it."""
    return value.strftime("%Y-%m-%d")


def moment_said(value: datetime) -> str:
    """Return a moment as lists write it."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")


def two_lines(first: Any, second: Any) -> SafeString:
    """Return a cell of two lines, each cut where the cell ends; the second is less important."""
    return format_html('<span class="one">{}</span><span class="one help">{}</span>', first, second)

"""How a column's period and last day are said and marked."""

from django.utils import timezone
from django.utils.translation import gettext

from kaoping.web.registry.models import Column, MediaAccount
from kaoping.web.registry.obligations import FORTNIGHT

LISTED = (Column.State.PROPOSED, Column.State.CONFIRMED)
"""States in which a column owes something."""

SOON = 7  # days before a column's last day


def period_said(days: int | None) -> str:
    """Return a column's period in words."""
    return gettext("%s 天") % days if days else gettext("随时")


def left_said(column: Column) -> str:
    """Return how many days there are left, or have passed since; "" where it does not matter."""
    if column.due_on is None or column.state not in LISTED:
        return ""
    left = (column.due_on - timezone.localdate()).days
    if left < 0:
        return gettext("（超期 %s 天）") % -left
    return gettext("（剩 %s 天）") % left if left <= SOON else ""


def due_class(record: Column) -> str:
    """Return how the last day is marked: past, or near."""
    said = left_said(record)
    return "" if not said else "changed" if record.due_on and record.due_on >= timezone.localdate() else "wrong"


def post_class(record: MediaAccount) -> str:
    """Return how an account's last post is marked: more than a fortnight ago."""
    posted = record.last_post_on
    late = record.active and posted is not None and (timezone.localdate() - posted).days > FORTNIGHT
    return "wrong" if late else ""

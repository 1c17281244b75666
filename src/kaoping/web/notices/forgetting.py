"""Removes notices that were read long ago; what nobody has read, and what waits for somebody, stays."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from kaoping.web.limits.holding import Limits
from kaoping.web.notices.kinds import all_kinds
from kaoping.web.notices.models import Delivery, Notice
from kaoping.worktime import in_beijing

HOUR = 3  # of the night: the question goes over all notices
AT_ONCE, BATCHES = 1_000, 50


def forget_old_notices(now: datetime) -> int:
    """Remove notices that were read, in the first minute after three at night; return how many.

    How many days they are kept is what the region of the place says for which somebody was told. What a group robot
    passed on counts as read once it went out. Kept, however old: what is unread, what an act has yet to settle, what
    has yet to go out or failed to. The log has no entry for it, as it has none for notices being made.
    """
    moment = in_beijing(now)
    if (moment.hour, moment.minute) != (HOUR, 0):
        return 0
    removed = 0
    for path, days, others in Limits.load().keeping():
        rows = _forgettable(now - timedelta(days=days), path, others)
        for _batch in range(BATCHES):
            found = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            Notice.objects.filter(pk__in=found).delete()
            removed += len(found)
            if len(found) < AT_ONCE:
                break
    return removed


def _forgettable(before: datetime, path: str, others: Iterable[str]) -> "QuerySet[Notice]":
    """Return what was made before a moment for places under a path, but not under others, and may be removed."""
    done = [kind.code for kind in all_kinds().values() if kind.waits or (kind.rises and kind.rises.done)]
    going = Delivery.objects.filter(notice=OuterRef("pk"), state__in=(Delivery.State.WAITING, Delivery.State.FAILED))
    place = Coalesce(
        "unit__region__path", "region__path", "robot__region__path", "robot__unit__region__path", Value("")
    )
    read = Notice.objects.filter(Q(read_at__isnull=False) | Q(robot__isnull=False), made_at__lt=before)
    old = read.exclude(planned_at=None).exclude(kind__in=done, done_at=None)
    rows = old.exclude(Exists(going)).annotate(path=place).filter(path__startswith=path)
    for other in others:
        rows = rows.exclude(path__startswith=other)
    return rows

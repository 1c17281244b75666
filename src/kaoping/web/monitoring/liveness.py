"""When a run counts as having lost its process, and which parts of runs are free to be taken."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kaoping.web.monitoring.models import Run, RunPart

STALE = timedelta(seconds=30)
"""Without a sign of life for so long; one is given every second."""

UNDER_WAY = (Run.State.WAITING, Run.State.RUNNING)
"""Runs that go on: neither through, nor stopped or stopping."""


def free_parts(now: datetime) -> "QuerySet[RunPart]":
    """Return the parts that may be taken by the database's time `now`: that wait, or have lost their process."""
    lost = Q(state=RunPart.State.RUNNING, alive_at__lt=now - STALE)
    waiting = Q(state=RunPart.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
    return RunPart.objects.filter(lost | waiting, run__state__in=UNDER_WAY, run__due_at__lte=now)

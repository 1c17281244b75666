"""Puts the parts of runs into their queues, and again where a machine was lost with one."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from kaoping.web.actions import Actor, OutOfReachError
from kaoping.web.database_clock import database_now
from kaoping.web.jobs.putting import Turn, put
from kaoping.web.jobs.queues import Queue
from kaoping.web.monitoring.actions.conclude_run import conclude_run
from kaoping.web.monitoring.liveness import STALE
from kaoping.web.monitoring.models import Run, RunPart
from kaoping.web.monitoring.tasks import inspect_part

SMALL = 5
"""A run that somebody ordered comes before all turns where it has no more parts than this."""


def queue_parts(run: Run, parts: Iterable[int]) -> None:
    """Put parts of a run into the queue of its kind; regions share the workers evenly."""
    pks = list(parts)
    ordered = run.patrol_id is None
    queue = Queue.BROWSER if run.options.get("browser") else Queue.ORDERED if ordered else Queue.INSPECTION
    task = inspect_part.using(queue_name=queue.value)
    put(task, [(pk,) for pk in pks], Turn(run.body.code, urgent=ordered and len(pks) <= SMALL))


def queue_open_parts(_now: datetime) -> int:
    """Put again what is to be done and nobody is at; return how many parts. What waits already waits on."""
    now = database_now()
    for pk in Run.objects.filter(state=Run.State.STOPPING).values_list("pk", flat=True):
        try:
            conclude_run(Actor(None), pk, now)
        except OutOfReachError:  # it ended a moment ago
            continue
    lost = Q(state=RunPart.State.RUNNING, alive_at__lt=now - STALE)
    waiting = Q(state=RunPart.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
    active = (Run.State.WAITING, Run.State.RUNNING)
    parts = RunPart.objects.filter(lost | waiting, run__state__in=active, run__due_at__lte=now)
    found = 0
    for run in Run.objects.filter(pk__in=parts.values("run")).select_related("body").order_by("due_at", "pk"):
        own = list(parts.filter(run=run).order_by("number").values_list("pk", flat=True))
        queue_parts(run, own)
        found += len(own)
    return found

"""Puts the parts of runs into their queues, and again where a machine was lost with one."""

from collections.abc import Iterable
from datetime import datetime

from kaoping.web.actions import Actor, OutOfReachError
from kaoping.web.database_clock import database_now
from kaoping.web.jobs.putting import Turn, put
from kaoping.web.jobs.queues import Queue
from kaoping.web.monitoring.actions.conclude_run import conclude_run
from kaoping.web.monitoring.liveness import free_parts
from kaoping.web.monitoring.models import Run
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
    free: dict[Run, list[int]] = {}
    for part in free_parts(now).select_related("run__body").order_by("run__due_at", "run", "number"):
        free.setdefault(part.run, []).append(part.pk)
    for run, parts in free.items():
        queue_parts(run, parts)
    return sum(map(len, free.values()))

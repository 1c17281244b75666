"""Puts work into its queue, in the transaction of what makes it necessary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Count, Q, QuerySet
from django_tasks import default_task_backend
from django_tasks.base import Task

Arguments = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose work it is (`share`: a region's code, "" for the installation's own), from when on, and how it presses."""

    share: str = ""
    after: datetime | None = None
    urgent: bool = False


class Engine(Protocol):
    """What puts work into queues: the database's own table, or the engine of a cluster."""

    def put(self, task: "Task[Any, Any]", calls: Iterable[Arguments], turn: Turn) -> int:
        """Put the calls that do not wait already; return how many."""

    def standing(self) -> Mapping[str, tuple[int, int]]:
        """Return by queue how many calls wait and how many are under way."""


def counted(rows: "QuerySet[Any]", waiting: Q, doing: Q) -> Mapping[str, tuple[int, int]]:
    """Return by queue how many of an engine's rows wait and how many are under way."""
    by_queue = rows.filter(waiting | doing).order_by().values_list("queue_name")
    found = by_queue.annotate(waiting=Count("pk", filter=waiting), doing=Count("pk", filter=doing))
    return {queue: (ready, running) for queue, ready, running in found}


NOW = Turn()


def put(task: "Task[Any, Any]", calls: Iterable[Arguments], turn: Turn = NOW) -> int:
    """Have `task` called with each of `calls` as soon as there is room; return how many were put.

    What waits already, with the same arguments, is not put again.
    """
    engine: Engine = task.get_backend()  # type: ignore[assignment]  # settings name one of ours
    return engine.put(task, calls, turn)


def standing() -> Mapping[str, tuple[int, int]]:
    """Return by queue how many calls wait and how many are under way."""
    engine: Engine = default_task_backend  # type: ignore[assignment]  # settings name one of ours
    return engine.standing()

"""The engine of several machines: Procrastinate, whose queues are tables of the platform's PostgreSQL database."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from kaoping.web.jobs.putting import Arguments, Turn, counted
from kaoping.web.jobs.turns import turns

CALL = "kaoping.call"
"""The one task that Procrastinate knows: it calls the function that its arguments name."""

URGENT = 1_000_000
"""Comes before every turn."""


_MANAGER = JobManager(DjangoConnector())  # in Django's own transaction, in workers as well


class ClusterBackend(BaseTaskBackend):
    """Django's tasks on Procrastinate."""

    supports_defer = True
    supports_priority = True

    def enqueue(self, task: "Task[Any, Any]", args: Any, kwargs: Mapping[str, Any]) -> "TaskResult[Any]":
        """Put one call. Raises InvalidTaskError for a task that the backend cannot carry out."""
        if kwargs:
            raise TypeError("work that waits its turn takes no names of arguments")
        self.validate_task(task)
        self.put(task, [tuple(args)], Turn(after=task.run_after, urgent=task.priority > 0))
        return TaskResult(
            task=task,
            id="",
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs={},
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def put(self, task: "Task[Any, Any]", calls: Iterable[Arguments], turn: Turn) -> int:
        """Put the calls that do not wait already; return how many. They take turns with those of other regions."""
        path = task.module_path
        named = {_key(path, call): call for call in calls}
        waiting = ProcrastinateJob.objects.filter(status="todo", queueing_lock__in=list(named))
        for key in waiting.values_list("queueing_lock", flat=True):
            del named[key]
        own = _turns(task.queue_name, turn.share, len(named))
        put = 0
        for place, (key, call) in zip(own, named.items(), strict=True):
            job = configure_task(
                name=CALL,
                job_manager=_MANAGER,
                queue=task.queue_name,
                queueing_lock=key,
                priority=(URGENT if turn.urgent else 0) - place,
                schedule_at=turn.after,
            )
            try:
                with transaction.atomic():
                    job.defer(path=path, args=list(call), share=turn.share)
            except AlreadyEnqueued:  # by another process, a moment ago
                continue
            put += 1
        return put

    def standing(self) -> Mapping[str, tuple[int, int]]:
        """Return by queue how many calls wait and how many are under way."""
        return counted(ProcrastinateJob.objects.all(), Q(status="todo"), Q(status="doing"))


def _key(path: str, call: Arguments) -> str:
    return f"{path}{json.dumps(call, ensure_ascii=False)}"


def _turns(queue: str, share: str, count: int) -> range:
    waiting = ProcrastinateJob.objects.filter(status="todo", queue_name=queue, priority__lte=0)
    serving = waiting.aggregate(first=Max("priority"))["first"]
    last = waiting.filter(args__share=share).aggregate(last=Min("priority"))["last"]
    return turns(None if serving is None else -serving, None if last is None else -last, count)

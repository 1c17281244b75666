"""The engine of a single machine: a table of the platform's own database, and a pool of processes beside the server."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from kaoping.web.jobs.declaring import POLICIES, wait_before
from kaoping.web.jobs.failing import Failed, keep_failed
from kaoping.web.jobs.putting import Arguments, Turn, counted

URGENT = 10


class EmbeddedBackend(DatabaseBackend):
    """Django's database backend, which puts nothing that waits already."""

    def put(self, task: "Task[Any, Any]", calls: Iterable[Arguments], turn: Turn) -> int:
        """Put the calls that do not wait already; return how many. Regions are not told apart: there is one office."""
        waiting = _waiting(task.module_path)
        chosen = task.using(priority=URGENT if turn.urgent else 0, run_after=turn.after)
        fresh = [call for call in dict.fromkeys(calls) if call not in waiting]
        for call in fresh:
            self.enqueue(chosen, call, {})  # type: ignore[arg-type]  # it takes them from Django 6 to be
        return len(fresh)

    def standing(self) -> Mapping[str, tuple[int, int]]:
        """Return by queue how many calls wait and how many are under way."""
        waiting, doing = Q(status=TaskResultStatus.READY), Q(status=TaskResultStatus.RUNNING)
        return counted(DBTaskResult.objects.all(), waiting, doing)


def try_again(sender: object, task_result: Any, **_: object) -> None:
    """Put back what failed and may be tried again, later each time; keep what may not (on `task_finished`)."""
    row = task_result.db_result
    policy = POLICIES.get(row.task_path)
    if row.status != TaskResultStatus.FAILED or policy is None:
        return
    attempts = len(row.worker_ids)
    if attempts <= policy.retries:
        row.status, row.run_after = TaskResultStatus.READY, timezone.now() + timedelta(seconds=wait_before(attempts))
        row.save(update_fields=["status", "run_after"])
    else:
        failed = Failed(row.task_path, row.args_kwargs["args"], row.queue_name, "", attempts)
        keep_failed(failed, row.traceback)


def _waiting(path: str) -> set[Arguments]:
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=path)
    return {tuple(kept["args"]) for kept in rows.values_list("args_kwargs", flat=True)}

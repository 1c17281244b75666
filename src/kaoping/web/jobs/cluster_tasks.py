"""What Procrastinate's workers know: the one call, the rounds that follow the clock, and the jobs of lost workers."""

import asyncio
import logging
import traceback
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from procrastinate import App, JobContext
from procrastinate.jobs import Job, Status
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from kaoping.web.jobs.cluster import CALL
from kaoping.web.jobs.declaring import POLICIES, wait_before
from kaoping.web.jobs.failing import Failed, keep_failed
from kaoping.web.jobs.queues import Queue
from kaoping.web.jobs.rounds_of_apps import do_round, name_of, rounds

ROUND = "kaoping.round"
RECOVER = "kaoping.recover"
EVERY = "* * * * * */5"  # seconds come last
LOST_AFTER = 30.0
"""A worker gives a sign of life every ten seconds; without one for so long, its jobs are given to others."""

_log = logging.getLogger(__name__)


class LaterEachTime(BaseRetryStrategy):
    """Tries again what may be, as often as it is declared, later each time."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when to try again; None where it failed for good, and waits for a person to look."""
        policy = POLICIES.get(str(job.task_kwargs.get("path")))
        if policy is None or job.attempts >= policy.retries:
            return None
        return RetryDecision(retry_in={"seconds": wait_before(job.attempts + 1)})


def register(app: App) -> None:
    """Tell Procrastinate what there is (`PROCRASTINATE_ON_APP_READY`)."""
    app.task(name=CALL, retry=LaterEachTime(), pass_context=True)(call)
    for work in rounds():
        name = name_of(work)
        task = app.task(name=f"{ROUND}.{name}", queue=Queue.OFFICE.value, lock=name, queueing_lock=name)(_round(name))
        app.periodic(cron=EVERY, periodic_id=name)(task)
    recover = app.task(name=RECOVER, queue=Queue.OFFICE.value, queueing_lock=RECOVER)(_recovering(app))
    app.periodic(cron=EVERY, periodic_id=RECOVER)(recover)


def call(context: JobContext, path: str, args: list[Any], share: str = "") -> None:
    """Call the function of a task; what fails for good is kept. `share` is whose work it is, for the queue."""
    try:
        import_string(path).call(*args)
    except Exception:
        if context.job.attempts >= _most(path):
            keep_failed(_failed(context.job), traceback.format_exc())
        raise


def _most(path: str) -> int:
    return POLICIES[path].retries if path in POLICIES else 0


def _failed(job: Job) -> Failed:
    told: dict[str, Any] = job.task_kwargs
    return Failed(told["path"], told["args"], job.queue, told["share"], job.attempts + 1)


def _round(name: str) -> Any:
    def go_round(timestamp: int) -> None:
        do_round(import_string(name))

    return go_round


def _recovering(app: App) -> Any:
    async def recover(timestamp: int) -> None:
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=LOST_AFTER):
            _log.warning("job %s lost its worker", job.call_string)
            if job.task_name == CALL and job.attempts >= _most(str(job.task_kwargs["path"])):
                lost = _("执行任务的进程连续意外退出，没有留下原因。请查看各机器的日志和内存。")
                await asyncio.to_thread(keep_failed, _failed(job), lost)
                await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            else:
                await app.job_manager.retry_job(job)

    return recover

"""Let a run end that was to stop while the machine that carried it out was lost."""

from datetime import datetime

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.monitoring.actions.end_part import conclude
from kaoping.web.monitoring.liveness import STALE
from kaoping.web.monitoring.models import Run, RunPart


@action(Permission.RUN_INSPECTIONS, "结束失去进程的巡查")
def conclude_run(act: Act, pk: int, now: datetime) -> Run:
    """Give up the parts of a stopping run whose processes are gone by the database's time `now`, and end it.

    A step of the process beside the web server.
    """
    if act.actor.user is not None:
        raise OutOfReachError
    run = act.access(Run.objects.filter(state=Run.State.STOPPING), pk)
    run.parts.filter(state=RunPart.State.RUNNING, alive_at__lt=now - STALE).update(state=RunPart.State.WAITING)
    conclude(run, now)
    return act.save(run)

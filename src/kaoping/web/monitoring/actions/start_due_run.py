"""Begin the run that a plan owes."""

from datetime import datetime

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, RefusedError, action
from kaoping.web.monitoring.choosing import sites_of
from kaoping.web.monitoring.models import Patrol, Run
from kaoping.web.monitoring.ordering import options_of, set_up, stamped
from kaoping.web.monitoring.patrol_rules import was_due

UNFINISHED = (Run.State.WAITING, Run.State.RUNNING, Run.State.STOPPING)


@action(Permission.RUN_INSPECTIONS, "按计划开始巡查")
def start_due_run(act: Act, pk: int, now: datetime) -> Run | None:
    """Set up the run of the newest time that has come, unless it was begun; earlier times that were missed are over.

    While an earlier run of the plan is unfinished, the next one waits for it. A step of the process beside the web
    server. Raises OutOfReachError for anybody else, and for a plan that is stopped.
    """
    if act.actor.user is not None:
        raise OutOfReachError
    patrol = act.access(Patrol.objects.select_related("body", "cycle").filter(active=True), pk)
    due = was_due(patrol, now)
    if patrol.last_due is not None and due <= patrol.last_due:
        return None
    if patrol.runs.filter(state__in=UNFINISHED).exists():
        return None
    Patrol.objects.filter(pk=pk).update(last_due=due)
    run = Run(patrol=patrol, body=patrol.body, cycle=patrol.cycle, due_at=due, name=stamped(patrol.name, due))
    run.options = options_of(patrol)
    try:
        return set_up(act, run, sites_of(patrol.body, patrol.cycle))
    except RefusedError as refused:  # no site is left to inspect: that time is over, too
        act.note(patrol, due=due.isoformat(), refused=str(refused))
        return None

"""Note that a run has ended, was stopped, or waits for another process."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.monitoring.models import Run, RunSite

_State = RunSite.State


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run's process ended: why the run cannot be carried out at all, or that the process died by itself."""

    problem: str = ""
    crashed: bool = False


@action(Permission.RUN_INSPECTIONS, "结束巡查")
def end_run(act: Act, pk: int, now: datetime, ending: Ending) -> Run:
    """Note what became of a run whose process has ended.

    With sites left over it was stopped, if somebody asked for that; else it waits for the next process. A step of the
    process beside the web server.
    """
    if act.actor.user is not None:
        raise OutOfReachError
    run = act.access(Run.objects.all(), pk)
    run.state = _state(run, ending)
    run.note = ending.problem
    if not ending.crashed:
        run.attempts = 0
    if run.state != Run.State.WAITING:
        run.finished_at = now
        run.sites.filter(state=_State.CRAWLING).update(state=_State.WAITING)
    failed = run.sites.filter(state=_State.FAILED).count()
    if failed and not run.note:
        run.note = _("%s 个网站未完成，原因见网站列表；可以点“继续”再试。") % failed
    return act.save(run)


def _state(run: Run, ending: Ending) -> str:
    if ending.problem:
        return Run.State.FAILED
    if not run.sites.filter(state__in=(_State.WAITING, _State.CRAWLING)).exists():
        return Run.State.DONE if run.sites.filter(state=_State.IMPORTED).exists() else Run.State.FAILED
    return Run.State.STOPPED if run.state == Run.State.STOPPING else Run.State.WAITING

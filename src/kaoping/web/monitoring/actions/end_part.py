"""Note that the process of a part has ended: the part is done, waits for another, or its run was stopped."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.jobs.declaring import wait_before
from kaoping.web.monitoring.models import Run, RunPart, RunSite

_OPEN = (RunSite.State.WAITING, RunSite.State.CRAWLING)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a part's process ended: why the run cannot be carried out at all, or that the process died by itself."""

    problem: str = ""
    crashed: bool = False


@action(Permission.RUN_INSPECTIONS, "结束巡查")
def end_part(act: Act, pk: int, now: datetime, ending: Ending) -> RunPart:
    """Note what became of a part whose process has ended, and of its run where that was the last one.

    With sites left over the part waits for the next process, after a crash longer each time. A step of whoever carries
    out work.
    """
    if act.actor.user is not None:
        raise OutOfReachError
    part = RunPart.objects.select_for_update(of=("self",)).get(pk=pk)
    run = act.access(Run.objects.all(), part.run_id)
    left = part.sites.filter(state__in=_OPEN)
    if ending.problem or not left.exists():
        part.state = RunPart.State.DONE
    else:
        part.state = RunPart.State.WAITING
        part.not_before = now + timedelta(seconds=wait_before(part.attempts)) if ending.crashed else None
    if not ending.crashed:
        part.attempts = 0
        left.filter(state=RunSite.State.CRAWLING).update(state=RunSite.State.WAITING)
    part.save()
    if ending.problem:
        run.note = ending.problem
    conclude(run, now, refused=bool(ending.problem))
    act.save(run)
    return part


def conclude(run: Run, now: datetime, refused: bool = False) -> None:
    """Let a run end where nothing of it is under way any more: stopped, or all its sites are through; the caller saves.

    `refused`: it cannot be carried out at all.
    """
    under_way = run.parts.filter(state=RunPart.State.RUNNING).exists()
    sites = run.sites.filter(part__isnull=False)
    if refused:
        run.state = Run.State.FAILED
    elif under_way:
        return
    elif not sites.filter(state__in=_OPEN).exists():
        seen = sites.filter(state=RunSite.State.IMPORTED).exists()
        run.state = Run.State.DONE if seen else Run.State.FAILED
    elif run.state == Run.State.STOPPING:
        run.state = Run.State.STOPPED
    else:
        return
    run.finished_at = now
    failed = sites.filter(state=RunSite.State.FAILED).count()
    if failed and not run.note:
        run.note = _("%s 个网站未完成，原因见网站列表；可以点“继续”再试。") % failed

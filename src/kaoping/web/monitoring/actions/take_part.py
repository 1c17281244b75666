"""Take a part of a run, to be inspected by a process of this machine."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.monitoring.liveness import UNDER_WAY, free_parts
from kaoping.web.monitoring.models import Run, RunPart, RunSite

MOST_ATTEMPTS = 3


@action(Permission.RUN_INSPECTIONS, "开始或继续巡查")
def take_part(act: Act, pk: int, now: datetime, worker: str = "") -> RunPart | None:
    """Take a part that waits, or one whose process is gone; None where there is nothing to do, or others are at it.

    `now` is the database's time, `worker` says which machine takes it. Where processes died again and again without a
    site getting through, those that were under way fail, and the others go on. A step of whoever carries out work.
    """
    if act.actor.user is not None:
        raise OutOfReachError
    part = free_parts(now).select_for_update(of=("self",)).filter(pk=pk).first()
    if part is None:
        return None
    run = act.access(Run.objects.all(), part.run_id)
    if run.state not in UNDER_WAY:  # stopped meanwhile
        return None
    under_way = part.sites.filter(state=RunSite.State.CRAWLING)
    if part.attempts >= MOST_ATTEMPTS:
        said = _("巡查该批网站的进程连续 %s 次意外退出") % part.attempts
        under_way.update(state=RunSite.State.FAILED, fault=RunSite.Fault.US, note=said, finished_at=now)
        part.attempts = 0
    under_way.update(state=RunSite.State.WAITING)
    part.state, part.alive_at, part.worker, part.not_before = RunPart.State.RUNNING, now, worker, None
    part.attempts += 1
    part.save()
    run.state, run.alive_at, run.started_at = Run.State.RUNNING, now, run.started_at or now
    act.save(run)
    return part

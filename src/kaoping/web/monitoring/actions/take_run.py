"""Take the run that is carried out next."""

from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.monitoring.liveness import STALE
from kaoping.web.monitoring.models import Run, RunSite

MOST_ATTEMPTS = 3


@action(Permission.RUN_INSPECTIONS, "开始或继续巡查")
def take_run(act: Act, now: datetime, planned: bool = True) -> Run | None:
    """Take a run that waits, or one whose process is gone; what somebody ordered comes before what a plan began.

    Without `planned`, only the former. Where processes died again and again without a site getting through, those that
    were under way fail, and the others go on. A step of the process beside the web server.
    """
    if act.actor.user is not None:
        raise OutOfReachError
    _stop_lost(now)
    lost = Q(state=Run.State.RUNNING, alive_at__lt=now - STALE)
    runs = Run.objects.filter(lost | Q(state=Run.State.WAITING, due_at__lte=now))
    if not planned:
        runs = runs.filter(patrol=None)
    run = runs.select_for_update(of=("self",)).order_by(F("patrol").asc(nulls_first=True), "due_at", "pk").first()
    if run is None:
        return None
    under_way = run.sites.filter(state=RunSite.State.CRAWLING)
    if run.attempts >= MOST_ATTEMPTS:
        said = _("巡查该批网站的进程连续 %s 次意外退出") % run.attempts
        under_way.update(state=RunSite.State.FAILED, fault=RunSite.Fault.US, note=said, finished_at=now)
        run.attempts = 0
    under_way.update(state=RunSite.State.WAITING)
    run.state, run.alive_at, run.started_at = Run.State.RUNNING, now, run.started_at or now
    run.attempts += 1
    run.save()
    act.note(run, state=run.state)
    return run


def _stop_lost(now: datetime) -> None:
    """What was to stop and has lost its process has stopped."""
    lost = Run.objects.filter(state=Run.State.STOPPING, alive_at__lt=now - STALE)
    lost.update(state=Run.State.STOPPED, finished_at=now)

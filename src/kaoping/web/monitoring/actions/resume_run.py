"""Go on with a run that was stopped or broke off."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.models import Run, RunPart, RunSite
from kaoping.web.monitoring.queueing import queue_parts


@action(Permission.RUN_INSPECTIONS, "继续巡查")
def resume_run(act: Act, pk: int) -> Run:
    """Let a run go on where it stopped; sites that failed are tried again. Raises OutOfReachError or RefusedError."""
    run = act.access(act.scope.regions(Run.objects.all(), "body"), pk)
    left = run.sites.filter(state__in=(RunSite.State.WAITING, RunSite.State.FAILED))
    act.refuse_unless(
        run.state in (Run.State.STOPPED, Run.State.FAILED, Run.State.DONE), _("这次巡查还没有结束，不必继续。")
    )
    act.refuse_unless(left.exists(), _("所有网站都已完成，没有要继续的。请发起新的巡查。"))
    parts = RunPart.objects.filter(pk__in=list(left.values_list("part", flat=True).distinct()))
    left.update(state=RunSite.State.WAITING, note="", fault="")
    parts.update(state=RunPart.State.WAITING, attempts=0, not_before=None)
    run.state, run.finished_at, run.note = Run.State.WAITING, None, ""
    act.save(run)
    queue_parts(run, parts.order_by("number").values_list("pk", flat=True))
    return run

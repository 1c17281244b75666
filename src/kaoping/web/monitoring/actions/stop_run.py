"""Stop a run; what was seen so far stays."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.actions.end_part import conclude
from kaoping.web.monitoring.models import Run


@action(Permission.RUN_INSPECTIONS, "停止巡查")
def stop_run(act: Act, pk: int) -> Run:
    """Stop a run that waits, or ask the one under way to stop. Raises OutOfReachError or RefusedError."""
    run = act.access(act.scope.regions(Run.objects.all(), "body"), pk)
    act.refuse_unless(run.state in (Run.State.WAITING, Run.State.RUNNING), _("这次巡查已经结束或正在停止。"))
    run.state = Run.State.STOPPING
    conclude(run, timezone.now())
    return act.save(run)

"""Note that a site of a run could not be inspected by our fault."""

from dataclasses import dataclass

from django.utils import timezone

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.monitoring.models import RunSite


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong, and the site's folder within the run's, where it has one."""

    why: str
    folder: str = ""


@action(Permission.RUN_INSPECTIONS, "记录网站巡查未完成")
def fail_site(act: Act, pk: int, failure: Failure) -> RunSite:
    """Note the failure; nothing is changed of what is known of the site. A step of the process beside the web server.

    The log has no entry for each site, as with `import_site`.
    """
    row = RunSite.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if act.actor.user is not None or row is None:
        raise OutOfReachError
    if row.state != RunSite.State.IMPORTED:
        row.state, row.fault, row.note = RunSite.State.FAILED, RunSite.Fault.US, failure.why
        row.folder, row.finished_at = failure.folder, timezone.now()
        row.save(update_fields=["state", "fault", "note", "folder", "finished_at"])
    return row

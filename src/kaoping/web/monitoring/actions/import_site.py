"""Take over what a run saw of one site."""

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.monitoring.importing import SealedSite, Weighing, take_over
from kaoping.web.monitoring.models import RunSite
from kaoping.web.registry.actions.propose_columns import propose_columns
from kaoping.web.registry.models import Site


@action(Permission.RUN_INSPECTIONS, "导入网站巡查结果")
def import_site(act: Act, pk: int, sealed: SealedSite, weighing: Weighing) -> RunSite:
    """Take over what a sealed folder says of a run's site; once it was taken over, nothing is done.

    The log has no entry for each site: what changed stands in the findings' own history. A step of the process beside
    the web server; raises OutOfReachError for anybody else.
    """
    if act.actor.user is not None:
        raise OutOfReachError
    row = RunSite.objects.select_related("run").filter(pk=pk).first()
    if row is None:
        raise OutOfReachError
    Site.objects.select_for_update().get(pk=row.site_id)  # two runs of one site take their turns
    row = RunSite.objects.select_related("run").select_for_update(of=("self",)).get(pk=pk)
    if row.state != RunSite.State.IMPORTED:
        take_over(row, sealed, weighing)
        row.save()
        if row.reachable:
            propose_columns(act.actor, row.site_id, sealed.columns, sealed.coverage.finished)
    return row

"""Rules of annual site reports that more than one act must hold to."""

from django.utils.translation import gettext as _

from kaoping.web.actions import Act, OutOfReachError
from kaoping.web.sitereports.models import SiteReport
from kaoping.web.sitereports.queries import own_reports


def own_report(act: Act, pk: int) -> SiteReport:
    """Return a report of one of the actor's units, locked, that may still be written. Raises as `access` does."""
    if act.actor.user is None:
        raise OutOfReachError
    report = act.access(own_reports(act.actor.user), pk)
    act.refuse_unless(report.open, _("报表已经报送，不能再改；需要更正的，请考评机构退回。"))
    return report

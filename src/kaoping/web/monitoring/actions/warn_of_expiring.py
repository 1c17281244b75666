"""Tell people of waivers that are about to end."""

from datetime import datetime, timedelta

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.finding_telling import tell_expiring
from kaoping.web.monitoring.models import Finding, Waiver
from kaoping.worktime import beijing_date

SOON = timedelta(days=7)


@action(Permission.APPROVE_WAIVERS, "提醒豁免到期")
def warn_of_expiring(act: Act, at: datetime) -> int:
    """Tell of every waiver in force that ends within SOON; return how many people were told anew."""
    today = beijing_date(at)
    rows = Waiver.objects.filter(state=Waiver.State.APPROVED, until__gte=today, until__lte=today + SOON)
    holding = rows.filter(finding__standing=Finding.Standing.WAIVED, finding__state=Finding.State.OPEN)
    return sum(tell_expiring(act, one, at) for one in holding.select_related("finding__site__unit", "asked_by"))

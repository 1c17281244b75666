"""Fill what is still empty in a report from monitoring as it is now."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.selfassessment.proposing import propose
from kaoping.web.selfassessment.rules import own_report
from kaoping.worktime import beijing_date


@action(Permission.WRITE_REPORTS, "按监测结果预填自评报告")
def prefill_report(act: Act, pk: int, at: datetime) -> int:
    """Return how many answers were filled; what was written stays. Raises OutOfReachError, RefusedError."""
    report = own_report(act, pk)
    filled = propose(report, beijing_date(at))
    if filled:
        act.note(report, answers=_("预填 %s 项") % filled)
        type(report).objects.filter(pk=pk).update(saved_at=at)
    return filled

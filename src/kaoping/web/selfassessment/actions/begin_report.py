"""Begin a unit's report, filled in with what the platform knows."""

from datetime import date

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.selfassessment.models import Report
from kaoping.web.selfassessment.proposing import propose
from kaoping.web.selfassessment.queries import own_places
from kaoping.web.selfassessment.rules import hold_taking


@action(Permission.WRITE_REPORTS, "开始填写自评报告")
def begin_report(act: Act, participant: int, today: date) -> Report:
    """Return the report of a place, made now where there is none. Raises OutOfReachError, RefusedError."""
    if act.actor.user is None:
        raise OutOfReachError
    place = act.access(own_places(act.actor.user), participant)
    known = Report.objects.filter(participant=place).first()
    if known is not None:
        return known
    hold_taking(act, place.cycle)
    report = act.create(Report(participant=place))
    filled = propose(report, today)
    act.note(report, answers=_("预填 %s 项") % filled)
    return report

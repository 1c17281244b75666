"""Return reports to their units for correction, with a reason and a new last day."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.selfassessment.models import Report
from kaoping.web.selfassessment.notice_kinds import REPORT_RETURNED
from kaoping.web.selfassessment.queries import reports_within
from kaoping.web.selfassessment.rules import own_call
from kaoping.worktime import beijing_date


@action(Permission.MANAGE_REPORTS, "退回自评报告")
def return_reports(act: Act, cycle: int, places: Sequence[int], *, due: date, at: datetime) -> int:
    """Return what some places (keys of participants) handed in, for the actor's reason; return how many.

    Raises OutOfReachError, RefusedError.
    """
    call = own_call(act, cycle)
    act.refuse_unless(act.actor.reason, _("退回请写明原因，单位按原因补正。"))
    act.refuse_unless(due >= beijing_date(at), _("补正截止不能早于今天。"))
    rows = reports_within(act.scope).filter(participant__cycle=cycle, participant__in=places)
    found = rows.filter(state=Report.State.SUBMITTED)
    for report in found:
        place = report.participant
        act.tell(
            REPORT_RETURNED,
            people_of_units([place.unit]),
            key=f"{report.pk}:{report.submissions.count()}",
            link=reverse("selfassessment:unit", kwargs={"pk": place.pk}),
            at=at,
            cycle=call.cycle.name,
            unit=place.unit.name,
            due=due,
        )
    return act.change_all(found, {"state": Report.State.RETURNED, "why": act.actor.reason, "due": due})

"""Ask the units of a cycle for their reports."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.rules import reached
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.selfassessment.asking import usual_sections
from kaoping.web.selfassessment.due import due_day
from kaoping.web.selfassessment.models import Call
from kaoping.web.selfassessment.notice_kinds import REPORT_ASKED
from kaoping.web.selfassessment.queries import places_asked
from kaoping.web.selfassessment.rules import hold_taking


@action(Permission.MANAGE_REPORTS, "布置自评报告")
def open_call(act: Act, pk: int, fields: Mapping[str, Any]) -> Call:
    """Ask for reports with the usual sections, and tell the units. Raises OutOfReachError, RefusedError."""
    cycle = reached(act, pk)
    hold_taking(act, cycle)
    act.refuse_unless(not Call.objects.filter(cycle=cycle).exists(), _("已经布置过；要改要求请打开“自评要求”。"))
    call = act.create(Call(cycle=cycle, made_by_name=act.actor.name, **fields))
    act.create_all(usual_sections(call))
    due = due_day(cycle)
    for place in places_asked(call):
        act.tell(
            REPORT_ASKED,
            people_of_units([place.unit]),
            key=str(place.pk),
            link=reverse("selfassessment:unit", kwargs={"pk": place.pk}),
            cycle=cycle.name,
            unit=place.unit.name,
            due=due or _("另行通知"),
        )
    return call

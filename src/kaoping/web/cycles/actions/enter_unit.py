"""Enter one unit in a cycle, as a line of a list does."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.actions.change_participant import hold_participant
from kaoping.web.cycles.models import Participant
from kaoping.web.cycles.queries import units_of_body
from kaoping.web.cycles.rules import hold_open, reached


@action(Permission.MANAGE_CYCLES, "列入考评周期")
def enter_unit(act: Act, pk: int, fields: Mapping[str, Any]) -> Participant:
    """Enter a unit of the body's region. Raises RefusedError or ValidationError."""
    cycle = reached(act, pk)
    hold_open(act, cycle)
    row = Participant(cycle=cycle, **fields)
    within = units_of_body(cycle).filter(pk=row.unit_id, active=True).exists()
    act.refuse_unless(within, _("该单位不在册，或不属于考评地区。"))
    hold_participant(act, row)
    return act.create(row)

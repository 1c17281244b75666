"""Exempt units of a cycle from it, or take that back."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.actions.place_units import batches
from kaoping.web.cycles.rules import hold_open, reached


@action(Permission.MANAGE_CYCLES, "免予考评")
def exempt_units(act: Act, pk: int, participants: Sequence[int], why: str) -> int:
    """Exempt participants (keys) for a reason that is announced; "" takes it back. Return how many changed."""
    cycle = reached(act, pk)
    hold_open(act, cycle)
    act.refuse_unless(len(why) <= 200, _("原因最多 200 字。"))
    rows = cycle.participants.select_related("unit", "cycle")
    values = {"exempt": bool(why), "exempt_reason": why}
    return sum(act.change_all(rows.filter(pk__in=some), values) for some in batches(participants))

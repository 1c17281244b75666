"""Change what a cycle is called, when it is, and what it counts towards."""

from collections.abc import Mapping

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.rules import hold_cycle, hold_draft, hold_open, reached

FIXED = frozenset({"kind", "body", "period_from", "period_to"})
"""What may be changed only before the announcement."""


@action(Permission.MANAGE_CYCLES, "修改考评周期")
def change_cycle(act: Act, pk: int, edits: Mapping[str, Edit]) -> Cycle:
    """Change a cycle's fields. Raises RefusedError, ConflictError or ValidationError."""
    cycle = reached(act, pk)
    if FIXED & set(edits):
        hold_draft(act, cycle)
    hold_open(act, cycle)
    act.edit(cycle, edits)
    hold_cycle(act, cycle)
    return cycle

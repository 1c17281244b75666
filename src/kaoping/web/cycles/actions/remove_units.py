"""Take units out of a cycle."""

from collections.abc import Sequence

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.actions.place_units import batches
from kaoping.web.cycles.rules import hold_open, reached


@action(Permission.MANAGE_CYCLES, "移出考评周期")
def remove_units(act: Act, pk: int, participants: Sequence[int]) -> int:
    """Take participants (keys) out; return how many there were. Raises RefusedError."""
    cycle = reached(act, pk)
    hold_open(act, cycle)
    rows = cycle.participants.select_related("unit", "cycle")
    return sum(act.delete_all(rows.filter(pk__in=some)) for some in batches(participants))

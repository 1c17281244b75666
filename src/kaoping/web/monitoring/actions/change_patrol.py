"""Change, stop or take up again a plan of inspections."""

from collections.abc import Mapping

from django.utils import timezone

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.monitoring.models import Patrol
from kaoping.web.monitoring.patrol_rules import hold_patrol, was_due

_TIMES = frozenset({"rhythm", "day", "at", "active"})


@action(Permission.RUN_INSPECTIONS, "修改巡查计划")
def change_patrol(act: Act, pk: int, edits: Mapping[str, Edit]) -> Patrol:
    """Change a plan. What was due by other times, or while it was stopped, is not made up.

    Raises OutOfReachError, RefusedError, ConflictError or ValidationError.
    """
    patrol = act.access(act.scope.regions(Patrol.objects.select_related("body", "cycle"), "body"), pk)
    act.edit(patrol, edits)
    hold_patrol(act, patrol)
    if _TIMES & edits.keys():
        patrol.last_due = was_due(patrol, timezone.now())
        act.save(patrol)
    return patrol

"""Make a plan of inspections that repeat."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.models import Patrol
from kaoping.web.monitoring.patrol_rules import hold_patrol, was_due


@action(Permission.RUN_INSPECTIONS, "新建巡查计划")
def add_patrol(act: Act, fields: Mapping[str, Any]) -> Patrol:
    """Make a plan; it begins with the first time to come. Raises RefusedError or ValidationError."""
    patrol = Patrol(**fields)
    hold_patrol(act, patrol)
    patrol.last_due = was_due(patrol, timezone.now())
    return act.create(patrol)

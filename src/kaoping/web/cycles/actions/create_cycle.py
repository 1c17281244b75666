"""Begin a cycle: a scheme over a period, with the days that follow from it."""

from collections.abc import Mapping
from typing import Any

from kaoping.schemes.model import Scheme
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.models import Cycle, CycleDay
from kaoping.web.cycles.rules import hold_cycle
from kaoping.web.cycles.scheme_copies import keep_copy
from kaoping.workflow.cycle_days import default_rules


@action(Permission.MANAGE_CYCLES, "建立考评周期")
def create_cycle(act: Act, fields: Mapping[str, Any], scheme: Scheme, file_name: str = "") -> Cycle:
    """Add a draft with its own copy of the scheme. Raises RefusedError or ValidationError."""
    cycle = Cycle(**fields, scheme=keep_copy(act, scheme, file_name))
    hold_cycle(act, cycle)
    act.create(cycle)
    add_days(cycle)
    return cycle


def add_days(cycle: Cycle) -> None:
    """Give a new cycle the usual rules of its days; they are part of its being made, without entries of their own."""
    rules = default_rules(cycle.period_from, cycle.period_to)
    CycleDay.objects.bulk_create(
        CycleDay(cycle=cycle, milestone=name, fixed=rule.fixed, anchor=rule.anchor, amount=rule.amount, unit=rule.unit)
        for name, rule in rules.items()
    )

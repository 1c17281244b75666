"""What the process beside the web server does for cycles: the steps that only wait for their day."""

import logging
from datetime import datetime

from kaoping.web.actions import Actor, RefusedError
from kaoping.web.cycles.actions.take_step import Wanted, take_step
from kaoping.web.cycles.models import Cycle
from kaoping.workflow.cycle import Duty, State, steps_from
from kaoping.worktime import beijing_date

_WAITING = [state.value for state in State if any(step.duty is Duty.PROGRAM for step in steps_from(state))]
_log = logging.getLogger(__name__)


def take_due_steps(now: datetime) -> int:
    """Take every step whose day has come; return how many cycles went on. What is in the way is tried again later."""
    today, gone_on = beijing_date(now), 0
    for pk, state in Cycle.objects.filter(state__in=_WAITING).values_list("pk", "state"):
        for step in steps_from(State(state)):
            if step.duty is not Duty.PROGRAM:
                continue
            try:
                take_step(Actor(None), pk, Wanted(step.id, state, today))
            except RefusedError as refused:
                _log.debug("%s: %s", pk, refused)
            else:
                gone_on += 1
    return gone_on


ROUNDS = (take_due_steps,)

"""What the process beside the web server does for self-assessment: reminders from nine in the morning."""

from datetime import datetime

from kaoping.web.actions import Actor
from kaoping.web.selfassessment.actions.remind_of_reports import remind_of_reports
from kaoping.web.selfassessment.models import Call
from kaoping.workflow.cycle import LINE, State, has_passed
from kaoping.worktime import in_beijing

HOUR = 9
_TAKING = [
    state.value for state in LINE if has_passed(state, State.ANNOUNCED) and not has_passed(state, State.APPROVED)
]


def remind_before_the_last_day(now: datetime) -> int:
    """Remind in every cycle that takes reports and has not been looked at today; return how many units."""
    here = in_beijing(now)
    if here.hour < HOUR:
        return 0
    calls = Call.objects.filter(cycle__state__in=_TAKING).exclude(reminded_on=here.date())
    return sum(remind_of_reports(Actor(None), pk, now) for pk in calls.values_list("pk", flat=True))


ROUNDS = (remind_before_the_last_day,)

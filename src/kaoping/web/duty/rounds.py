"""What the process beside the web server does for the duty: reminds of readings that are missing."""

from datetime import datetime

from kaoping.web.actions import Actor
from kaoping.web.duty.actions.remind_of_duty import remind_of_duty
from kaoping.web.duty.expected import rules_due
from kaoping.web.duty.models import DutyRule


def remind_where_due(now: datetime) -> int:
    """Remind under every rule whose hour has come; return how many units were reminded."""
    due = rules_due(now, DutyRule.objects.select_related("region").filter(active=True))
    return sum(remind_of_duty(Actor(None), rule.pk, now) for rule in due)


ROUNDS = (remind_where_due,)

"""What the process beside the web server does for appeals: warns of answers that are due."""

from datetime import datetime

from kaoping.web.actions import Actor
from kaoping.web.appeals.actions.warn_of_appeals import warn_of_appeals


def warn_of_answers(now: datetime) -> int:
    """Warn where it is time; nobody is told twice."""
    return warn_of_appeals(Actor(None), now)


ROUNDS = (warn_of_answers,)

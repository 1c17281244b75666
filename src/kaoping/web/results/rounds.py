"""What the process beside the web server does for results: scores that anything has changed for."""

import logging
from datetime import datetime

from kaoping.web.actions import Actor
from kaoping.web.cycles.models import Cycle
from kaoping.web.results.queries import SCORED
from kaoping.web.results.recomputing import recompute_scores
from kaoping.worktime import beijing_date

_log = logging.getLogger(__name__)


def keep_scores_current(now: datetime) -> int:
    """Compute anew what has changed; return how many cycles were looked at."""
    cycles = Cycle.objects.filter(state__in=SCORED).values_list("pk", flat=True)
    for pk in cycles:
        recompute_scores(Actor(None), pk, now, beijing_date(now))
    return len(cycles)


ROUNDS = (keep_scores_current,)

"""What the process beside the web server does for monitoring: plans whose time has come."""

import logging
from datetime import datetime

from django.db import IntegrityError

from kaoping.web.actions import Actor, OutOfReachError
from kaoping.web.monitoring.actions.start_due_run import start_due_run
from kaoping.web.monitoring.daily_root import close_evidence_day
from kaoping.web.monitoring.finding_rounds import end_decisions, warn_of_waivers
from kaoping.web.monitoring.forgetting import forget_old_folders
from kaoping.web.monitoring.models import Patrol
from kaoping.web.monitoring.queueing import queue_open_parts
from kaoping.web.monitoring.site_warnings import tell_warnings

_log = logging.getLogger(__name__)


def start_due_runs(now: datetime) -> int:
    """Begin the run of every plan whose time has come; return how many."""
    begun = 0
    for pk in Patrol.objects.filter(active=True).order_by("pk").values_list("pk", flat=True):
        try:
            begun += start_due_run(Actor(None), pk, now) is not None
        except (OutOfReachError, IntegrityError) as gone:  # stopped, or begun by another process meanwhile
            _log.debug("plan %s: %r", pk, gone)
    return begun


ROUNDS = (
    start_due_runs,
    queue_open_parts,
    end_decisions,
    warn_of_waivers,
    tell_warnings,
    close_evidence_day,
    forget_old_folders,
)

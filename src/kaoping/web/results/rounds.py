"""What the process beside the web server does for results: scores that anything has changed for."""

import logging
from datetime import datetime

from kaoping.model.errors import KaopingError
from kaoping.web import storage
from kaoping.web.actions import Actor
from kaoping.web.cycles.models import Cycle
from kaoping.web.results.models import ResultVersion
from kaoping.web.results.queries import SCORED
from kaoping.web.results.recomputing import recompute_scores
from kaoping.web.results.reporting import made_folder, make_reports
from kaoping.worktime import beijing_date

_log = logging.getLogger(__name__)


def keep_scores_current(now: datetime) -> int:
    """Compute anew what has changed; return how many cycles were looked at."""
    cycles = Cycle.objects.filter(state__in=SCORED).values_list("pk", flat=True)
    for pk in cycles:
        recompute_scores(Actor(None), pk, now, beijing_date(now))
    return len(cycles)


def make_missing_reports(_now: datetime) -> int:
    """Make the reports of versions that have none yet; return how many were made."""
    made = 0
    for version in ResultVersion.objects.select_related("cycle__body").order_by("pk"):
        folder = made_folder(version)
        if not folder.is_dir():
            storage.bring(folder)  # another machine may have made them
        if folder.is_dir():
            continue
        try:
            make_reports(version)
        except KaopingError:
            _log.exception("%s: no reports can be made", version)
        else:
            made += 1
    return made


ROUNDS = (keep_scores_current, make_missing_reports)

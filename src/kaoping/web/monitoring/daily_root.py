"""Closes yesterday's ledgers of all runs under one root (日总根), so that no line of them can be changed unseen."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from kaoping.evidence.daily import DAILY, DAY, published_line
from kaoping.evidence.ledger import LEDGER
from kaoping.model.errors import KaopingError
from kaoping.runs.daily_roots import close_day, listed_days, runs_in
from kaoping.web import storage
from kaoping.web.monitoring.finding_folder import runs_folder
from kaoping.worktime import beijing_date

_log = logging.getLogger(__name__)


def close_evidence_day(now: datetime) -> int:
    """Make the root of yesterday where it is not made yet; return how many were made.

    It is looked for in the first minute of an hour only: all ledgers are read for it.
    """
    parent = runs_folder()
    if now.minute:
        return 0
    days = listed_days(parent)
    yesterday = beijing_date(now) - timedelta(days=1)
    if days and str(days[-1].said[DAY]) >= yesterday.isoformat():
        return 0
    _bring_ledgers(parent)
    if not parent.exists():
        return 0
    try:
        made = close_day(parent, now) if runs_in(parent) else None
    except KaopingError as error:
        _log.warning("no daily root: %s", error)
        return 0
    if made is not None:
        storage.keep(parent / DAILY)
        _log.info("%s", published_line(made))
    return int(made is not None)


def _bring_ledgers(parent: Path) -> None:
    """Have the ledgers that other machines wrote, and the days that they closed, as they are now."""
    for path in storage.kept_below(parent):
        if path.name == LEDGER or path.parent.name == DAILY:
            storage.bring_again(path)


def last_published() -> str:
    """Return the line of the last daily root, to be published or noted elsewhere; empty where there is none."""
    days = listed_days(runs_folder())
    return published_line(days[-1]) if days else ""

"""What follows the clock for findings: what expired is void from midnight, and people are warned before."""

from datetime import date, datetime

from kaoping.web.actions import Actor
from kaoping.web.monitoring.actions.refresh_standings import refresh_standings
from kaoping.web.monitoring.actions.warn_of_expiring import warn_of_expiring
from kaoping.worktime import beijing_date


def end_decisions(now: datetime) -> int:
    """Let findings stand as their decisions say on this day."""
    return refresh_standings(Actor(None), beijing_date(now))


def warn_of_waivers(now: datetime) -> int:
    """Warn of waivers that end soon: once a day, as nobody is told twice anyway."""
    today = beijing_date(now)
    if _warned.get("on") == today:
        return 0
    told = warn_of_expiring(Actor(None), now)
    _warned["on"] = today
    return told


_warned: dict[str, date] = {}

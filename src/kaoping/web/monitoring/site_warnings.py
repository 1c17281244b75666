"""Passes warnings of the availability monitor on: it writes them beside its series, people are told of them here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kaoping.probe.warnings_log import WarningsLog
from kaoping.runs.addresses import site_address
from kaoping.web.actions import Actor
from kaoping.web.monitoring.actions.tell_of_site import tell_of_site
from kaoping.web.monitoring.availability import series_folder
from kaoping.web.registry.models import Site

LOOKED_BACK = timedelta(days=2)
"""What is older was told, or is no news any more."""


@dataclass(slots=True)
class _Read:
    """How far this process has read the file: its size then."""

    size: int = 0


_read = _Read()


def tell_warnings(now: datetime) -> int:
    """Tell of the warnings since the last round; return how many people were told anew.

    A process that starts reads the file again: of one outage or stage nobody is told twice.
    """
    log = WarningsLog(series_folder())
    size = log.path.stat().st_size if log.path.exists() else 0
    if size == _read.size:
        return 0
    new = [one for one in log.told() if one.url and one.at > now - LOOKED_BACK]
    wanted = {one.url for one in new}
    addresses = Site.objects.values_list("address", "pk") if wanted else ()
    sites = {url: pk for address, pk in addresses if (url := site_address(address)) in wanted}
    told = sum(tell_of_site(Actor(None), sites[one.url], one) for one in new if one.url in sites)
    _read.size = size
    return told

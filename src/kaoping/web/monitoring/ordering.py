"""Sets up a run with the row of each of its sites."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.runs.addresses import site_address
from kaoping.web.actions import BATCH, Act
from kaoping.web.monitoring.choosing import exempt_in, why_left_out
from kaoping.web.monitoring.models import Patrol, Run, RunPart, RunSite
from kaoping.web.monitoring.queueing import queue_parts
from kaoping.web.registry.models import Site
from kaoping.worktime import beijing_date

TOGETHER = 100
"""How many sites are under way at a time; they share a folder, and what they link to is asked for once."""


def options_of(patrol: Patrol) -> dict[str, Any]:
    """Return how thoroughly a plan inspects, as a run keeps it."""
    return {
        "max_pages": patrol.max_pages,
        "pace": float(patrol.pace),
        "browser": patrol.browser,
        "together": TOGETHER,
    }


def set_up(act: Act, run: Run, sites: Iterable[Site]) -> Run:
    """Save a new run with its sites; those that are not to be inspected now say why.

    Raises RefusedError where none is left. The sites are rows of the run, and have no entries of their own in the log.
    """
    exempt, today = exempt_in(run.cycle), beijing_date(run.due_at)
    reasons = [(site, why_left_out(site, exempt, today)) for site in sites]
    act.refuse_unless(
        any(not why for _site, why in reasons),
        _("没有可巡查的网站：所选网站或在改版窗口期、临时下线、筹建中，或已免于考评。请先核对网站的状态。"),
    )
    act.create(run)
    chosen = [site for site, why in reasons if not why]
    size = int(run.options.get("together", TOGETHER))
    parts = [RunPart(run=run, number=number) for number in range(-(-len(chosen) // size))]
    RunPart.objects.bulk_create(parts, batch_size=BATCH)
    rows = [_row(run, site, part=parts[place // size]) for place, site in enumerate(chosen)]
    rows += [_row(run, site, state=RunSite.State.LEFT_OUT, note=why) for site, why in reasons if why]
    RunSite.objects.bulk_create(rows, batch_size=BATCH)
    act.note(run, sites=len(reasons), left_out=len(reasons) - len(chosen))
    queue_parts(run, [part.pk for part in parts])
    return run


def _row(run: Run, site: Site, **more: Any) -> RunSite:
    return RunSite(run=run, site=site, address=site_address(site.address) or site.address, **more)


def stamped(name: str, at: datetime) -> str:
    """Return the name of a run: what it is, and its day and time in Beijing."""
    return f"{name} {timezone.localtime(at):%Y-%m-%d %H:%M}"[:120]

"""Which sites a run inspects, and why some are left out."""

from collections.abc import Iterable
from datetime import date
from os.path import commonpath

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.cycles.models import Cycle
from kaoping.web.registry.models import Region, Site

_S = Site.State
_PAUSED = {_S.REDESIGN: gettext_lazy("改版窗口期"), _S.OFFLINE: gettext_lazy("临时下线")}
LIVING = (_S.RUNNING, _S.NEW, _S.REDESIGN, _S.OFFLINE)
"""States in which a site is part of a run at all; what has moved or is closed has no place in one."""


def sites_of(body: Region, cycle: Cycle | None) -> "QuerySet[Site]":
    """Return the living sites of a cycle's participants, or of the units of a region and below."""
    rows = Site.objects.select_related("unit").filter(state__in=LIVING)
    if cycle is not None:
        return rows.filter(unit__in=cycle.participants.order_by().values("unit"))
    return rows.filter(unit__active=True, unit__region__path__startswith=body.path)


def exempt_in(cycle: Cycle | None) -> frozenset[int]:
    """Return the units that a cycle exempts."""
    if cycle is None:
        return frozenset()
    return frozenset(cycle.participants.filter(exempt=True).values_list("unit", flat=True))


def why_left_out(site: Site, exempt: frozenset[int], today: date) -> str:
    """Return why a site is not inspected now; "" when it is.

    A redesign or an outage that has lasted longer than was said is inspected again: the time is over.
    """
    if site.state == _S.NEW:
        return _("筹建中，尚未开通")
    if site.state in _PAUSED and not (site.state_until and site.state_until < today):
        until = _("至 %s") % site.state_until.isoformat() if site.state_until else _("未定截止日期")
        return f"{_PAUSED[_S(site.state)]}（{until}）"
    if site.unit_id in exempt or site.unit.exempt:
        return _("主办单位免于考评")
    return ""


def body_of(sites: Iterable[Site]) -> Region | None:
    """Return the lowest region that all the sites' units are in; None where they share none."""
    common = commonpath(sorted({site.unit.region.path for site in sites}))
    return Region.objects.filter(path=f"{common}/").first()

"""Write down that a unit's sites were read on a day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.duty.models import Reading
from kaoping.web.duty.notice_kinds import READING_MISSING
from kaoping.web.registry.models import Site, Unit
from kaoping.worktime import beijing_date

OLDEST = 31  # days after which a reading cannot be written down any more


@action(Permission.KEEP_DUTY, "填写读网记录")
def write_reading(act: Act, fields: Mapping[str, Any], sites: Sequence[int], now: datetime) -> Reading:
    """Add the reading of a day to a unit within reach; `sites` are keys of the unit's own.

    Raises RefusedError for a day to come, one long past or one that has its reading; ValidationError.
    """
    reading = Reading(**fields, written_by=act.actor.user, written_at=now)
    within = act.scope.units_of(Unit.objects.filter(pk=reading.unit_id)).exists()
    act.refuse_unless(within, _("单位不在您负责的范围内。"))
    past = (beijing_date(now) - reading.day).days
    act.refuse_unless(past >= 0, _("日期还没有到，不能预先填写。"))
    act.refuse_unless(past <= OLDEST, _("只能补记 %s 天以内的读网记录。") % OLDEST)
    known = Reading.objects.filter(unit=reading.unit_id, day=reading.day).exists()
    act.refuse_unless(not known, _("该日已有读网记录，请修改那一条。"))
    chosen = hold_sites(act, reading, sites)
    act.create(reading)
    reading.sites.set(chosen)
    act.note(reading, sites=said(chosen))
    act.settle(READING_MISSING, f"{reading.unit_id}:{reading.day}")
    return reading


def hold_sites(act: Act, reading: Reading, sites: Sequence[int]) -> list[Site]:
    """Return the unit's own sites of these keys; refuse none at all, and others."""
    chosen = list(Site.objects.filter(unit=reading.unit_id, pk__in=sites).order_by("host"))
    act.refuse_unless(chosen and len(chosen) == len(set(sites)), _("请勾选读了本单位的哪些网站。"))
    return chosen


def said(sites: Sequence[Site]) -> str:
    """Return how sites stand in the log."""
    return "、".join(site.name for site in sites)

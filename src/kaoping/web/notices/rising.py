"""Finds what nobody in a unit has answered for so many working hours, and lets it rise."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet

from kaoping.web.accounts.scope import any_of
from kaoping.web.actions import Actor
from kaoping.web.limits.holding import Limits
from kaoping.web.notices.actions.raise_notice import raise_notice
from kaoping.web.notices.kinds import all_kinds
from kaoping.web.notices.models import Notice
from kaoping.web.working_time import worktime_of
from kaoping.workflow.notices import Rung, Standing, rises_to

LOOKED_BACK = timedelta(days=90)
"""What is older has risen as far as it goes, or was told before its kind rose."""


def raise_unanswered(now: datetime) -> int:
    """Let rise what is due to; return how many matters did.

    One matter is what a unit's people were told under one kind and key: where one of them has read it, it was read.
    """
    raised, kinds, limits = 0, all_kinds(), Limits.load()
    for (code, _key, _unit), found in groupby(_open(now, limits), key=lambda row: (row.kind, row.key, row.unit_id)):
        rows = list(found)
        unit = rows[0].unit
        rising = limits.rising(kinds[code], unit.region.path) if unit else None
        if rising is None or unit is None:
            continue
        standing = Standing(
            made=min(row.made_at for row in rows),
            read=any(row.read_at for row in rows),
            settled=any(row.done_at for row in rows),
            rung=Rung(max(row.rung for row in rows)),
        )
        rung = rises_to(standing, rising, worktime_of(unit.region.code), now)
        if rung is not None:
            raise_notice(Actor(None), rows[0].pk, rung, now)
            raised += 1
    return raised


def _open(now: datetime, limits: Limits) -> "QuerySet[Notice]":
    """Return the notices of kinds that rise, unless too young, too old or as far up as they go."""
    young = {kind.code: timedelta(hours=limits.soonest(kind)) for kind in all_kinds().values() if kind.rises}
    old_enough = any_of(Q(kind=code, made_at__lte=now - hours) for code, hours in young.items())
    rows = Notice.objects.filter(
        old_enough, made_at__gte=now - LOOKED_BACK, rung__lt=Rung.ABOVE.value, unit__isnull=False, done_at=None
    )
    return rows.select_related("unit__region").order_by("kind", "key", "unit", "pk")

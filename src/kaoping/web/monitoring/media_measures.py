"""What the registry's media accounts (政务新媒体账号) give to a cycle's measures, by the days of their newest posts."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.measures.inputs import Given
from kaoping.measures.media_accounts import DEFAULT_DAYS, AccountState, MediaAccount, MediaList, media_values
from kaoping.measures.periods import window_start
from kaoping.measures.plan import plan_providers
from kaoping.model.outcomes import State
from kaoping.web.actions import BATCH
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.days import reckoned_on
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.registry.models import MediaAccount as Registered
from kaoping.web.working_time import worktime_of

STALE = "media.stale_accounts"
TOLD = (STALE, "media.accounts")
"""Columns that the registry can fill; which accounts are 僵尸 or 睡眠 it does not know."""
_POSTED = "last_post_on"


def given_media(cycle: Cycle) -> tuple[Given, ...]:
    """Return what the scheme reads of media accounts; unknown for units without any on the books.

    That none is registered does not say that a unit has none. Accounts that are not in use any more do not count.
    """
    names = _names(cycle)
    if not names:
        return ()
    day = _point(cycle)
    listed = MediaList(tuple(_accounts(cycle, day)))
    values = media_values(scheme_of(cycle), listed, day, worktime_of(cycle.body.code))
    bare = [unit.id for unit in roster_of(cycle).units if unit.id not in listed.units]
    note = _("台账中没有登记政务新媒体账号")
    return (
        *(one for one in values if one.measure in names),
        *(Given(unit, name, state=State.UNKNOWN, note=note) for unit in bare for name in sorted(names)),
    )


def stamp_of(cycle: Cycle) -> str:
    """Return what changes whenever one of these does; the day they are as of is part of every stamp already."""
    if not _names(cycle):
        return ""
    rows = _registered(cycle).values_list("unit__code", "platform", "name", _POSTED, "active")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def _names(cycle: Cycle) -> frozenset[str]:
    return frozenset(one.measure for one in plan_providers(scheme_of(cycle)) if one.name in TOLD and not one.by)


def _point(cycle: Cycle) -> date:
    """The monitoring point: today within the period, that of the approval once there is one."""
    return max(cycle.period_from, min(reckoned_on(cycle, timezone.now()), cycle.period_to))


def _registered(cycle: Cycle) -> "QuerySet[Registered]":
    inside = cycle.participants.order_by().values("unit")
    return Registered.objects.filter(unit__in=inside).order_by("pk")


def _first_day(cycle: Cycle, day: date) -> date:
    """The day from which a post proves, to every measure of the scheme, that an account is not stale."""
    hours = worktime_of(cycle.body.code)
    asked = [one.window for one in plan_providers(scheme_of(cycle)) if one.name == STALE and not one.by]
    firsts = (window_start(day, window, hours) if window else day - timedelta(DEFAULT_DAYS) for window in asked)
    return max(firsts, default=day)


def _accounts(cycle: Cycle, day: date) -> Iterator[MediaAccount]:
    """Yield the accounts as of a day.

    A post after it says nothing about the days before it: then it counts what the audit log knows, and where that
    is long before, there may have been posts between which nobody noted.
    """
    rows = list(_registered(cycle).values_list("pk", "unit__code", "platform", "name", _POSTED, "active"))
    later = {pk for pk, *_rest, posted, _active in rows if posted is not None and posted > day}
    known, first = _posts_before(later, day), _first_day(cycle, day)
    for pk, unit, platform, name, posted, active in rows:
        said, newest = name, posted
        if pk in later:
            newest = known[pk] if pk in known and known[pk] >= first else None
            said = (
                name if newest else _("%(name)s（%(posted)s 的更新晚于监测时间点）") % {"name": name, "posted": posted}
            )
        yield MediaAccount(unit, platform, said, newest, AccountState.ACTIVE if active else AccountState.CLOSED)


def _posts_before(keys: Collection[int], day: date) -> Mapping[int, date]:
    """Return the newest post up to a day that the audit log knows of some accounts."""
    found: dict[int, date] = {}
    names = [str(pk) for pk in keys]
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        entries = Entry.objects.filter(object_type=Registered._meta.label_lower, object_id__in=some)
        for pk, changes in entries.order_by().values_list("object_id", "changes"):
            days = [date.fromisoformat(text) for text in changes.get(_POSTED, ()) if text]
            for posted in (one for one in days if one <= day):
                found[int(pk)] = max(posted, found.get(int(pk), posted))
    return found

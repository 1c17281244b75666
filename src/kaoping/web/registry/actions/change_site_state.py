"""Move a site to another station of its life."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import Site, SiteStateChange

State = Site.State
NEXT: dict[str, frozenset[str]] = {
    State.NEW: frozenset({State.RUNNING, State.CLOSED}),
    State.RUNNING: frozenset({State.REDESIGN, State.OFFLINE, State.MIGRATED, State.CLOSED}),
    State.REDESIGN: frozenset({State.RUNNING, State.OFFLINE, State.CLOSED}),
    State.OFFLINE: frozenset({State.RUNNING, State.REDESIGN, State.MIGRATED, State.CLOSED}),
    State.MIGRATED: frozenset({State.RUNNING, State.CLOSED}),
    State.CLOSED: frozenset({State.RUNNING}),
}
"""Where a site may go from where it is."""

TIMED = frozenset({State.REDESIGN, State.OFFLINE})
"""Stations that end on a date given in advance."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a site becomes, from when, until when (stations in TIMED only), where to, and why."""

    state: str
    since: date
    reason: str
    until: date | None = None
    migrated_to: str = ""


@action(Permission.EDIT_SITES, "变更网站状态")
def change_site_state(act: Act, pk: int, seen: str, step: Step) -> Site:
    """Move a site on. `seen` is the state its person saw. Raises RefusedError for a move that is none."""
    site = act.access(act.scope.units_of(Site.objects.select_related("unit"), "unit"), pk)
    now = State(site.state).label
    act.refuse_unless(site.state == seen, _("状态刚刚被改为“%s”，请看清后再操作。") % now)
    act.refuse_unless(
        step.state in NEXT[site.state],
        _("“%(now)s”的网站不能改为“%(next)s”。") % {"now": now, "next": State(step.state).label},
    )
    if step.state in TIMED:
        act.refuse_unless(step.until and step.until >= step.since, _("请填写截止日期，且不早于起始日期。"))
    act.refuse_unless(step.state != State.MIGRATED or step.migrated_to, _("请填写迁移后的网址。"))
    site.state = step.state
    site.state_until = step.until if step.state in TIMED else None
    site.migrated_to = step.migrated_to if step.state == State.MIGRATED else ""
    act.save(site)
    act.create(
        SiteStateChange(site=site, state=step.state, since=step.since, until=site.state_until, reason=step.reason)
    )
    return site

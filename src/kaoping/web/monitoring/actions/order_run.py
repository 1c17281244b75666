"""Have sites inspected now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.models import Cycle
from kaoping.web.monitoring.choosing import LIVING, body_of
from kaoping.web.monitoring.models import Run
from kaoping.web.monitoring.ordering import TOGETHER, set_up, stamped
from kaoping.web.registry.models import Site


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be inspected, what the run is called, by which cycle's scheme, and how thoroughly."""

    sites: Sequence[int]
    name: str
    options: Mapping[str, Any]
    cycle: Cycle | None = None


@action(Permission.RUN_INSPECTIONS, "立即巡查")
def order_run(act: Act, order: Order) -> Run:
    """Set up a run of some sites within reach, to begin as soon as there is room.

    Raises RefusedError where none of them can be inspected, or they have no region in common.
    """
    rows = act.scope.units_of(Site.objects.select_related("unit__region"), "unit")
    chosen = list(rows.filter(state__in=LIVING, pk__in=order.sites))
    act.refuse_unless(chosen, _("没有可巡查的网站：请先选择您负责范围内、没有迁移或关停的网站。"))
    body = body_of(chosen)
    act.refuse_unless(body, _("所选网站不在同一地区之下，请分开发起。"))
    if order.cycle is not None:
        inside = set(order.cycle.participants.values_list("unit", flat=True))
        act.refuse_unless(
            all(site.unit_id in inside for site in chosen),
            _("所选网站的主办单位不都在该考评周期内；请分开发起，或不选周期。"),
        )
        body = order.cycle.body
    now = timezone.now()
    run = Run(body=body, cycle=order.cycle, due_at=now, name=stamped(order.name, now), ordered_by=act.actor.user)
    run.options = {"together": TOGETHER, **order.options}
    return set_up(act, run, chosen)

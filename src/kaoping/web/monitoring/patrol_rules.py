"""Rules of plans of inspections, and when they are due."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.actions import Act
from kaoping.web.monitoring.models import Patrol
from kaoping.web.working_time import worktime_of
from kaoping.workflow.cycle import State
from kaoping.workflow.rhythm import Every, Rhythm, last_due, next_due

_OPEN = frozenset({State.ANNOUNCED, State.BUFFER, State.MONITORING, State.EVALUATION})
MOST_PAGES, FASTEST = 20_000, 20


def hold_patrol(act: Act, patrol: Patrol) -> None:
    """Hold a plan to: its body is within reach, its cycle is that body's and under way, its figures make sense."""
    act.refuse_unless(act.scope.covers_region(patrol.body.path), _("考评地区不在您负责的范围内。"))
    cycle = patrol.cycle
    if cycle is not None:
        act.refuse_unless(cycle.body_id == patrol.body_id, _("考评周期不是这个地区的；请选择该地区的周期，或留空。"))
        act.refuse_unless(
            not patrol.active or cycle.now in _OPEN, _("考评周期还没有公布，或已经审定；请停用计划，或另选周期。")
        )
    last = 7 if patrol.rhythm == Patrol.Rhythm.WEEKLY else 28
    act.refuse_unless(1 <= patrol.day <= last, _("“日”应在 1 至 %s 之间。") % last)
    act.refuse_unless(1 <= patrol.max_pages <= MOST_PAGES, _("网页数应在 1 至 %s 之间。") % MOST_PAGES)
    act.refuse_unless(0 < patrol.pace <= FASTEST, _("每秒请求数应大于 0，不超过 %s，以免影响网站。") % FASTEST)


def was_due(patrol: Patrol, now: datetime) -> datetime:
    """Return when the plan was last due."""
    return last_due(_rhythm(patrol), now, worktime_of(patrol.body.code).calendar)


def will_be_due(patrol: Patrol, now: datetime) -> datetime:
    """Return when the plan is due next."""
    return next_due(_rhythm(patrol), now, worktime_of(patrol.body.code).calendar)


def _rhythm(patrol: Patrol) -> Rhythm:
    return Rhythm(Every(patrol.rhythm), patrol.day, patrol.at)

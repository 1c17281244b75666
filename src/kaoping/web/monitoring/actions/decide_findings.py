"""Confirm or dismiss many findings at once, each with its own entry in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.actions.decide_finding import KINDS, Deciding
from kaoping.web.monitoring.deciding import hold_reason, own_units, person_of
from kaoping.web.monitoring.finding_queries import DECIDABLE, findings_within
from kaoping.web.monitoring.finding_telling import tell_decided
from kaoping.web.monitoring.models import Decision, Finding

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Decided:
    """How many were decided, how many were decided before and left, and how many cannot be decided by this person."""

    done: int
    left: int
    barred: int


@action(Permission.DECIDE_FINDINGS, "批量确认或排除问题")
def decide_findings(act: Act, keys: Sequence[int], wanted: Deciding, at: datetime) -> Decided:
    """Decide about findings (by key of their rows) that nobody has decided yet; those that somebody has are left.

    Raises RefusedError for more than MOST, or where a reason lacks.
    """
    kind, reason = wanted.kind, wanted.reason
    act.refuse_unless(kind in KINDS, _("只能确认或排除。"))
    act.refuse_unless(len(keys) <= MOST, _("一次最多处理 %s 条，请缩小筛选范围。") % MOST)
    hold_reason(act, kind, reason)
    by = person_of(act)
    rows = list(findings_within(act.scope).filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk"))
    own = own_units(by)
    mine = [row for row in rows if row.outcome in DECIDABLE and row.site.unit_id not in own]
    free = [row for row in mine if row.standing == Finding.Standing.NONE]
    act.create_all([Decision(finding=row, kind=kind, reason=reason, made_by=by, made_at=at) for row in free])
    Finding.objects.filter(pk__in=[row.pk for row in free]).update(standing=kind)
    tell_decided(act, [row.site.unit for row in free], at)
    return Decided(len(free), len(mine) - len(free), len(rows) - len(mine))

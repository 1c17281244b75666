"""Ask that findings be excused up to a day; somebody else approves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.actions.decide_findings import MOST
from kaoping.web.monitoring.deciding import hold_reason, person_of
from kaoping.web.monitoring.finding_queries import DECIDABLE, findings_within
from kaoping.web.monitoring.finding_telling import tell_asked
from kaoping.web.monitoring.models import Decision, Waiver
from kaoping.worktime import beijing_date

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Asking:
    """Why findings should be excused, and the last day on which they are (a Beijing day, to its end)."""

    reason: str
    until: date | None


@action(Permission.DECIDE_FINDINGS, "申请豁免")
def ask_waivers(act: Act, keys: Sequence[int], wanted: Asking, at: datetime) -> int:
    """Ask for waivers; return how many were. What cannot be decided, or is asked for already, is left.

    Raises RefusedError without a reason or with a day that is over or too far off.
    """
    return _asked(act, keys, wanted, at)


@action(Permission.ANSWER_FINDINGS, "单位申请豁免")
def apply_for_waiver(act: Act, pk: int, wanted: Asking, at: datetime) -> int:
    """Do the same for one finding on the unit's own site."""
    return _asked(act, [pk], wanted, at)


def _asked(act: Act, keys: Sequence[int], wanted: Asking, at: datetime) -> int:
    by: User = person_of(act)
    hold_reason(act, Decision.Kind.WAIVE, wanted.reason)
    act.refuse_unless(len(keys) <= MOST, _("一次最多处理 %s 条，请缩小筛选范围。") % MOST)
    today = beijing_date(at)
    act.refuse_unless(wanted.until is not None, _("请填写豁免到哪一天。"))
    until = wanted.until or today
    act.refuse_unless(today <= until <= today + LONGEST, _("豁免的最后一天应在今天之后、一年之内。"))
    rows = list(findings_within(act.scope).filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk"))
    waiting = set(Waiver.objects.filter(finding__in=rows, state=Waiver.State.ASKED).values_list("finding", flat=True))
    free = [row for row in rows if row.pk not in waiting and row.outcome in DECIDABLE]
    made = [Waiver(finding=row, until=until, reason=wanted.reason, asked_by=by, asked_at=at) for row in free]
    act.create_all(made)
    tell_asked(act, made, at)
    return len(made)

"""Take a decision back: what it superseded holds again, and both stay on record."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.deciding import decide, hold_apart, hold_reason, person_of
from kaoping.web.monitoring.finding_queries import findings_within
from kaoping.web.monitoring.models import Decision
from kaoping.web.monitoring.standing import kept


@action(Permission.DECIDE_FINDINGS, "撤回对问题的处理")
def withdraw_decision(act: Act, pk: int, reason: str, at: datetime) -> Decision | None:
    """Take back the decision `pk`, which must be the last one that was not; None where it is taken back already.

    A reason is needed for somebody else's decision; a waiver is taken back by who may approve waivers.
    """
    decision = Decision.objects.filter(pk=pk).first()
    finding = act.access(findings_within(act.scope), decision.finding_id if decision else 0)
    assert decision is not None
    hold_apart(act, finding.site.unit_id)
    decisions = list(finding.decisions.select_related("made_by"))
    left = kept(decisions)
    if all(one.pk != pk for one in left):
        return None
    act.refuse_unless(left[-1].pk == pk, _("此后已有新的处理，请刷新后从最近的一次撤回。"))
    _hold_kind(act, decision, finding.site.unit.region.path)
    by = person_of(act)
    if decision.made_by_id != by.pk:
        hold_reason(act, Decision.Kind.WITHDRAW, reason)
    return decide(act, finding, Decision(kind=Decision.Kind.WITHDRAW, reason=reason, made_by=by, made_at=at))


def _hold_kind(act: Act, decision: Decision, path: str) -> None:
    on_appeal = decision.kind == Decision.Kind.UPHOLD or hasattr(decision, "ruling")  # the app of appeals notes its own
    act.refuse_unless(not on_appeal, _("申诉后的决定只能由申诉复核更改。"))
    approves = act.actor.user is not None and scope_of(act.actor.user, Permission.APPROVE_WAIVERS).covers_region(path)
    act.refuse_unless(decision.kind != Decision.Kind.WAIVE or approves, _("豁免由有审批权限的人员撤回。"))

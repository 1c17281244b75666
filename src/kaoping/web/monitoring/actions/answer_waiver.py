"""Approve a waiver, or do not; approving makes the decision that excuses the finding."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.deciding import decide, hold_apart, person_of
from kaoping.web.monitoring.finding_queries import findings_within
from kaoping.web.monitoring.finding_telling import tell_waived
from kaoping.web.monitoring.models import Decision, Waiver
from kaoping.worktime import beijing_date


@dataclass(frozen=True, slots=True)
class Judging:
    """Whether a waiver is approved, and what is said to it."""

    approved: bool
    answer: str = ""


@action(Permission.APPROVE_WAIVERS, "审批豁免")
def answer_waiver(act: Act, pk: int, said: Judging, at: datetime) -> Waiver:
    """Answer a request once; not by who asked. Raises RefusedError where somebody has, or its last day is over."""
    row = Waiver.objects.filter(pk=pk).first()
    finding = act.access(findings_within(act.scope), row.finding_id if row else 0)
    waiver = act.access(Waiver.objects.select_related("asked_by", "answered_by"), pk)
    waiver.finding = finding
    by, state = person_of(act), Waiver.State.APPROVED if said.approved else Waiver.State.REFUSED
    act.refuse_unless(waiver.asked_by_id != by.pk, _("申请人不能自己审批，请由其他有审批权限的人员处理。"))
    hold_apart(act, finding.site.unit_id)
    if waiver.state != Waiver.State.ASKED:
        act.refuse_unless((waiver.state, waiver.answered_by_id) == (state, by.pk), _taken(waiver))
        return waiver
    act.refuse_unless(said.answer or said.approved, _("不批准请写明理由。"))
    act.refuse_unless(
        not said.approved or waiver.until >= beijing_date(at), _("申请的最后一天已过，批准也不再有效；请不予批准。")
    )
    waiver.state, waiver.answer, waiver.answered_by, waiver.answered_at = state, said.answer, by, at
    if said.approved:
        waiver.decision = _excused(act, waiver, at)
    act.save(waiver)
    tell_waived(act, waiver, at)
    return waiver


def _excused(act: Act, waiver: Waiver, at: datetime) -> Decision:
    """Excuse the finding from the day on which that was asked, so that a slow answer costs nobody a day."""
    decision = Decision(kind=Decision.Kind.WAIVE, reason=waiver.reason, made_by=person_of(act), made_at=at)
    decision.valid_from, decision.valid_until = beijing_date(waiver.asked_at), waiver.until
    return decide(act, waiver.finding, decision)


def _taken(waiver: Waiver) -> str:
    who = waiver.answered_by.name if waiver.answered_by else ""
    said = {"who": who, "what": waiver.get_state_display()}
    return _("%(who)s 已经审批：%(what)s。您的意见没有保存。") % said

"""The assessing body answers a unit's reply; a false alarm that it accepts is dismissed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.deciding import decide, hold_apart, person_of
from kaoping.web.monitoring.finding_queries import findings_within
from kaoping.web.monitoring.finding_telling import tell_answered
from kaoping.web.monitoring.models import Decision, Reply
from kaoping.web.monitoring.models.finding import Finding

ANSWERS = {
    Reply.Kind.FALSE_POSITIVE: (Reply.State.ACCEPTED, Reply.State.REFUSED),
    Reply.Kind.WILL_FIX: (Reply.State.NOTED, Reply.State.REFUSED),
    Reply.Kind.EXPLAIN: (Reply.State.NOTED, Reply.State.REFUSED),
}
"""What may become of each kind of reply."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What becomes of a reply, and what the unit is told."""

    state: str
    answer: str = ""


@action(Permission.DECIDE_FINDINGS, "答复单位反馈")
def answer_reply(act: Act, pk: int, said: Answering, at: datetime) -> Reply:
    """Answer a reply once. Raises RefusedError where somebody has, or where a refusal says no reason."""
    row = Reply.objects.filter(pk=pk).first()
    finding = act.access(findings_within(act.scope), row.finding_id if row else 0)
    reply = act.access(Reply.objects.select_related("answered_by", "made_by", "unit__region"), pk)
    reply.finding = finding
    by = person_of(act)
    hold_apart(act, finding.site.unit_id)
    act.refuse_unless(said.state in ANSWERS[Reply.Kind(reply.kind)], _("请选择处理结果。"))
    if reply.state != Reply.State.OPEN:
        act.refuse_unless(
            (reply.state, reply.answer, reply.answered_by) == (said.state, said.answer, by), _taken(reply)
        )
        return reply
    act.refuse_unless(said.answer or said.state != Reply.State.REFUSED, _("不采纳请写明理由，单位可以看到。"))
    reply.state, reply.answer, reply.answered_by, reply.answered_at = said.state, said.answer, by, at
    if reply.state == Reply.State.ACCEPTED:
        reply.decision = _dismissed(act, finding, reply, at)
    act.save(reply)
    tell_answered(act, reply, at)
    return reply


def _dismissed(act: Act, finding: Finding, reply: Reply, at: datetime) -> Decision:
    reason = _("采纳单位反馈：%s") % (reply.answer or reply.text)
    kind = Decision.Kind.DISMISS
    return decide(act, finding, Decision(kind=kind, reason=reason[:500], made_by=person_of(act), made_at=at))


def _taken(reply: Reply) -> str:
    who = reply.answered_by.name if reply.answered_by else ""
    return _("%(who)s 已经答复：%(what)s。您的答复没有保存。") % {"who": who, "what": reply.get_state_display()}

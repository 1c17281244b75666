"""A unit replies to a finding on its site: a false alarm, a promise to mend it, an explanation."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.monitoring.deciding import person_of
from kaoping.web.monitoring.finding_queries import findings_within
from kaoping.web.monitoring.finding_telling import tell_filed
from kaoping.web.monitoring.models import Finding, Reply
from kaoping.web.pages.uploads import Upload
from kaoping.worktime import beijing_date

SHORTEST = 5  # characters of a text that says something


@dataclass(frozen=True, slots=True)
class Replying:
    """What a unit says; `fix_by` goes with a promise to mend it."""

    kind: str
    text: str
    fix_by: date | None = None
    proof: Upload | None = None


@action(Permission.ANSWER_FINDINGS, "反馈问题")
def file_reply(act: Act, pk: int, said: Replying, at: datetime) -> Reply:
    """File a reply; sent twice it is filed once. Raises RefusedError where one of its kind waits for its answer."""
    finding = act.access(findings_within(act.scope), pk)
    by, promise = person_of(act), said.kind == Reply.Kind.WILL_FIX
    act.refuse_unless(said.kind in Reply.Kind.values, _("请选择反馈的类型。"))
    act.refuse_unless(len(said.text) >= SHORTEST, _("请写明情况，至少 %s 个字。") % SHORTEST)
    act.refuse_unless(said.fix_by or not promise, _("承诺整改请填写整改期限。"))
    act.refuse_unless(not promise or (said.fix_by or beijing_date(at)) >= beijing_date(at), _("整改期限不能早于今天。"))
    waiting = finding.replies.filter(kind=said.kind, state=Reply.State.OPEN).first()
    if waiting is not None and (waiting.text, waiting.made_by_id) == (said.text, by.pk):
        return waiting  # the form was sent twice
    act.refuse_unless(
        waiting is None, _("这一条已有“%s”在等待答复，答复后可以再次反馈。") % Reply.Kind(said.kind).label
    )
    reply = _reply(finding, said)
    reply.made_by, reply.made_at = by, at
    act.create(reply)
    tell_filed(act, reply)
    return reply


def _reply(finding: Finding, said: Replying) -> Reply:
    reply = Reply(finding=finding, unit=finding.site.unit, kind=said.kind, text=said.text)
    reply.fix_by = said.fix_by if said.kind == Reply.Kind.WILL_FIX else None
    if said.proof is not None:
        reply.proof, reply.proof_name = said.proof.content, said.proof.name
    return reply

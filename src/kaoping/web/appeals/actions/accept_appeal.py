"""Take an appeal up and give it to an officer, who has had no part in what it is against."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.appeals.apart import officers_of, who_may_not
from kaoping.web.appeals.models import Appeal
from kaoping.web.appeals.queries import appeals_within
from kaoping.web.appeals.telling import tell_given
from kaoping.workflow.appeal import State, leads


@action(Permission.DECIDE_APPEALS, "受理并分派申诉")
def accept_appeal(act: Act, pk: int, officer: int, seen: int, *, at: datetime) -> Appeal:
    """Give an appeal to an officer; `seen` is whose it was when the person looked (0: nobody's).

    Raises RefusedError where the officer had a part in it, or somebody else gave it away meanwhile.
    """
    appeal = act.access(appeals_within(act.scope), pk)
    if appeal.now is State.ACCEPTED and appeal.officer_id == officer:
        return appeal  # the form was sent twice
    said = {"state": appeal.get_state_display()}
    act.refuse_unless(leads("accept", appeal.now), _("这件申诉“%(state)s”，不能再分派。") % said)
    who = appeal.officer.name if appeal.officer else ""
    act.refuse_unless((appeal.officer_id or 0) == seen, _("有人刚刚把它分派给了 %s，请看清后再决定是否改派。") % who)
    to = _officer(act, appeal, officer)
    appeal.state, appeal.officer, appeal.accepted_by, appeal.accepted_at = State.ACCEPTED.value, to, act.actor.user, at
    act.save(appeal)
    tell_given(act, appeal, at)
    return appeal


def _officer(act: Act, appeal: Appeal, officer: int) -> User:
    to = officers_of(appeal.participant.cycle).filter(pk=officer).first()
    act.refuse_unless(to is not None, _("请选择本考评机构的复核人。"))
    assert to is not None
    why = who_may_not(appeal).get(to.pk)
    act.refuse_unless(why is None, _("%(who)s %(why)s，应当回避，请分派给他人。") % {"who": to.name, "why": why})
    return to

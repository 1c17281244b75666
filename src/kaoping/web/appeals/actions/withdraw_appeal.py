"""Withdraw an appeal: the unit leaves it at the result; within the limit it may appeal again."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.appeals.models import Appeal
from kaoping.web.appeals.queries import own_appeals
from kaoping.web.appeals.telling import tell_withdrawn
from kaoping.workflow.appeal import State, leads


@action(Permission.FILE_APPEALS, "撤回申诉")
def withdraw_appeal(act: Act, pk: int, at: datetime) -> Appeal:
    """Withdraw an appeal that is not answered. Raises OutOfReachError for other units' ones, RefusedError."""
    appeal = act.access(own_appeals(act.scope), pk)
    if appeal.now is State.WITHDRAWN:
        return appeal  # the form was sent twice
    said = {"state": appeal.get_state_display()}
    act.refuse_unless(leads("withdraw", appeal.now), _("这件申诉“%(state)s”，不能撤回。") % said)
    appeal.state, appeal.withdrawn_at = State.WITHDRAWN.value, at
    act.save(appeal)
    tell_withdrawn(act, appeal, at)
    return appeal

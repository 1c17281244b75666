"""Freeze the scores as they are now, as preliminary ones that the assessing body wants to keep."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope, scope_of
from kaoping.web.actions import Act, Actor, OutOfReachError, action
from kaoping.web.cycles.queries import cycles_within
from kaoping.web.cycles.rules import reached
from kaoping.web.results.freezing import Prepared, freeze, prepare_version
from kaoping.web.results.models import ResultVersion
from kaoping.workflow.cycle import State
from kaoping.worktime import beijing_date

OPEN = (State.MONITORING, State.EVALUATION)


def freeze_preliminary(actor: Actor, pk: int) -> ResultVersion:
    """Compute what takes long before anything is locked, then freeze it. Raises OutOfReachError, RefusedError."""
    scope = scope_of(actor.user, Permission.MANAGE_CYCLES) if actor.user else Scope(everywhere=True)
    cycle = cycles_within(scope).filter(pk=pk).first()
    if cycle is None:
        raise OutOfReachError
    return keep_preliminary(actor, pk, prepare_version(cycle, beijing_date(timezone.now())))


@action(Permission.MANAGE_CYCLES, "封存初步成绩")
def keep_preliminary(act: Act, pk: int, prepared: Prepared) -> ResultVersion:
    """Make a version of prepared scores. Raises OutOfReachError, RefusedError after approval or without a reason."""
    cycle = reached(act, pk)
    act.refuse_unless(cycle.now in OPEN, _("日常监测和年终测评期间才封存初步成绩；审定时自动封存。"))
    act.refuse_unless(act.actor.reason, _("请填写封存初步成绩的用途。"))
    return freeze(act, cycle, ResultVersion.Kind.PRELIMINARY, prepared)

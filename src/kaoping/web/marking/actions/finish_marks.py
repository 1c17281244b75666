"""Lock what an assessor has judged: it is final until the assessing body opens it again."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.cycles.models import Cycle
from kaoping.web.marking.models import Mark
from kaoping.web.marking.people import hold_apart
from kaoping.web.marking.rules import full_marks, hold_marking


@action(Permission.GIVE_MARKS, "锁定评分")
def finish_marks(act: Act, cycle: int, participants: Sequence[int], at: datetime) -> int:
    """Lock the actor's marks of units (keys of participants; none: all) that have a result; return how many.

    Raises OutOfReachError, or RefusedError while some have none.
    """
    if act.actor.user is None:
        raise OutOfReachError
    rows = full_marks().filter(assessor=act.actor.user, cycle=cycle)
    if participants:
        rows = rows.filter(participant__in=participants)
    if not rows.exists():
        raise OutOfReachError
    held = Cycle.objects.select_for_update().get(pk=cycle)
    hold_marking(act, held)
    hold_apart(act, held)
    missing = rows.filter(state=Mark.State.OPEN).count()
    act.refuse_unless(not missing, _("还有 %s 项没有结果，不能锁定；确实不适用的请选“不适用”。") % missing)
    return act.change_all(rows.filter(state=Mark.State.GIVEN), {"state": Mark.State.DONE, "done_at": at})

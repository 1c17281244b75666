"""Give marks that nobody has answered yet to another assessor."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.rules import reached
from kaoping.web.marking.models import Mark
from kaoping.web.marking.people import assessors_of
from kaoping.web.marking.rules import full_marks, hold_marking
from kaoping.web.marking.telling import tell_dealt


@action(Permission.ASSIGN_MARKS, "改派测评任务")
def transfer_marks(act: Act, cycle: int, marks: Sequence[int], to: User) -> int:
    """Give those of some marks (keys) that have no result to `to`; return how many.

    Left with whom they are: answered ones, and those where `to` already has another seat. Raises OutOfReachError,
    RefusedError.
    """
    row = reached(act, cycle)
    hold_marking(act, row)
    act.refuse_unless(act.actor.reason, _("改派请写明原因；原因写入操作日志。"))
    act.refuse_unless(assessors_of(row).filter(pk=to.pk).exists(), _("“%s”不能参加本周期的测评。") % to)
    wanted = full_marks().filter(cycle=row, pk__in=marks, state=Mark.State.OPEN).exclude(assessor=to)
    seated = set(to.marks.filter(cycle=row).values_list("participant", "question", "period"))
    free = [one.pk for one in wanted if (one.participant_id, one.question, one.period) not in seated]
    count = act.change_all(full_marks().filter(pk__in=free), {"assessor": to})
    tell_dealt(act, row, {to: count}, f"transfer:{row.pk}:{timezone.now().isoformat()}")
    return count

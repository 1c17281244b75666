"""Open locked marks again, with the reason why."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.rules import reached
from kaoping.web.marking.models import Mark
from kaoping.web.marking.rules import full_marks, hold_marking


@action(Permission.ASSIGN_MARKS, "解锁评分")
def reopen_marks(act: Act, cycle: int, marks: Sequence[int]) -> int:
    """Let assessors change locked marks (keys); return how many. Raises OutOfReachError, RefusedError."""
    row = reached(act, cycle)
    hold_marking(act, row)
    act.refuse_unless(act.actor.reason, _("解锁请写明原因；原因写入操作日志。"))
    locked = full_marks().filter(cycle=row, pk__in=marks, state=Mark.State.DONE)
    return act.change_all(locked, {"state": Mark.State.GIVEN, "done_at": None})

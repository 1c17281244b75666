"""Set the limits of a cycle's appeals; once results are fed back they may only grow, with a reason."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.appeals.clocks import limits_of
from kaoping.web.appeals.models import AppealTerms
from kaoping.web.cycles.rules import reached
from kaoping.workflow.appeal import Limits
from kaoping.workflow.cycle import State, has_passed
from kaoping.worktime import DayEnd


@action(Permission.MANAGE_CYCLES, "设定申诉期限")
def set_terms(act: Act, cycle: int, wanted: Limits, seen: Limits) -> AppealTerms:
    """Set a cycle's limits; `seen` are those that the person saw. Raises OutOfReachError, RefusedError."""
    held = reached(act, cycle)
    now = limits_of(held)
    act.refuse_unless(now in (seen, wanted), _("有人刚刚改了申诉期限，请看清现在的期限后再改。"))
    act.refuse_unless(not has_passed(held.now, State.PUBLISHED), _("结果已经公布，申诉期限不能再改。"))
    if has_passed(held.now, State.FEEDBACK) and wanted != now:
        act.refuse_unless(act.actor.reason, _("结果已经反馈，改动期限请写明原因；原因写入操作日志。"))
        act.refuse_unless(_longer(wanted, now), _("结果已经反馈，期限只能延长，不能缩短。"))
    known = AppealTerms.objects.filter(cycle=held).first()
    row = act.access(AppealTerms.objects.all(), known.pk) if known else AppealTerms(cycle=held)
    row.file_days, row.answer_days, row.ends = wanted.file, wanted.answer, wanted.ends.value
    return act.save(row) if known else act.create(row)


def _longer(wanted: Limits, now: Limits) -> bool:
    later = (now.ends, wanted.ends) != (DayEnd.MIDNIGHT, DayEnd.CLOSE)
    return wanted.file >= now.file and wanted.answer >= now.answer and later

"""Ask for a text no longer."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.selfassessment.models import Answer, Call
from kaoping.web.selfassessment.queries import sections_within
from kaoping.web.selfassessment.rules import hold_taking


@action(Permission.MANAGE_REPORTS, "删除报告章节")
def remove_section(act: Act, pk: int) -> Call:
    """Remove a section that no unit has written to; return its call. Raises OutOfReachError, RefusedError."""
    row = act.access(sections_within(act.scope), pk)
    call = row.call
    hold_taking(act, call.cycle)
    written = Answer.objects.filter(report__participant__cycle=call.cycle_id, key=row.key).exclude(text="").count()
    act.refuse_unless(not written, _("已有 %s 个单位写了这一章节，不能删除；可以改为不必填。") % written)
    act.delete(row)
    return call

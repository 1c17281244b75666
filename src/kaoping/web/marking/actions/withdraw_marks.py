"""Take back what was dealt by mistake: the marks of an allotment that nobody has answered."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.marking.models import Allotment, Mark
from kaoping.web.marking.rules import hold_marking


@action(Permission.ASSIGN_MARKS, "撤回分派")
def withdraw_marks(act: Act, pk: int) -> int:
    """Delete the marks of an allotment that have no result; return how many. Raises OutOfReachError, RefusedError."""
    rows = act.scope.regions(Allotment.objects.select_related("cycle__body"), "cycle__body")
    allotment = act.access(rows, pk)
    hold_marking(act, allotment.cycle)
    unanswered = Mark.objects.filter(allotment=allotment, state=Mark.State.OPEN, note="", files=None, calls=None)
    count = unanswered.count()
    act.refuse_unless(count, _("这次分派的任务都已有结果，不能撤回；个别任务请改派。"))
    Mark.objects.filter(pk__in=unanswered.values("pk")).delete()
    allotment.marks_made -= count
    act.save(allotment)
    act.note(allotment, withdrawn=count)
    return count

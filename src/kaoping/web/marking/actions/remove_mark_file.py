"""Take a file away from a mark; the log keeps its name and digest."""

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.marking.models import Mark, MarkFile
from kaoping.web.marking.rules import own_mark


@action(Permission.GIVE_MARKS, "删除测评附件")
def remove_mark_file(act: Act, pk: int) -> Mark:
    """Remove a file of an own mark; what is on the disk stays. Raises OutOfReachError, RefusedError."""
    row = act.access(MarkFile.objects.filter(mark__assessor=act.actor.user), pk)
    mark = own_mark(act, row.mark_id)
    act.delete(row)
    return mark

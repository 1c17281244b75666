"""Strike out an entry of the diary; the log keeps what it said."""

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.marking.models import Mark, TestCall
from kaoping.web.marking.rules import own_mark


@action(Permission.GIVE_MARKS, "删除测试记录")
def remove_call(act: Act, pk: int) -> Mark:
    """Remove an entry about an own mark. Raises OutOfReachError, RefusedError."""
    row = act.access(TestCall.objects.filter(mark__assessor=act.actor.user), pk)
    mark = own_mark(act, row.mark_id)
    act.delete(row)
    return mark

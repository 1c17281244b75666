"""Have done again what failed for good."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.module_loading import import_string

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.jobs.declaring import POLICIES
from kaoping.web.jobs.models import FailedWork
from kaoping.web.jobs.putting import Turn, put


@action(Permission.MANAGE_WORK, "重新执行后台任务")
def put_back(act: Act, keys: Iterable[int], now: datetime) -> int:
    """Put work that failed into its queue again; return how many of the keys were such.

    What this version of the program does not know any more is left.
    """
    open_rows = FailedWork.objects.filter(pk__in=list(keys), put_back_at=None, path__in=list(POLICIES))
    rows = list(open_rows.select_for_update(of=("self",)))
    for row in rows:
        task = import_string(row.path).using(queue_name=row.queue)
        put(task, [tuple(row.arguments)], Turn(row.share))
    return act.change_all(FailedWork.objects.filter(pk__in=[row.pk for row in rows]), {"put_back_at": now})

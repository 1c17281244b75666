"""The page of background work: how much waits, what failed for good, and having it done again."""

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.jobs.actions.put_back import put_back
from kaoping.web.jobs.filters import FailedFilters
from kaoping.web.jobs.models import FailedWork
from kaoping.web.jobs.putting import standing
from kaoping.web.jobs.tables import FailedTable
from kaoping.web.jobs.words import queue_title
from kaoping.web.pages.access import actor_of, page
from kaoping.web.pages.acts import answered
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list


@page(Permission.MANAGE_WORK)
def failures(request: HttpRequest) -> HttpResponseBase:
    """List what failed for good; put back what is chosen."""
    listing = Listing(
        _("未完成的后台任务"),
        FailedTable,
        FailedFilters,
        _("没有未完成的后台任务。执行失败的任务会自动重试，仍不成功的才列在这里。"),
        note=_standing(),
        bulk=Bulk(forms.Form(), (("again", _("重新执行")),)),
    )
    rows = FailedWork.objects.all()
    if request.method == "POST":

        def act() -> str:
            count = put_back(actor_of(request), chosen_rows(request, listing, rows), timezone.now())
            return _("%s 项任务已重新排入队列；以前已重新执行的没有动。") % count

        return answered(request, act)
    return show_list(request, listing, rows)


def _standing() -> str:
    """Say how much waits and is under way in each queue."""
    words = _("%(queue)s：等待 %(waiting)s，执行中 %(doing)s")
    told = [
        words % {"queue": queue_title(name), "waiting": waiting, "doing": doing}
        for name, (waiting, doing) in sorted(standing().items())
    ]
    return "；".join(told) + "。" if told else _("队列都空着。")

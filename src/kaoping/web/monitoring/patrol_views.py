"""The pages of plans: inspections that repeat."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.monitoring.actions.add_patrol import add_patrol
from kaoping.web.monitoring.actions.change_patrol import change_patrol
from kaoping.web.monitoring.run_filters import PatrolFilters
from kaoping.web.monitoring.run_forms import PatrolForm
from kaoping.web.monitoring.run_queries import patrols_for
from kaoping.web.monitoring.run_tables import PatrolTable
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list

P = Permission


@page(P.RUN_INSPECTIONS)
def patrols(request: HttpRequest) -> HttpResponseBase:
    """List the plans within reach."""
    listing = Listing(
        _("巡查计划"),
        PatrolTable,
        PatrolFilters,
        _("还没有计划。建立“每日巡查”后，系统每天夜里自动巡查，早上就能看到新问题。"),
        (
            (_("新建计划"), reverse("monitoring:patrol-add"), True),
            (_("巡查"), reverse("monitoring:runs"), False),
        ),
        _("时间为北京时间。系统停机期间错过的，恢复后补做一次；上一次没有做完的，做完后再开始。"),
    )
    return show_list(request, listing, patrols_for(request))


@page(P.RUN_INSPECTIONS)
def patrol_add(request: HttpRequest) -> HttpResponse:
    """Make a plan."""

    def save(form: PatrolForm) -> str:
        add_patrol(actor_of(request), form.values())
        return reverse("monitoring:patrols")

    return show_form(request, PatrolForm(request.POST or None, request=request), _editing(_("新建巡查计划"), save))


@page(P.RUN_INSPECTIONS)
def patrol_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or stop a plan."""
    row = row_of(patrols_for(request), pk)

    def save(form: PatrolForm) -> str:
        change_patrol(actor_of(request), pk, form.edits())
        return reverse("monitoring:patrols")

    form = PatrolForm(request.POST or None, instance=row, request=request)
    return show_form(request, form, _editing(_("修改巡查计划：%s") % row, save))


def _editing(title: str, save: Callable[[Any], str]) -> Editing:
    note = _("每月、每季度的日子逢休息日顺延到下一个工作日；每日、每周照常进行。要停止计划，取消“启用”。")
    return Editing(title, save, _("已保存。"), reverse("monitoring:patrols"), note)

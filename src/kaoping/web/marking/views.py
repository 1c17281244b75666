"""The pages of those who organise marking: cycles, progress, dealing, all marks."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.audit.models import Entry
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.rules import may_manage
from kaoping.web.marking import filters, forms, tables
from kaoping.web.marking.actions.allot_marks import allot_marks
from kaoping.web.marking.actions.reopen_marks import reopen_marks
from kaoping.web.marking.actions.transfer_marks import transfer_marks
from kaoping.web.marking.actions.withdraw_marks import withdraw_marks
from kaoping.web.marking.asked import panel_questions, questions_of, row_for
from kaoping.web.marking.models import Allotment, Mark
from kaoping.web.marking.queries import by_assessor, by_cycles, by_question, cycles_viewed
from kaoping.web.marking.rules import full_marks, marks_within, takes_marks
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.acts import answered
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Bulk, Listing, chosen_rows, show_list

P = Permission
RECENT = 20


@page(P.VIEW_MARKS)
def cycles(request: HttpRequest) -> HttpResponse:
    """List the cycles that take marks or took them, with how far each is."""
    rows = [one for one in cycles_viewed(request) if one.state != "draft"]
    counted = by_cycles(rows)
    context = {"rows": [(one, counted.get(one.pk)) for one in rows]}
    return render(request, "marking/cycles.html", context)


@page(P.VIEW_MARKS)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a cycle's marking is, by assessor and by question, and what was dealt."""
    cycle = row_of(cycles_viewed(request), pk)
    asked = questions_of(cycle)
    counted = by_question(Mark.objects.filter(cycle=cycle))
    context = {
        "cycle": cycle,
        "may_deal": may_manage(scope_of(request.user, P.ASSIGN_MARKS), cycle) and takes_marks(cycle),
        "assessors": by_assessor(cycle),
        "questions": [(one, counted.get(name)) for name, one in asked.items()],
        "panels": panel_questions(cycle),
        "allotments": Allotment.objects.filter(cycle=cycle).prefetch_related("assessors"),
    }
    return render(request, "marking/progress.html", context)


@page(P.ASSIGN_MARKS)
def allot(request: HttpRequest, pk: int) -> HttpResponse:
    """Deal questions about units to assessors."""
    cycle = row_of(cycles_viewed(request, P.ASSIGN_MARKS), pk)
    back = reverse("marking:cycle", kwargs={"pk": pk})

    def save(form: forms.AllotForm) -> str:
        made = allot_marks(actor_of(request), pk, form.dealing(secrets.token_hex(16)))
        said = _("已分派 %(marks)s 项任务，涉及 %(units)s 个单位。")
        messages.success(request, said % {"marks": made.marks_made, "units": made.units})
        return back

    note = _("评估员须有“第三方评估员”“评审专家”或“考评机构”角色，范围包括本考评地区，且不属于参评单位。")
    form = forms.AllotForm(request.POST or None, cycle=cycle)
    editing = Editing(_("%s：分派测评任务") % cycle, save, "", back, note, _("分派"), "marking/allot.html")
    return show_form(request, form, editing)


@page(P.VIEW_MARKS)
def marks(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List all marks of a cycle; those who deal them hand them on and open them again."""
    cycle = row_of(cycles_viewed(request), pk)
    deals = may_manage(scope_of(request.user, P.ASSIGN_MARKS), cycle) and takes_marks(cycle)
    asked = questions_of(cycle)
    form = forms.MarksForm(request.POST or None, cycle=cycle)
    listing = Listing(
        _("%s：全部评分") % cycle,
        tables.for_scheme(tables.MarkTable if deals else tables.ReadOnlyMarkTable, asked),
        filters.for_cycle(
            asked, list(User.objects.filter(pk__in=Mark.objects.filter(cycle=cycle).order_by().values("assessor")))
        ),
        _("还没有分派测评任务。请在“测评组织”中点“分派测评任务”。"),
        ((_("返回测评进度"), reverse("marking:cycle", kwargs={"pk": pk}), False),),
        "",
        Bulk(form, (("reopen", _("解锁")), ("transfer", _("改派")))) if deals else None,
    )
    rows = full_marks().filter(cycle=cycle)
    if request.method == "POST" and deals:
        return answered(request, lambda: _changed(request, cycle, form, chosen_rows(request, listing, rows)))
    return show_list(request, listing, rows)


@page(P.VIEW_MARKS)
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mark with its proof and what became of it."""
    row = row_of(marks_within(scope_of(request.user, P.VIEW_MARKS)), pk)
    entries = Entry.objects.filter(object_type="marking.mark", object_id=str(pk))[:RECENT]
    context: dict[str, Any] = {
        "mark": row,
        "asked": row_for(row.participant, row.question, row.period),
        "title": getattr(questions_of(row.cycle).get(row.question), "title", row.question),
        "result": tables.result_of(row),
        "history": entries,
    }
    return render(request, "marking/mark.html", context)


@require_POST
@page(P.ASSIGN_MARKS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what nobody has answered of an allotment."""
    rows = scope_of(request.user, P.ASSIGN_MARKS).regions(Allotment.objects.all(), "cycle__body")
    allotment = row_of(rows, pk)

    def act() -> str:
        return _("已撤回 %s 项任务。") % withdraw_marks(actor_of(request), pk)

    return answered(request, act, reverse("marking:cycle", kwargs={"pk": allotment.cycle_id}))


def _changed(request: HttpRequest, cycle: Cycle, form: forms.MarksForm, keys: list[int]) -> str:
    """Do what the pressed button says; return what was done."""
    actor = actor_of(request)
    if request.POST.get("act") == "reopen":
        return _("已解锁 %s 项。") % reopen_marks(actor, cycle.pk, keys)
    if not form.is_valid() or form.cleaned_data["to"] is None:
        raise RefusedError(_("请选择改派给谁。"))
    done = transfer_marks(actor, cycle.pk, keys, form.cleaned_data["to"])
    return _("已改派 %(done)s 项；已有结果的，或对方已评同一项的，没有改派。") % {"done": done}

"""The pages about a cycle's days and steps."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import RefusedError
from kaoping.web.cycles import forms
from kaoping.web.cycles.actions.change_day import change_day, days_within
from kaoping.web.cycles.actions.take_step import Wanted, acting
from kaoping.web.cycles.conditions import obstacles
from kaoping.web.cycles.days import days_come, days_of
from kaoping.web.cycles.models import CycleDay
from kaoping.web.cycles.queries import cycles_for
from kaoping.web.cycles.rules import may_manage
from kaoping.web.cycles.step_parts import glances_at
from kaoping.web.cycles.words import state_title, step_title
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.workflow.cycle import BY_ID, Duty, Step

P = Permission


@page(P.VIEW_CYCLES)
def days(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a cycle's days with how each was reckoned."""
    cycle = row_of(cycles_for(request).prefetch_related("days", "steps"), pk)
    come = days_come(cycle)
    rules = {row.milestone: row for row in cycle.days.all()}
    reckoned = days_of(cycle)
    context = {
        "cycle": cycle,
        "manages": may_manage(scope_of(request.user, P.MANAGE_CYCLES), cycle),
        "rows": [(rules.get(name), day, name in come) for name, day in reckoned.items()],
        "provisional": any(day.provisional for day in reckoned.values()),
    }
    return render(request, "cycles/days.html", context)


@page(P.MANAGE_CYCLES)
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the rule of one day."""
    row = row_of(days_within(scope_of(request.user, P.MANAGE_CYCLES)), pk)
    back = reverse("cycles:cycle-days", kwargs={"pk": row.cycle_id})

    def save(form: forms.DayForm) -> str:
        change_day(actor_of(request), pk, form.edits())
        return back

    title = _("%(cycle)s：%(day)s") % {"cycle": row.cycle, "day": row.get_milestone_display()}
    editing = Editing(title, save, _("已保存，各项日期已重新推算。"), back, _now(row))
    return show_form(request, forms.DayForm(request.POST or None, instance=row, request=request), editing)


@page(P.VIEW_CYCLES)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take a cycle one step on, after showing what it means and what is in the way."""
    wanted = BY_ID.get(step)
    if wanted is None:
        raise Http404
    permission = P.APPROVE_CYCLES if wanted.duty is Duty.APPROVER else P.MANAGE_CYCLES
    cycle = row_of(cycles_for(request, permission).defer(None), pk)
    if request.method == "GET" and cycle.now not in wanted.before:
        messages.warning(request, _("现在是“%s”，这一步已经完成或还不能进行。") % state_title(cycle.now))
        return HttpResponseRedirect(reverse("cycles:cycle", kwargs={"pk": pk}))
    today = timezone.localdate()
    found = obstacles(cycle, wanted, today)
    doubtful = [one for one in found if not one.firm]
    glances = glances_at(cycle, wanted.id, today)
    initial = {"seen": cycle.state, "shown": " ".join(one.seen for one in glances)}
    form = forms.StepForm(request.POST or None, step=wanted, doubtful=bool(doubtful), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acting(actor_of(request), pk, _wanted(wanted, given, today))
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已完成：%s。") % step_title(wanted))
            return HttpResponseRedirect(reverse("cycles:cycle", kwargs={"pk": pk}))
    context = {
        "cycle": cycle,
        "step": wanted,
        "form": form,
        "after": state_title(wanted.after),
        "firm": [one for one in found if one.firm],
        "doubtful": doubtful,
        "glances": glances,
    }
    return render(request, "cycles/step.html", context, status=422 if _wrong(form) else 200)


def _wanted(step: Step, given: Mapping[str, Any], today: date) -> Wanted:
    return Wanted(step.id, given["seen"], today, given.get("looked", False), given["shown"])


def _wrong(form: django_forms.Form) -> bool:
    return form.is_bound and bool(form.errors)


def _now(row: CycleDay) -> str:
    now = days_of(row.cycle)[row.milestone]
    said = f"{now.day.isoformat()}，{now.how}" if now.day else now.how
    return _("现为：%s。") % said + _("“指定日期”和“起算于”只填一样；两样都空着表示未定。")

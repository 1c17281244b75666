"""The pages on which an assessing body says where the duty is asked for."""

from datetime import time

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.duty import filters, forms, tables
from kaoping.web.duty.actions.ask_for_duty import ask_for_duty
from kaoping.web.duty.actions.change_duty import change_duty
from kaoping.web.duty.queries import rules_for
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list

P = Permission
NOTE = gettext_lazy(
    "规定对本地区和下级生效；下级另有规定的从其规定。应读网的是在册、没有免设、有网站在运行的单位，只在工作日。"
)


@page(P.MANAGE_DUTY)
def rules(request: HttpRequest) -> HttpResponseBase:
    """List the rules of regions within reach."""
    listing = Listing(
        _("值班读网规定"),
        tables.RuleTable,
        filters.RuleFilters,
        _("还没有规定。新增之后，日历上会标出缺记录的工作日，并按时提醒。"),
        ((_("新增规定"), reverse("duty:rule-add"), True), (_("返回日历"), reverse("duty:calendar"), False)),
        str(NOTE),
    )
    return show_list(request, listing, rules_for(request))


@page(P.MANAGE_DUTY)
def rule_add(request: HttpRequest) -> HttpResponse:
    """Ask the units of a region for their readings."""
    back = reverse("duty:rules")

    def save(form: forms.RuleForm) -> str:
        ask_for_duty(actor_of(request), form.values())
        return back

    editing = Editing(_("新增值班读网规定"), save, _("规定已生效。"), back, str(NOTE))
    initial = {"since": timezone.localdate(), "remind_at": time(16)}
    return show_form(request, forms.RuleForm(request.POST or None, request=request, initial=initial), editing)


@page(P.MANAGE_DUTY)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    row, back = row_of(rules_for(request), pk), reverse("duty:rules")

    def save(form: forms.RuleForm) -> str:
        change_duty(actor_of(request), pk, form.edits())
        return back

    editing = Editing(_("“%s”的值班读网规定") % row, save, _("已保存。"), back, str(NOTE))
    return show_form(request, forms.RuleForm(request.POST or None, instance=row, request=request), editing)

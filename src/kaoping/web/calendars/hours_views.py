"""The pages on which an assessing body says what hours its region works, and which days differ there."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.calendars.actions.change_hours import change_hours
from kaoping.web.calendars.actions.drop_hours import drop_hours
from kaoping.web.calendars.actions.set_hours import set_hours
from kaoping.web.calendars.models import RegionHours
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.columns import MomentColumn
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.pages.lookup import LookupField
from kaoping.web.registry.filters import RegionFilter
from kaoping.web.registry.forms import ScopedForm
from kaoping.web.registry.queries import regions_for

P = Permission
NOTE = gettext_lazy(
    "对本地区和下级生效；下级另有规定的从其规定。期限、提醒、读网日随即按它推算，已经办结的不变。"
    "运维人员在 worktime.yaml 里给同一地区写的，以这里为准。"
)


class HoursTable(tables.Table):
    """Regions with hours of their own."""

    region = tables.Column(linkify=("calendars:hours-edit", {"pk": tables.A("pk")}), order_by=("region__code",))
    seasons = tables.Column(attrs={"td": {"class": "lines"}})
    days = tables.Column(attrs={"td": {"class": "lines"}})
    written_at = MomentColumn()

    class Meta:
        model = RegionHours
        fields = ("region", "hours", "seasons", "days", "day_end", "off_hours", "written_at")


class HoursFilters(filters.FilterSet):
    """Of those regions."""

    q = filters.CharFilter(field_name="region__name", lookup_expr="icontains", label=gettext_lazy("地区名称"))
    region = RegionFilter("region", label=gettext_lazy("地区代码"))

    class Meta:
        model = RegionHours
        fields = ("q", "region")


class HoursForm(ScopedForm):
    """Of a region's hours; the region stays once it is there."""

    class Meta:
        model = RegionHours
        fields = ("region", "hours", "seasons", "days", "day_end", "off_hours")
        widgets = {"seasons": forms.Textarea({"rows": 3}), "days": forms.Textarea({"rows": 6})}

    def narrow(self) -> None:
        """Let the region be one within reach; say of choices what leaving them out means."""
        rows = regions_for(self.request, P.MANAGE_HOURS)
        self.fields["region"] = LookupField(rows, "registry:region-options", label=_("地区"))
        if self.instance.pk:
            del self.fields["region"]
        for name in ("day_end", "off_hours"):
            field: Any = self.fields[name]
            field.choices = [("", _("同上级地区")), *field.choices[1:]]


def hours_for(request: HttpRequest) -> "QuerySet[RegionHours]":
    """Return the hours of regions that the person looks after."""
    rows = RegionHours.objects.select_related("region")
    return scope_of(request.user, P.MANAGE_HOURS).regions(rows, "region")


@page(P.MANAGE_HOURS)
def hours_list(request: HttpRequest) -> HttpResponseBase:
    """List the regions within reach that have hours of their own."""
    listing = Listing(
        _("地区工作时间"),
        HoursTable,
        HoursFilters,
        _("还没有单列的地区，都按全国的安排和默认的工作时间。有夏令作息、当地放假的，请“新增”。"),
        (
            (_("新增地区工作时间"), reverse("calendars:hours-add"), True),
            (_("返回日历"), reverse("calendars:calendars"), False),
        ),
        str(NOTE),
    )
    return show_list(request, listing, hours_for(request))


@page(P.MANAGE_HOURS)
def hours_add(request: HttpRequest) -> HttpResponse:
    """Say what hours a region works."""
    back = reverse("calendars:hours")

    def save(form: HoursForm) -> str:
        set_hours(actor_of(request), form.values())
        return back

    editing = Editing(_("新增地区工作时间"), save, _("工作时间已生效。"), back, str(NOTE))
    return show_form(request, HoursForm(request.POST or None, request=request), editing)


@page(P.MANAGE_HOURS)
def hours_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a region's hours."""
    row, back = row_of(hours_for(request), pk), reverse("calendars:hours")

    def save(form: HoursForm) -> str:
        change_hours(actor_of(request), pk, form.edits())
        return back

    more = {"other": (_("不再单列，同上级地区"), reverse("calendars:hours-drop", kwargs={"pk": pk}))}
    editing = Editing(str(row), save, _("已保存。"), back, str(NOTE), more=more)
    return show_form(request, HoursForm(request.POST or None, instance=row, request=request), editing)


@page(P.MANAGE_HOURS)
def hours_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a region is to work as the region above does, and do it."""
    row, back = row_of(hours_for(request), pk), reverse("calendars:hours")

    def save(_form: forms.Form) -> str:
        drop_hours(actor_of(request), pk)
        return back

    note = _("取消之后，%s和下级的期限随即按上级地区的工作时间推算。") % row.region
    title = _("取消“%s”单列的工作时间") % row.region
    editing = Editing(title, save, _("已取消。"), back, note, _("取消单列"))
    return show_form(request, forms.Form(request.POST if request.method == "POST" else None), editing)

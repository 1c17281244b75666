"""The pages on which an assessing body sets limits of time for its region."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.actions import Edit
from kaoping.web.limits.actions.set_limits import set_limits
from kaoping.web.limits.forms import LimitsForm
from kaoping.web.limits.models import RegionLimits
from kaoping.web.notices.kinds import title_of
from kaoping.web.pages.access import actor_of, page, row_of
from kaoping.web.pages.columns import MomentColumn
from kaoping.web.pages.editing import Editing, show_form
from kaoping.web.pages.listing import Listing, show_list
from kaoping.web.registry.filters import RegionFilter

P = Permission
NOTE = gettext_lazy(
    "对本地区和下级生效；下级另有规定的从其规定，留空的同上级地区。随即生效：还没有答复的反馈、还没有上报的通知按新的时限算。"
)


class LimitsTable(tables.Table):
    """Regions with limits of their own."""

    region = tables.Column(linkify=("limits:limits-edit", {"pk": tables.A("pk")}), order_by=("region__code",))
    rising = tables.Column(orderable=False, attrs={"td": {"class": "lines"}})
    written_at = MomentColumn()

    class Meta:
        model = RegionLimits
        fields = ("region", "answer_days", "keep_days", "rising", "written_at")

    def render_rising(self, value: dict[str, list[int]]) -> str:
        """Say it kind by kind."""
        return "\n".join(f"{title_of(code)} {hours[0]} / {hours[1]}" for code, hours in value.items())

    value_rising = render_rising


class LimitsFilters(filters.FilterSet):
    """Of those regions."""

    q = filters.CharFilter(field_name="region__name", lookup_expr="icontains", label=gettext_lazy("地区名称"))
    region = RegionFilter("region", label=gettext_lazy("地区代码"))

    class Meta:
        model = RegionLimits
        fields = ("q", "region")


def limits_for(request: HttpRequest) -> "QuerySet[RegionLimits]":
    """Return the limits of regions that the person looks after."""
    rows = RegionLimits.objects.select_related("region")
    return scope_of(request.user, P.MANAGE_LIMITS).regions(rows, "region")


@page(P.MANAGE_LIMITS)
def limits_list(request: HttpRequest) -> HttpResponseBase:
    """List the regions within reach that have limits of their own."""
    empty = _("还没有单列的地区：反馈 3 个工作日内答复，读过的通知保留 400 天，逾期上报按通常的时间。要改的请“新增”。")
    add = (_("新增时限规定"), reverse("limits:limits-add"), True)
    return show_list(
        request, Listing(_("时限规定"), LimitsTable, LimitsFilters, empty, (add,), str(NOTE)), limits_for(request)
    )


@page(P.MANAGE_LIMITS)
def limits_add(request: HttpRequest) -> HttpResponse:
    """Set the limits of a region for the first time."""
    back = reverse("limits:limits")

    def save(form: LimitsForm) -> str:
        values = form.values()
        region = values.pop("region")
        set_limits(actor_of(request), region.pk, {name: Edit(None, value) for name, value in values.items()})
        return back

    editing = Editing(_("新增时限规定"), save, _("时限已生效。"), back, str(NOTE))
    return show_form(request, LimitsForm(request.POST or None, request=request), editing)


@page(P.MANAGE_LIMITS)
def limits_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a region's limits."""
    row, back = row_of(limits_for(request), pk), reverse("limits:limits")

    def save(form: LimitsForm) -> str:
        set_limits(actor_of(request), row.region_id, form.edits())
        return back

    editing = Editing(str(row), save, _("已保存。"), back, str(NOTE))
    return show_form(request, LimitsForm(request.POST or None, instance=row, request=request), editing)

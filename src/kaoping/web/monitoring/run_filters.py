"""What the lists of runs can be narrowed by."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.monitoring.models import Patrol, Run, RunSite
from kaoping.web.pages.filtering import ManyFilter, YesNoFilter
from kaoping.web.registry.filters import RegionFilter, SiteFilters
from kaoping.web.registry.models import Site


class RunFilters(filters.FilterSet):
    """Of runs."""

    q = filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")
    state = ManyFilter(choices=Run.State)
    planned = filters.ChoiceFilter(
        label=_("来源"), choices=(("plan", _("按计划")), ("order", _("临时发起"))), method="by_origin"
    )

    class Meta:
        model = Run
        fields = ("q", "state", "planned")

    def by_origin(self, rows: "QuerySet[Run]", _name: str, value: str) -> "QuerySet[Run]":
        """Keep those that a plan began, or that somebody ordered."""
        return rows.filter(patrol__isnull=value == "order")


class RunSiteFilters(filters.FilterSet):
    """Of the sites of a run."""

    q = filters.CharFilter(label=_("网站、单位或网址"), method="search")
    region = RegionFilter("site__unit__region", label=_("地区代码"))
    state = ManyFilter(choices=RunSite.State)
    fault = filters.ChoiceFilter(choices=RunSite.Fault)
    seen = filters.ChoiceFilter(
        label=_("情况"),
        choices=(
            ("unreached", _("打不开")),
            ("partly", _("没有看完")),
            ("new", _("有新发现")),
            ("clean", _("没有问题")),
        ),
        method="by_result",
    )

    class Meta:
        model = RunSite
        fields = ("q", "region", "state", "fault", "seen")

    def search(self, rows: "QuerySet[RunSite]", _name: str, value: str) -> "QuerySet[RunSite]":
        """Look in names and addresses."""
        words = Q(site__name__icontains=value) | Q(site__unit__name__icontains=value) | Q(address__icontains=value)
        return rows.filter(words)

    def by_result(self, rows: "QuerySet[RunSite]", _name: str, value: str) -> "QuerySet[RunSite]":
        """Keep those with one kind of result."""
        done = Q(state=RunSite.State.IMPORTED)
        kept = {
            "unreached": Q(reachable=False),
            "partly": done & Q(queued__gt=0),
            "new": Q(new_count__gt=0),
            "clean": done & Q(reachable=True, open_count=0),
        }
        return rows.filter(kept[value])


class PatrolFilters(filters.FilterSet):
    """Of plans."""

    q = filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")
    rhythm = filters.ChoiceFilter(choices=Patrol.Rhythm)
    active = YesNoFilter(label=_("启用"))

    class Meta:
        model = Patrol
        fields = ("q", "rhythm", "active")


class OrderFilters(SiteFilters):
    """Of sites that may be inspected now; `unit` and `site` are asked for by other pages."""

    unit = filters.NumberFilter(label=_("单位序号"), field_name="unit")
    site = filters.NumberFilter(label=_("网站序号"), field_name="pk")

    no_code = None  # so a filter set leaves out what it inherits

    class Meta:
        model = Site
        fields = ("q", "region", "state", "unit", "site")

"""What the list of a collection's sites can be narrowed by."""

from datetime import date

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.reports import STANDINGS, standing_as
from kaoping.web.registry.models import Site


class SiteReportFilters(filters.FilterSet):
    """Of every site that is asked; `over` says whether the last day has passed, `today` is the day."""

    over = False
    today: date = date.min

    q = filters.CharFilter(label=_("单位或网站名称"), method="search")
    standing = filters.ChoiceFilter(label=_("状态"), choices=STANDINGS, method="stand")

    class Meta:
        model = Site
        fields = ("q", "standing")

    def search(self, rows: "QuerySet[Site]", _name: str, value: str) -> "QuerySet[Site]":
        """Look in names, codes and hosts."""
        of_unit = Q(unit__name__icontains=value) | Q(unit__code__istartswith=value)
        return rows.filter(of_unit | Q(name__icontains=value) | Q(host__istartswith=value))

    def stand(self, rows: "QuerySet[Site]", _name: str, value: str) -> "QuerySet[Site]":
        """Keep those whose report stands so."""
        return rows.filter(standing_as(value, "year_report", self.today, over=self.over))


def for_day(over: bool, today: date) -> type[SiteReportFilters]:
    """Return the filters as of a day."""
    return type("SiteReportFilters", (SiteReportFilters,), {"over": over, "today": today})

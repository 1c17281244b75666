"""What the list of a collection's sites can be narrowed by."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.report_filters import StandingFilters
from kaoping.web.registry.models import Site


class SiteReportFilters(StandingFilters):
    """Of every site that is asked."""

    report = "year_report"

    q = filters.CharFilter(label=_("单位或网站名称"), method="search")

    class Meta:
        model = Site
        fields = ("q", "standing")

    def search(self, rows: "QuerySet[Site]", _name: str, value: str) -> "QuerySet[Site]":
        """Look in names, codes and hosts."""
        of_unit = Q(unit__name__icontains=value) | Q(unit__code__istartswith=value)
        return rows.filter(of_unit | Q(name__icontains=value) | Q(host__istartswith=value))

"""What the list of reports can be narrowed by."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.models import Participant
from kaoping.web.pages.report_filters import StandingFilters


class ReportFilters(StandingFilters):
    """Of everybody who is asked."""

    report = "self_report"

    q = filters.CharFilter(label=_("单位名称或编号"), method="search")

    class Meta:
        model = Participant
        fields = ("q", "standing")

    def search(self, rows: "QuerySet[Participant]", _name: str, value: str) -> "QuerySet[Participant]":
        """Look in names and codes."""
        return rows.filter(Q(unit__name__icontains=value) | Q(unit__code__istartswith=value))

"""What the list of reports can be narrowed by."""

from datetime import date

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.models import Participant
from kaoping.web.pages.reports import STANDINGS, standing_as


class ReportFilters(filters.FilterSet):
    """Of everybody who is asked; `over` says whether the cycle's last day has passed, `today` is the day."""

    over = False
    today: date = date.min

    q = filters.CharFilter(label=_("单位名称或编号"), method="search")
    standing = filters.ChoiceFilter(label=_("状态"), choices=STANDINGS, method="stand")

    class Meta:
        model = Participant
        fields = ("q", "standing")

    def search(self, rows: "QuerySet[Participant]", _name: str, value: str) -> "QuerySet[Participant]":
        """Look in names and codes."""
        return rows.filter(Q(unit__name__icontains=value) | Q(unit__code__istartswith=value))

    def stand(self, rows: "QuerySet[Participant]", _name: str, value: str) -> "QuerySet[Participant]":
        """Keep those whose report stands so."""
        return rows.filter(standing_as(value, "self_report", self.today, over=self.over))


def for_day(over: bool, today: date) -> type[ReportFilters]:
    """Return the filters as of a day."""
    return type("ReportFilters", (ReportFilters,), {"over": over, "today": today})

"""What the lists of the duty can be narrowed by."""

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.duty.expected import without_reading
from kaoping.web.duty.models import DutyRule, Reading
from kaoping.web.pages.filtering import YesNoFilter
from kaoping.web.registry.filters import RegionFilter
from kaoping.web.registry.models import Unit
from kaoping.worktime import parse_date

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class CalendarFilters(filters.FilterSet):
    """Of units in the calendar."""

    q = filters.CharFilter(label=_("单位名称或编号"), method="search")
    region = RegionFilter("region", label=_("地区代码"))
    lacking = filters.DateFilter(label=_("这一天没有记录的"), method="without", widget=DAY)

    class Meta:
        model = Unit
        fields = ("q", "region", "lacking")

    def search(self, rows: "QuerySet[Unit]", _name: str, value: str) -> "QuerySet[Unit]":
        """Look in names and codes."""
        return rows.filter(Q(name__icontains=value) | Q(code__istartswith=value))

    def without(self, rows: "QuerySet[Unit]", _name: str, value: object) -> "QuerySet[Unit]":
        """Keep those that have no reading of a day."""
        return without_reading(rows, parse_date(str(value)[:10]))


class ReadingFilters(filters.FilterSet):
    """Of readings."""

    PROBLEMS = (("found", _("发现问题的")), ("open", _("有待处理问题的")))

    q = filters.CharFilter(label=_("单位、读网人"), method="search")
    region = RegionFilter("unit__region", label=_("地区代码"))
    since = filters.DateFilter(field_name="day", lookup_expr="gte", label=_("自"), widget=DAY)
    until = filters.DateFilter(field_name="day", lookup_expr="lte", label=_("至"), widget=DAY)
    problems = filters.ChoiceFilter(label=_("问题"), choices=PROBLEMS, method="with_problems")

    class Meta:
        model = Reading
        fields = ("q", "region", "since", "until", "problems")

    def search(self, rows: "QuerySet[Reading]", _name: str, value: str) -> "QuerySet[Reading]":
        """Look in units and names."""
        return rows.filter(Q(unit__name__icontains=value) | Q(unit__code=value) | Q(reader__icontains=value))

    def with_problems(self, rows: "QuerySet[Reading]", _name: str, value: str) -> "QuerySet[Reading]":
        """Keep those that found something, or of which something is still open."""
        return rows.filter(Q(("still_open__gt" if value == "open" else "found__gt", 0)))


class RuleFilters(filters.FilterSet):
    """Of rules."""

    active = YesNoFilter(label=_("启用"))

    class Meta:
        model = DutyRule
        fields = ("active",)

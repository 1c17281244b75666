"""What the list of reports can be narrowed by."""

from datetime import date

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.models import Participant
from kaoping.web.selfassessment.models import Report

_STATE = Report.State
CHOICES = (
    ("submitted", _("已报送")),
    ("late", _("逾期报送")),
    ("draft", _("填报中")),
    ("none", _("未开始")),
    ("returned", _("退回补正")),
    ("missing", _("逾期未报")),
)


class ReportFilters(filters.FilterSet):
    """Of everybody who is asked; `over` says whether the cycle's last day has passed, `today` is the day."""

    over = False
    today: date = date.min

    q = filters.CharFilter(label=_("单位名称或编号"), method="search")
    standing = filters.ChoiceFilter(label=_("状态"), choices=CHOICES, method="stand")

    class Meta:
        model = Participant
        fields = ("q", "standing")

    def search(self, rows: "QuerySet[Participant]", _name: str, value: str) -> "QuerySet[Participant]":
        """Look in names and codes."""
        return rows.filter(Q(unit__name__icontains=value) | Q(unit__code__istartswith=value))

    def stand(self, rows: "QuerySet[Participant]", _name: str, value: str) -> "QuerySet[Participant]":
        """Keep those whose report stands so."""
        return rows.filter(standing_as(value, over=self.over, today=self.today))


def standing_as(value: str, *, over: bool, today: date) -> Q:
    """Return what a place must be like for its report to stand so (see `due.standing`)."""
    sent = Q(self_report__state=_STATE.SUBMITTED)
    gone = Q(self_report__due__lt=today) | (Q(self_report__due__isnull=True) if over else Q(pk__in=[]))
    waiting = ~sent & ~gone
    return {
        "submitted": sent & Q(self_report__late=False),
        "late": sent & Q(self_report__late=True),
        "draft": waiting & Q(self_report__state=_STATE.DRAFT),
        "returned": waiting & Q(self_report__state=_STATE.RETURNED),
        "none": waiting & Q(self_report__isnull=True),
        "missing": ~sent & gone,
    }[value]


def for_day(over: bool, today: date) -> type[ReportFilters]:
    """Return the filters as of a day."""
    return type("ReportFilters", (ReportFilters,), {"over": over, "today": today})

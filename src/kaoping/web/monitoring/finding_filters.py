"""What the list of findings can be narrowed by; it shows what is there still, unless asked otherwise."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kaoping.model.outcomes import Fault, PageKind
from kaoping.reports.wording import fault_name, kind_name
from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import scope_of
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.queries import cycles_seen_by
from kaoping.web.monitoring.check_words import check_choices
from kaoping.web.monitoring.finding_queries import unanswered, undecided, with_asked_waivers, with_open_replies
from kaoping.web.monitoring.models import Finding
from kaoping.web.registry.filters import in_subtree
from kaoping.web.registry.models import Site
from kaoping.worktime import BEIJING

FOLDED = frozenset(
    (
        *("region", "severity", "page_kind", "fault", "cycle", "run", "key"),
        *("first_from", "first_to", "last_from", "last_to"),
    )
)
"""Filters behind 更多条件."""

_UNDECIDED = "none"  # in addresses, where an empty value is no filter

Narrow = Callable[["QuerySet[Finding]"], "QuerySet[Finding]"]
WAITING: Mapping[str, tuple[Any, Permission, Narrow]] = {
    "decide": (_("待确认或排除"), Permission.DECIDE_FINDINGS, undecided),
    "replies": (_("单位反馈待答复"), Permission.DECIDE_FINDINGS, with_open_replies),
    "waivers": (_("豁免待审批"), Permission.APPROVE_WAIVERS, with_asked_waivers),
    "answer": (_("本单位尚未反馈"), Permission.ANSWER_FINDINGS, unanswered),
}
"""What may wait for a person: its title, whose it is, which findings those are."""


def _cycles(request: HttpRequest | None) -> "QuerySet[Cycle]":
    if request is None or not request.user.is_authenticated:
        return Cycle.objects.none()
    return cycles_seen_by(request.user).defer("scheme__data")


class _FromDay(filters.DateFilter):
    """From the beginning of a Beijing day; said as a moment, for which there is an index."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}), **options)

    def filter(self, rows: "QuerySet[Finding]", value: date | None) -> "QuerySet[Finding]":
        """Keep those not before it."""
        return rows.filter(**{f"{self.field_name}__gte": _midnight(value)}) if value else rows


class _ToDay(_FromDay):
    """To the end of a Beijing day."""

    def filter(self, rows: "QuerySet[Finding]", value: date | None) -> "QuerySet[Finding]":
        """Keep those not after it."""
        after = value + timedelta(days=1) if value else None
        return rows.filter(**{f"{self.field_name}__lt": _midnight(after)}) if after else rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


class FindingFilters(filters.FilterSet):
    """Of findings."""

    waiting = filters.ChoiceFilter(label=_("待我处理"), method="waits")
    check = filters.ChoiceFilter(label=_("检查项"), field_name="check_id", choices=check_choices)
    unit = filters.CharFilter(label=_("单位名称或编号"), method="of_unit")
    site = filters.CharFilter(label=_("网站名称或域名"), method="of_site")
    outcome = filters.ChoiceFilter(choices=Finding.Outcome)
    state = filters.ChoiceFilter(choices=Finding.State)
    standing = filters.ChoiceFilter(
        label=_("处理"),
        choices=[(value or _UNDECIDED, label) for value, label in Finding.Standing.choices],
        method="stands",
    )
    region = filters.CharFilter(label=_("地区名称或代码"), method="below")
    severity = filters.ChoiceFilter(choices=Finding.Severity)
    page_kind = filters.ChoiceFilter(choices=[(kind.value, kind_name(kind.value)) for kind in PageKind])
    fault = filters.ChoiceFilter(choices=[(fault.value, fault_name(fault.value)) for fault in Fault])
    cycle = filters.ModelChoiceFilter(label=_("考评周期"), queryset=_cycles, method="in_cycle")
    first_from = _FromDay(label=_("首次发现自"), field_name="first_seen")
    first_to = _ToDay(label=_("首次发现至"), field_name="first_seen")
    last_from = _FromDay(label=_("最近发现自"), field_name="last_seen")
    last_to = _ToDay(label=_("最近发现至"), field_name="last_seen")
    run = filters.NumberFilter(label=_("最近一次巡查的编号"), field_name="run_id")
    key = filters.CharFilter(label=_("问题编号"), field_name="key")

    class Meta:
        model = Finding
        fields = (
            "waiting", "check", "unit", "site", "outcome", "state", "standing", "region", "severity", "page_kind",
            "fault", "cycle", "first_from", "first_to", "last_from", "last_to", "run", "key",
        )  # fmt: skip

    def __init__(self, data: Any = None, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        if "state" not in data and "key" not in data:
            data["state"] = Finding.State.OPEN.value
        super().__init__(data, *args, request=request, **kwargs)
        choices = [(name, title) for name, (title, needs, _narrow) in WAITING.items() if scope_of(request.user, needs)]
        self.filters["waiting"].extra["choices"] = choices

    @property
    def unfolded(self) -> bool:
        """Whether one of the filters behind 更多条件 is in use, so that it must be seen."""
        return any(self.data.get(name) for name in FOLDED)

    def waits(self, rows: "QuerySet[Finding]", _name: str, value: str) -> "QuerySet[Finding]":
        """Keep what waits for somebody to do this."""
        return WAITING[value][2](rows)

    def stands(self, rows: "QuerySet[Finding]", _name: str, value: str) -> "QuerySet[Finding]":
        """Keep what was decided so."""
        return rows.filter(standing="" if value == _UNDECIDED else value)

    def of_unit(self, rows: "QuerySet[Finding]", _name: str, value: str) -> "QuerySet[Finding]":
        """Keep those of units so called; 名称（编号） is one."""
        code = value.rstrip("）").rpartition("（")[2]
        meant = Q(unit__code=code) | Q(unit__name__icontains=value) | Q(unit__short_name=value)
        return rows.filter(site__in=Site.objects.filter(meant).order_by())

    def of_site(self, rows: "QuerySet[Finding]", _name: str, value: str) -> "QuerySet[Finding]":
        """Keep those on sites so called."""
        meant = Q(name__icontains=value) | Q(host__icontains=value) | Q(site_code=value)
        return rows.filter(site__in=Site.objects.filter(meant).order_by())

    def below(self, rows: "QuerySet[Finding]", _name: str, value: str) -> "QuerySet[Finding]":
        """Keep those of a region and all below it."""
        return rows.filter(site__in=in_subtree(Site.objects.order_by(), "unit__region", value))

    def in_cycle(self, rows: "QuerySet[Finding]", _name: str, value: Cycle) -> "QuerySet[Finding]":
        """Keep those on sites of units that take part, seen within its period."""
        sites = Site.objects.filter(unit__in=value.participants.order_by().values("unit")).order_by()
        ended = _midnight(value.period_to + timedelta(days=1))
        within = Q(last_seen__gte=_midnight(value.period_from), first_seen__lt=ended)
        return rows.filter(within, site__in=sites)

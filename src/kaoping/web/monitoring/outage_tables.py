"""The list of outages and what it can be narrowed by."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.model.probe_series import Opening
from kaoping.web.monitoring.models import Outage
from kaoping.web.pages.columns import MomentColumn, UnbrokenColumn, moment_said
from kaoping.web.pages.filtering import YesNoFilter
from kaoping.web.registry.filters import RegionFilter


class OutageTable(tables.Table):
    """Outages."""

    words: ClassVar[Mapping[str, object]] = {
        Opening.HTTP_ERROR: _("返回错误"),
        Opening.TIMEOUT: _("超时"),
        Opening.REFUSED: _("连接被拒绝或中断"),
        Opening.TLS: _("无法建立加密连接"),
        Opening.CERTIFICATE: _("证书不被信任"),
        Opening.DNS: _("域名不存在"),
        Opening.BLANK: _("空白页或错误页"),
        Opening.PARKED: _("域名停放页"),
    }

    site = tables.Column(linkify=("monitoring:availability", {"pk": tables.A("site_id")}), order_by=("site__name",))
    unit = tables.Column(_("单位"), accessor="site__unit", order_by=("site__unit__code",))
    since = MomentColumn()
    until = UnbrokenColumn()
    minutes = tables.Column(_("分钟"), empty_values=(), orderable=False, attrs={"td": {"class": "number"}})

    class Meta:
        model = Outage
        fields = ("site", "unit", "since", "until", "minutes", "visits", "outcome")

    def render_until(self, value: datetime, record: Outage) -> str:
        """Say when it was over, or that it is not."""
        return str(_("尚未恢复")) if record.ongoing else moment_said(value)

    def render_minutes(self, record: Outage) -> int:
        """Say how long it was."""
        return round((record.until - record.since).total_seconds() / 60)

    def render_outcome(self, value: str) -> str:
        """Say what visitors met."""
        return str(self.words.get(value, value))


class OutageFilters(filters.FilterSet):
    """Of outages."""

    q = filters.CharFilter(label=_("网站或单位"), method="search")
    region = RegionFilter("site__unit__region", label=_("地区代码"))
    ongoing = YesNoFilter(label=_("尚未恢复"))

    class Meta:
        model = Outage
        fields = ("q", "region", "ongoing")

    def search(self, rows: "QuerySet[Outage]", _name: str, value: str) -> "QuerySet[Outage]":
        """Look in names."""
        return rows.filter(Q(site__name__icontains=value) | Q(site__unit__name__icontains=value))

"""The lists of the duty: columns declared once, for the page and for exports."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from kaoping.web.duty.models import DutyRule, Reading
from kaoping.web.pages.filtering import yes_no


class ReadingTable(tables.Table):
    """Readings."""

    day = tables.DateColumn(format="Y-m-d", linkify=("duty:reading", {"pk": tables.A("pk")}))
    unit = tables.Column(linkify=("registry:unit", {"pk": tables.A("unit_id")}), order_by=("unit__code",))
    read_at = tables.TimeColumn(format="H:i")
    found = tables.Column(_("发现问题"), attrs={"td": {"class": "number"}})
    still_open = tables.Column(_("待处理"), attrs={"td": {"class": "number"}})
    written_at = tables.DateTimeColumn(format="Y-m-d H:i")

    class Meta:
        model = Reading
        fields = ("day", "unit", "reader", "read_at", "looked_at", "found", "still_open", "written_by", "written_at")


class RuleTable(tables.Table):
    """Rules."""

    region = tables.Column(linkify=("duty:rule", {"pk": tables.A("pk")}), order_by=("region__code",))
    since = tables.DateColumn(format="Y-m-d")
    remind_at = tables.TimeColumn(format="H:i")
    reminded_on = tables.DateColumn(format="Y-m-d")

    class Meta:
        model = DutyRule
        fields = ("region", "since", "remind_at", "active", "reminded_on")

    def render_active(self, value: bool) -> str:
        """Say it in a word."""
        return yes_no(value)

"""The lists of the duty: columns declared once, for the page and for exports."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from kaoping.web.duty.models import DutyRule, Reading
from kaoping.web.pages.columns import ClockColumn, DayColumn, MomentColumn
from kaoping.web.pages.filtering import yes_no


class ReadingTable(tables.Table):
    """Readings."""

    day = DayColumn(linkify=("duty:reading", {"pk": tables.A("pk")}))
    unit = tables.Column(linkify=("registry:unit", {"pk": tables.A("unit_id")}), order_by=("unit__code",))
    read_at = ClockColumn()
    found = tables.Column(_("发现问题"), attrs={"td": {"class": "number"}})
    still_open = tables.Column(_("待处理"), attrs={"td": {"class": "number"}})
    written_at = MomentColumn()

    class Meta:
        model = Reading
        fields = ("day", "unit", "reader", "read_at", "looked_at", "found", "still_open", "written_by", "written_at")


class RuleTable(tables.Table):
    """Rules."""

    region = tables.Column(linkify=("duty:rule", {"pk": tables.A("pk")}), order_by=("region__code",))
    since = DayColumn()
    remind_at = ClockColumn()
    reminded_on = DayColumn()

    class Meta:
        model = DutyRule
        fields = ("region", "since", "remind_at", "active", "reminded_on")

    def render_active(self, value: bool) -> str:
        """Say it in a word."""
        return yes_no(value)

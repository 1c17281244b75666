"""The lists of runs, of the sites of a run, and of plans."""

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaoping.web.monitoring.models import Patrol, Run, RunSite
from kaoping.web.monitoring.patrol_rules import will_be_due
from kaoping.web.pages.columns import MomentColumn, UnbrokenColumn, moment_said
from kaoping.web.pages.filtering import yes_no
from kaoping.web.pages.listing import TickColumn
from kaoping.web.registry.models import Site

_NUMBER = {"td": {"class": "number"}}
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


class RunTable(tables.Table):
    """Runs."""

    name = tables.Column(linkify=("monitoring:run", {"pk": tables.A("pk")}), orderable=False)
    body = tables.Column(orderable=False)
    cycle = tables.Column(orderable=False)
    state = tables.Column(attrs={"td": {"class": lambda record: f"state run-{record.state}"}}, orderable=False)
    due_at = MomentColumn()
    started_at = MomentColumn(orderable=False)
    finished_at = MomentColumn()
    note = tables.Column(orderable=False)

    class Meta:
        model = Run
        fields = ("name", "body", "cycle", "state", "due_at", "started_at", "finished_at", "note")


class RunSiteTable(tables.Table):
    """The sites of one run."""

    site = tables.Column(linkify=("monitoring:run-site", {"pk": tables.A("pk")}), order_by=("site__name",))
    unit = tables.Column(_("单位"), accessor="site__unit", order_by=("site__unit__code",))
    state = tables.Column(attrs={"td": {"class": lambda record: f"state site-{record.state}"}})
    pages = tables.Column(attrs=_NUMBER)
    queued = tables.Column(_("未访问"), attrs=_NUMBER)
    links_checked = tables.Column(attrs=_NUMBER)
    new_count = tables.Column(attrs=_NUMBER)
    fixed_count = tables.Column(_("已消失"), attrs=_NUMBER)
    open_count = tables.Column(attrs=_NUMBER)
    fault = tables.Column()
    finished_at = MomentColumn()
    note = tables.Column(orderable=False)

    class Meta:
        model = RunSite
        fields = (
            "site", "unit", "state", "pages", "queued", "links_checked", "new_count", "fixed_count", "open_count",
            "fault", "finished_at", "note",
        )  # fmt: skip


class PatrolTable(tables.Table):
    """Plans."""

    name = tables.Column(linkify=("monitoring:patrol-edit", {"pk": tables.A("pk")}))
    body = tables.Column(order_by=("body__code",))
    when = tables.Column(_("时间"), accessor="at", orderable=False)
    active = tables.Column()
    last_due = MomentColumn(orderable=False)
    next_due = UnbrokenColumn(_("下次开始"), empty_values=(), orderable=False)

    class Meta:
        model = Patrol
        fields = ("name", "body", "cycle", "rhythm", "when", "max_pages", "pace", "active", "last_due", "next_due")

    def render_when(self, record: Patrol) -> str:
        """Say on which day and when."""
        days: dict[str, Any] = {
            Patrol.Rhythm.WEEKLY: WEEKDAYS[min(record.day, 7) - 1],
            Patrol.Rhythm.MONTHLY: _("每月%s日") % record.day,
            Patrol.Rhythm.QUARTERLY: _("季度首月%s日") % record.day,
        }
        return f"{days.get(record.rhythm, '')} {record.at:%H:%M}".strip()

    def render_active(self, value: bool) -> Any:
        """Say it in a word."""
        return yes_no(value)

    def render_next_due(self, record: Patrol) -> str:
        """Say when it begins next."""
        return moment_said(will_be_due(record, timezone.now())) if record.active else "—"


class OrderTable(tables.Table):
    """Sites that may be inspected now."""

    row = TickColumn()
    name = tables.Column(linkify=("registry:site", {"pk": tables.A("pk")}))
    unit = tables.Column(order_by=("unit__code",))
    region = tables.Column(_("地区"), accessor="unit__region", order_by=("unit__region__code",))
    state = tables.Column(attrs={"td": {"class": lambda record: f"state {record.state}"}})

    class Meta:
        model = Site
        fields = ("row", "name", "address", "unit", "region", "state", "state_until")

"""The list of a cycle's reports: columns declared once, for the page and for exports."""

from datetime import date
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.models import Participant
from kaoping.web.pages.columns import MomentColumn
from kaoping.web.pages.listing import TickColumn
from kaoping.web.pages.reports import standing
from kaoping.web.selfassessment.indicators import said

_NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class ReadOnlyReportTable(tables.Table):
    """Everybody who is asked, with their report; `due` and `today` are filled in for the cycle."""

    due: date | None = None
    today: date = date.min

    unit = tables.Column(_("单位"), order_by=("unit__code",), linkify=("selfassessment:report", {"pk": tables.A("pk")}))
    standing = tables.Column(_("状态"), accessor="pk", orderable=False)
    submitted = MomentColumn(verbose_name=_("报送时间"), accessor="self_report__submitted_at")
    by = tables.Column(_("报送人"), accessor="self_report__submitted_by_name")
    own = tables.Column(_("自评合计"), accessor="self_report__own_total", attrs=_NUMBER)
    machine = tables.Column(_("自动监测指标得分"), accessor="self_report__machine_total", attrs=_NUMBER)
    gap = tables.Column(_("自评高出监测"), accessor="self_report__gap", attrs=_NUMBER)
    why = tables.Column(_("退回原因"), accessor="self_report__why")

    class Meta:
        model = Participant
        fields = ("unit", "standing", "submitted", "by", "own", "machine", "gap", "why")

    def render_standing(self, record: Any) -> str:
        """Say how it stands on the day."""
        return standing(getattr(record, "self_report", None), self.due, self.today)[1]

    def render_own(self, value: Decimal) -> str:
        """Say it without zeros."""
        return said(value)

    def render_machine(self, value: Decimal) -> str:
        """Say it without zeros."""
        return said(value)

    def render_gap(self, value: Decimal) -> str:
        """Say it without zeros."""
        return said(value)


class ReportTable(ReadOnlyReportTable):
    """The same for those who return reports."""

    row = TickColumn()

    class Meta:
        model = Participant
        fields = ("row", *ReadOnlyReportTable.Meta.fields)
        sequence = ("row", "...")


def for_day(table: type[ReadOnlyReportTable], due: date | None, today: date) -> type[tables.Table]:
    """Return the table as of a day."""
    return type(table.__name__, (table,), {"due": due, "today": today})

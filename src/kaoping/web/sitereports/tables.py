"""The list of a collection's sites: columns declared once, for the page and for exports."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.columns import MomentColumn
from kaoping.web.pages.listing import TickColumn
from kaoping.web.registry.models import Site
from kaoping.web.sitereports.models import SiteReport
from kaoping.web.sitereports.showing import Stand


class ReadOnlySiteReportTable(tables.Table):
    """Every site that is asked, with its report; `stand` says how each stands on the day."""

    stand: Stand

    unit = tables.Column(_("单位"), order_by=("unit__code",))
    name = tables.Column(_("网站名称"))
    standing = tables.Column(_("状态"), accessor="pk", orderable=False)
    submitted = MomentColumn(verbose_name=_("报送时间"), accessor="pk", orderable=False)
    by = tables.Column(_("报送人"), accessor="pk", orderable=False)
    warnings = tables.Column(_("异常数字"), accessor="pk", orderable=False, attrs={"td": {"class": "number"}})
    why = tables.Column(_("退回原因"), accessor="pk", orderable=False)

    class Meta:
        model = Site
        fields = ("unit", "name", "standing", "submitted", "by", "warnings", "why")

    def render_name(self, value: str, record: Any) -> Any:
        """Lead to the report, where there is one."""
        return self.stand.linked(value, record.pk)

    def value_name(self, value: str) -> str:
        """Say it plainly in exports."""
        return value

    def render_standing(self, record: Any) -> str:
        """Say how it stands."""
        return self.stand.words(record.pk)

    def render_submitted(self, record: Any) -> str:
        """Say when it was handed in."""
        return self._said(record, self.stand.moment)

    def render_by(self, record: Any) -> str:
        """Say by whom."""
        return self._said(record, lambda one: one.submitted_by_name)

    def render_warnings(self, record: Any) -> str:
        """Say how many figures were unusual."""
        return self._said(record, lambda one: str(one.warnings) if one.submitted_at else "")

    def render_why(self, record: Any) -> str:
        """Say why it was returned."""
        return self._said(record, lambda one: one.why)

    def _said(self, record: Any, what: Any) -> str:
        report: SiteReport | None = self.stand.reports.get(record.pk)
        return (what(report) if report else "") or "—"


class SiteReportTable(ReadOnlySiteReportTable):
    """The same for those who return reports."""

    row = TickColumn()

    class Meta:
        model = Site
        fields = ("row", *ReadOnlySiteReportTable.Meta.fields)
        sequence = ("row", "...")

"""The lists of findings: columns declared once for the page, and written out in full for exports."""

from collections.abc import Iterator, Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.reports.reasons import reason_text
from kaoping.reports.wording import fault_name, kind_name, values_text
from kaoping.web.monitoring.check_words import check_title
from kaoping.web.monitoring.models import Finding
from kaoping.web.pages.columns import DayColumn, UnbrokenColumn, moment_said, two_lines
from kaoping.web.pages.listing import TickColumn

_LONGEST = 200  # signs of what was seen; a cell cuts it to its line
CHUNK = 2000  # rows fetched at once for an export


class FindingTable(tables.Table):
    """Findings, for those who only look: two lines each."""

    check_id = tables.Column(gettext_lazy("检查项"), linkify=("monitoring:finding", {"pk": tables.A("pk")}))
    place = tables.Column(gettext_lazy("所见和位置"), accessor="url", orderable=False, attrs={"td": {"class": "rest"}})
    site = tables.Column(order_by=("site_id",))
    outcome = tables.Column(attrs={"td": {"class": lambda record: f"outcome {record.outcome}"}}, orderable=False)
    state = UnbrokenColumn(orderable=False)
    first_seen = DayColumn()
    last_seen = DayColumn()

    class Meta:
        model = Finding
        fields = ("check_id", "place", "site", "outcome", "state", "first_seen", "last_seen")

    def render_check_id(self, value: str) -> str:
        """Say the check's title."""
        return check_title(value)

    def render_place(self, record: Finding) -> SafeString:
        """Say what was seen, and on which page."""
        seen = record.snippet or values_text(record.values) or reason_text(record.reason)
        where = f"{kind_name(record.page_kind)} {record.url}"
        return two_lines(Truncator(seen).chars(_LONGEST), Truncator(where).chars(_LONGEST))

    def render_site(self, record: Finding) -> SafeString:
        """Say whose it is, too."""
        site = format_html('<a href="{}">{}</a>', reverse("registry:site", args=(record.site_id,)), record.site)
        return two_lines(site, record.site.unit)

    def render_outcome(self, record: Finding) -> SafeString:
        """Say what hangs on it, too."""
        return two_lines(record.get_outcome_display(), record.get_severity_display())

    def render_state(self, record: Finding) -> SafeString:
        """Say what was decided, too."""
        return two_lines(record.get_state_display(), record.get_standing_display())


class DecidedTable(FindingTable):
    """The same for those who decide."""

    row = TickColumn()

    class Meta:
        model = Finding
        fields = ("row", *FindingTable.Meta.fields)


def exported(rows: "QuerySet[Finding]") -> Iterator[Sequence[object]]:
    """Yield the header and every finding in full, fetched in pieces: there may be hundreds of thousands."""
    yield (
        _("检查项"), _("检查编号"), _("地区"), _("单位"), _("网站"), _("网站首页"), _("判定"), _("程度"), _("状态"),
        _("处理"), _("页面"), _("网页"), _("所见"), _("摘录"), _("原因在"), _("原因"), _("首次发现"), _("最近发现"),
        _("消失时间"), _("问题编号"),
    )  # fmt: skip
    labels = _Labels()
    for row in rows.values_list(*_EXPORTED).iterator(CHUNK):
        yield labels.cells(dict(zip(_EXPORTED, row, strict=True)))


_EXPORTED = (
    "check_id", "site__unit__region__name", "site__unit__name", "site__name", "site__address", "outcome", "severity",
    "state", "standing", "page_kind", "url", "values", "snippet", "fault", "reason", "first_seen", "last_seen",
    "fixed_at", "key",
)  # fmt: skip


class _Labels:
    """The words for the codes of a row, looked up once."""

    def __init__(self) -> None:
        self._outcomes = dict(Finding.Outcome.choices)
        self._severities = dict(Finding.Severity.choices)
        self._states = dict(Finding.State.choices)
        self._standings = dict(Finding.Standing.choices)

    def cells(self, row: dict[str, Any]) -> Sequence[object]:
        """Return one row of the export."""
        return (
            check_title(row["check_id"]),
            row["check_id"],
            row["site__unit__region__name"],
            row["site__unit__name"],
            row["site__name"],
            row["site__address"],
            self._outcomes.get(row["outcome"], row["outcome"]),
            self._severities.get(row["severity"], row["severity"]),
            self._states.get(row["state"], row["state"]),
            self._standings.get(row["standing"], row["standing"]),
            kind_name(row["page_kind"]),
            row["url"],
            values_text(row["values"]),
            row["snippet"],
            fault_name(row["fault"]),
            reason_text(row["reason"]) if row["reason"] else "",
            moment_said(row["first_seen"]),
            moment_said(row["last_seen"]),
            moment_said(row["fixed_at"]) if row["fixed_at"] else "",
            row["key"],
        )

"""The lists of findings: columns declared once for the page, and written out in full for exports."""

from collections.abc import Iterator, Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.reports.reasons import reason_text
from kaoping.reports.wording import fault_name, kind_name, values_text
from kaoping.web.monitoring.check_words import check_title
from kaoping.web.monitoring.models import Finding
from kaoping.web.pages.listing import TickColumn

_WIDEST = 60
CHUNK = 2000  # rows fetched at once for an export


class FindingTable(tables.Table):
    """Findings, for those who only look."""

    check_id = tables.Column(gettext_lazy("检查项"), linkify=("monitoring:finding", {"pk": tables.A("pk")}))
    place = tables.Column(gettext_lazy("位置"), accessor="url", orderable=False)
    site = tables.Column(linkify=("registry:site", {"pk": tables.A("site_id")}), order_by=("site_id",))
    unit = tables.Column(gettext_lazy("单位"), accessor="site__unit", orderable=False)
    outcome = tables.Column(attrs={"td": {"class": lambda record: f"outcome {record.outcome}"}}, orderable=False)
    severity = tables.Column(orderable=False)
    state = tables.Column(orderable=False)
    standing = tables.Column(orderable=False, empty_values=())
    first_seen = tables.DateTimeColumn(format="Y-m-d", attrs={"td": {"class": "day"}})
    last_seen = tables.DateTimeColumn(format="Y-m-d", attrs={"td": {"class": "day"}})

    class Meta:
        model = Finding
        fields = (
            "check_id", "place", "site", "unit", "outcome", "severity", "state", "standing", "first_seen", "last_seen",
        )  # fmt: skip

    def render_check_id(self, value: str) -> str:
        """Say the check's title."""
        return check_title(value)

    def render_place(self, record: Finding) -> SafeString:
        """Say what was seen, and on which page."""
        seen = record.snippet or values_text(record.values) or reason_text(record.reason)
        where = format_html("{} {}", kind_name(record.page_kind), Truncator(record.url).chars(_WIDEST))
        return format_html('{}<span class="help">{}</span>', Truncator(seen).chars(_WIDEST), where)

    def render_standing(self, record: Finding) -> str:
        """Say what was decided; nothing is a word of its own."""
        return record.get_standing_display()


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
            _moment(row["first_seen"]),
            _moment(row["last_seen"]),
            _moment(row["fixed_at"]),
            row["key"],
        )


def _moment(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""

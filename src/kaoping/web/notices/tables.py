"""The lists of notices: columns declared once, for the page and for exports."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.notices.models import Delivery, Notice
from kaoping.web.pages.columns import MomentColumn, UnbrokenColumn
from kaoping.web.pages.listing import TickColumn


class NoticeTable(tables.Table):
    """One's own notices."""

    row = TickColumn()
    title = tables.Column(
        linkify=("notices:notice", {"pk": tables.A("pk")}),
        attrs={"td": {"class": lambda record: "words" if record.read_at else "words unread"}},
    )
    text = tables.Column(attrs={"td": {"class": "words"}})
    kind = tables.Column(gettext_lazy("类型"), accessor="kind_title", order_by=("kind",))
    severity = tables.Column()
    made_at = MomentColumn()
    read_at = tables.Column(gettext_lazy("阅读"), empty_values=())

    class Meta:
        model = Notice
        fields = ("row", "title", "text", "kind", "severity", "made_at", "read_at")

    def render_severity(self, record: Notice) -> str | SafeString:
        """Set off what is urgent."""
        said = record.get_severity_display()
        return format_html('<span class="tag">{}</span>', said) if record.is_urgent else said

    def render_read_at(self, value: Any) -> str:
        """Say it in a word."""
        return _("已读") if value else _("未读")

    def value_read_at(self, value: Any) -> Any:
        """Say when, in an export."""
        return value or ""


class DeliveryTable(tables.Table):
    """What goes out."""

    row = TickColumn()
    title = tables.Column(gettext_lazy("通知"), accessor="notice__title", orderable=False)
    to = tables.Column(gettext_lazy("收件人"), accessor="pk", orderable=False)
    channel = UnbrokenColumn()
    state = UnbrokenColumn()
    due_at = MomentColumn()
    sent_at = MomentColumn()

    class Meta:
        model = Delivery
        fields = ("row", "title", "to", "channel", "state", "due_at", "attempts", "sent_at", "problem")

    def render_to(self, record: Delivery) -> str:
        """Say whose it is."""
        return str(record.notice.person or record.notice.robot)

    def value_to(self, record: Delivery) -> str:
        """Say it in an export, too."""
        return str(record.notice.person or record.notice.robot)

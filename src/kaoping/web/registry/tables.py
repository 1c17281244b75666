"""The lists of the registry: columns declared once, for the page and for exports."""

from datetime import date
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.columns import DayColumn, UnbrokenColumn
from kaoping.web.pages.filtering import yes_no
from kaoping.web.pages.listing import TickColumn
from kaoping.web.registry.due_words import due_class, left_said, period_said, post_class
from kaoping.web.registry.models import Column, Contact, MediaAccount, Region, Site, Unit


class UnitTable(tables.Table):
    """Units."""

    name = tables.Column(linkify=("registry:unit", {"pk": tables.A("pk")}))
    region = tables.Column(order_by=("region__code",))
    site_count = tables.Column(verbose_name=_("网站"), attrs={"td": {"class": "number"}})
    media_count = tables.Column(verbose_name=_("新媒体"), attrs={"td": {"class": "number"}})

    class Meta:
        model = Unit
        fields = (
            "code", "name", "region", "kind", "tags", "site_count", "media_count", "ranked", "exempt", "active",
        )  # fmt: skip

    def render_ranked(self, value: bool) -> Any:
        """Say it in a word; so below."""
        return yes_no(value)

    def render_exempt(self, value: bool) -> Any:
        """See above."""
        return yes_no(value)

    def render_active(self, value: bool) -> Any:
        """See above."""
        return yes_no(value)


class SiteTable(tables.Table):
    """Sites."""

    name = tables.Column(linkify=("registry:site", {"pk": tables.A("pk")}))
    unit = tables.Column(linkify=("registry:unit", {"pk": tables.A("unit_id")}), order_by=("unit__code",))
    region = tables.Column(_("地区"), accessor="unit__region", order_by=("unit__region__code",))
    site_code = UnbrokenColumn()
    icp = UnbrokenColumn()
    police = UnbrokenColumn()
    state = tables.Column(attrs={"td": {"class": lambda record: f"state {record.state}"}})

    class Meta:
        model = Site
        fields = ("name", "address", "unit", "region", "site_code", "icp", "police", "state", "state_until")


class ReadOnlyColumnTable(tables.Table):
    """Columns of sites."""

    name = tables.Column(linkify=("registry:column", {"pk": tables.A("pk")}))
    site = tables.Column(linkify=("registry:site", {"pk": tables.A("site_id")}), order_by=("site__host",))
    unit = tables.Column(_("主办单位"), accessor="site__unit", order_by=("site__unit__code",))
    due_days = tables.Column(empty_values=())
    last_item_on = DayColumn()
    due_on = tables.Column(attrs={"td": {"class": due_class}})
    state = tables.Column(attrs={"td": {"class": lambda record: f"state {record.state}"}})

    class Meta:
        model = Column
        fields = (
            "name", "site", "unit", "kind", "url", "due_days", "department", "keeper", "last_item_on", "due_on",
            "state",
        )  # fmt: skip

    def render_due_days(self, value: int | None) -> str:
        """Say the period in words."""
        return period_said(value)

    def render_due_on(self, value: date, record: Column) -> SafeString:
        """Say how long there is left, too."""
        return format_html('<span class="day">{}</span>{}', value.isoformat(), left_said(record))

    def value_due_on(self, value: date | None) -> Any:
        """Give exports the bare day."""
        return value


class ColumnTable(ReadOnlyColumnTable):
    """Columns, for those who may decide on them."""

    row = TickColumn()

    class Meta(ReadOnlyColumnTable.Meta):
        sequence = ("row", "...")


class MediaTable(tables.Table):
    """Media accounts."""

    name = tables.Column(linkify=("registry:media-account", {"pk": tables.A("pk")}))
    unit = tables.Column(linkify=("registry:unit", {"pk": tables.A("unit_id")}), order_by=("unit__code",))

    last_post_on = DayColumn(attrs={"td": {"class": post_class}})

    class Meta:
        model = MediaAccount
        fields = ("platform", "name", "identifier", "unit", "last_post_on", "active")

    def render_active(self, value: bool) -> Any:
        """Say it in a word."""
        return yes_no(value)


class ContactTable(tables.Table):
    """People of units."""

    unit = tables.Column(linkify=("registry:unit", {"pk": tables.A("unit_id")}), order_by=("unit__code",))
    phone = tables.Column(orderable=False)
    email = tables.Column(orderable=False)

    class Meta:
        model = Contact
        fields = ("unit", "kind", "name", "post", "phone", "email")


class EditableContactTable(ContactTable):
    """People of units, for those who may change them."""

    name = tables.Column(linkify=("registry:contact-edit", {"pk": tables.A("pk")}))

    class Meta(ContactTable.Meta):
        pass


class RegionTable(tables.Table):
    """Regions."""

    name = tables.Column(linkify=("registry:region", {"pk": tables.A("pk")}))
    unit_count = tables.Column(_("单位"), attrs={"td": {"class": "number"}})

    class Meta:
        model = Region
        fields = ("code", "name", "level", "parent", "unit_count")

"""The lists of cycles: columns declared once, for the page and for exports."""

from collections.abc import Mapping
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.pages.filtering import yes_no
from kaoping.web.pages.listing import TickColumn
from kaoping.web.registry.models import Unit

UNPLACED = _("未归类")


class CycleTable(tables.Table):
    """Cycles."""

    name = tables.Column(linkify=("cycles:cycle", {"pk": tables.A("pk")}))
    body = tables.Column(order_by=("body__code",))
    scheme = tables.Column(order_by=("scheme__scheme_id",))
    unit_count = tables.Column(_("参评单位"), attrs={"td": {"class": "number"}})
    state = tables.Column(attrs={"td": {"class": lambda record: f"state {record.state}"}})

    class Meta:
        model = Cycle
        fields = ("name", "kind", "body", "period_from", "period_to", "scheme", "unit_count", "parent", "state")


class UnitChoiceTable(tables.Table):
    """Units that a cycle may assess, and where they stand in it; `titles` is filled in for the cycle's scheme."""

    titles: Mapping[tuple[str, str], str] = {}

    row = TickColumn()
    name = tables.Column(linkify=("registry:unit", {"pk": tables.A("pk")}))
    region = tables.Column(order_by=("region__code",))
    place = tables.Column(_("本周期归类"), accessor="placed", order_by=("placed",))

    class Meta:
        model = Unit
        fields = ("row", "code", "name", "region", "kind", "tags", "place")

    def render_place(self, record: Any) -> str:
        """Say the place by its titles."""
        group, _slash, category = record.placed.partition("/")
        return str(self.titles.get((group, category), UNPLACED))


class ReadOnlyParticipantTable(tables.Table):
    """Units of a cycle, for those who only look; `titles` is filled in for its scheme."""

    titles: Mapping[tuple[str, str], str] = {}

    code = tables.Column(accessor="unit__code")
    name = tables.Column(_("单位名称"), accessor="unit__name", linkify=("registry:unit", {"pk": tables.A("unit_id")}))
    region = tables.Column(_("所属地区"), accessor="unit__region", order_by=("unit__region__code",))
    place = tables.Column(_("归类"), accessor="group", order_by=("group", "category"))
    site_count = tables.Column(_("网站"), attrs={"td": {"class": "number"}})

    class Meta:
        model = Participant
        fields = ("code", "name", "region", "place", "tags", "site_count", "exempt", "exempt_reason")

    def render_place(self, record: Participant) -> str:
        """Say the place by its titles."""
        return str(self.titles.get((record.group, record.category), UNPLACED))

    def render_exempt(self, value: bool) -> str:
        """Say it in a word."""
        return yes_no(value)


class ParticipantTable(ReadOnlyParticipantTable):
    """The same for those who manage the cycle."""

    row = TickColumn()
    name = tables.Column(_("单位名称"), accessor="unit__name", linkify=("cycles:participant", {"pk": tables.A("pk")}))

    class Meta:
        model = Participant
        fields = ("row", *ReadOnlyParticipantTable.Meta.fields)


def for_scheme(table: type[tables.Table], titles: Mapping[tuple[str, str], str]) -> type[tables.Table]:
    """Return the table with the places of one scheme."""
    return type(table.__name__, (table,), {"titles": titles})

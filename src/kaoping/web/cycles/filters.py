"""What the lists of cycles can be narrowed by."""

from collections.abc import Mapping

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.scope import any_of
from kaoping.web.cycles.models import STATES, Cycle, Participant
from kaoping.web.pages.filtering import ManyFilter, YesNoFilter
from kaoping.web.registry.filters import RegionFilter, UnitFilters
from kaoping.web.registry.models import Unit

LACKS = (("place", _("没有归类")), ("site", _("没有网站")))


class CycleFilters(filters.FilterSet):
    """Of cycles."""

    q = filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="icontains")
    region = RegionFilter("body", label=_("地区代码或名称"))
    kind = filters.ChoiceFilter(choices=Cycle.Kind)
    state = ManyFilter(choices=STATES)

    class Meta:
        model = Cycle
        fields = ("q", "region", "kind", "state")


class UnitChoiceFilters(UnitFilters):
    """Of units that a cycle may assess; each row says in `placed` where it stands in the cycle ("-" : nowhere)."""

    place = filters.ChoiceFilter(
        label=_("本周期归类"), choices=(("no", _("未列入")), ("yes", _("已列入"))), method="in_cycle"
    )

    active = None  # type: ignore[assignment]  # so a filter set leaves out what it inherits
    without_site = None

    class Meta:
        model = Unit
        fields = ("q", "region", "kind", "ranked", "place")

    def in_cycle(self, rows: "QuerySet[Unit]", _name: str, value: str) -> "QuerySet[Unit]":
        """Keep those that are in the cycle, or those that are not."""
        nowhere = Q(("placed", "-"))
        return rows.exclude(nowhere) if value == "yes" else rows.filter(nowhere)


class ParticipantFilters(filters.FilterSet):
    """Of units of a cycle; `places` is filled in for the cycle's scheme."""

    places: Mapping[tuple[str, str], str] = {}

    q = filters.CharFilter(label=_("名称或编号"), method="search")
    region = RegionFilter("unit__region", label=_("地区代码或名称"))
    place = filters.ChoiceFilter(label=_("归类"), method="of_place")
    exempt = YesNoFilter(label=_("免予考评"))
    lack = filters.ChoiceFilter(label=_("缺少"), choices=LACKS, method="lacking")

    class Meta:
        model = Participant
        fields = ("q", "region", "place", "exempt", "lack")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(f"{group}/{name}", title) for (group, name), title in self.places.items()]
        self.filters["place"].extra["choices"] = choices

    def search(self, rows: "QuerySet[Participant]", _name: str, value: str) -> "QuerySet[Participant]":
        """Look in names and codes."""
        return rows.filter(Q(unit__name__icontains=value) | Q(unit__code__istartswith=value))

    def of_place(self, rows: "QuerySet[Participant]", _name: str, value: str) -> "QuerySet[Participant]":
        """Keep those of a group or class."""
        group, _slash, category = value.partition("/")
        return rows.filter(group=group, category=category)

    def lacking(self, rows: "QuerySet[Participant]", _name: str, value: str) -> "QuerySet[Participant]":
        """Keep those without a place that the scheme has, or without a site."""
        if value == "site":
            return rows.filter(Q(("site_count", 0)), exempt=False)
        placed = [Q(group=group, category=name) for group, name in self.places]
        return rows.exclude(any_of(placed))


def for_scheme(places: Mapping[tuple[str, str], str]) -> type[ParticipantFilters]:
    """Return the filters with the places of one scheme."""
    return type("ParticipantFilters", (ParticipantFilters,), {"places": places})

"""What the list of scores can be narrowed by."""

from collections.abc import Mapping

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.results.models import UnitScore


class ScoreFilters(filters.FilterSet):
    """Of scores; `groups` are filled in for the scheme."""

    groups: Mapping[str, str] = {}

    q = filters.CharFilter(label=_("单位名称或编号"), method="search")
    group = filters.ChoiceFilter(label=_("分类"))
    open = filters.ChoiceFilter(
        label=_("是否确定"), choices=(("yes", _("已确定")), ("no", _("未确定"))), method="determined"
    )

    class Meta:
        model = UnitScore
        fields = ("q", "group", "open")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"].extra["choices"] = list(self.groups.items())

    def search(self, rows: "QuerySet[UnitScore]", _name: str, value: str) -> "QuerySet[UnitScore]":
        """Look in names and codes."""
        return rows.filter(Q(participant__unit__name__icontains=value) | Q(participant__unit__code__istartswith=value))

    def determined(self, rows: "QuerySet[UnitScore]", _name: str, value: str) -> "QuerySet[UnitScore]":
        """Keep those whose total is known, or those whose is not."""
        return rows.filter(total__isnull=value == "no")


def for_scheme(groups: Mapping[str, str]) -> type[ScoreFilters]:
    """Return the filters with the groups of one scheme."""
    return type("ScoreFilters", (ScoreFilters,), {"groups": groups})

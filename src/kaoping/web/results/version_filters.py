"""What the lists about versions can be narrowed by."""

from collections.abc import Mapping

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.results.filters import ScoreFilters
from kaoping.web.results.models import Feedback, ResultVersion, VersionScore


class VersionFilters(filters.FilterSet):
    """Of versions."""

    class Meta:
        model = ResultVersion
        fields = ("kind",)


class VersionScoreFilters(ScoreFilters):
    """Of the scores of a version."""

    grade = filters.ChoiceFilter(label=_("等次"))

    class Meta:
        model = VersionScore
        fields = ("q", "group", "grade", "open")


def version_scores_for(groups: Mapping[str, str], grades: Mapping[str, str]) -> type[ScoreFilters]:
    """Return the filters with the groups and grades of one version."""
    grade = filters.ChoiceFilter(label=_("等次"), choices=list(grades.items()))
    return type("VersionScoreFilters", (VersionScoreFilters,), {"groups": groups, "grade": grade})


class FeedbackFilters(filters.FilterSet):
    """Of what units were told."""

    q = filters.CharFilter(label=_("单位名称或编号"), method="search")
    received = filters.ChoiceFilter(
        label=_("签收"), choices=(("yes", _("已签收")), ("no", _("未签收"))), method="was_received"
    )

    class Meta:
        model = Feedback
        fields = ("q", "received")

    def search(self, rows: "QuerySet[Feedback]", _name: str, value: str) -> "QuerySet[Feedback]":
        """Look in names and codes."""
        return rows.filter(Q(participant__unit__name__icontains=value) | Q(participant__unit__code__istartswith=value))

    def was_received(self, rows: "QuerySet[Feedback]", _name: str, value: str) -> "QuerySet[Feedback]":
        """Keep those who have opened theirs, or who have not."""
        return rows.filter(received_at__isnull=value == "no")

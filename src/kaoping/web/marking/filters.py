"""What the lists of marks can be narrowed by."""

from collections.abc import Mapping, Sequence

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.measures import Question
from kaoping.web.accounts.models import User
from kaoping.web.marking.models import Mark, Material
from kaoping.web.pages.filtering import YesNoFilter


class MarkFilters(filters.FilterSet):
    """Of marks; questions and people are filled in for the cycle."""

    asked: Mapping[str, Question] = {}
    people: Sequence[User] = ()

    q = filters.CharFilter(label=_("单位名称或编号"), method="search")
    question = filters.ChoiceFilter(label=_("测评项"))
    assessor = filters.ChoiceFilter(label=_("评估员"))
    mode = filters.ChoiceFilter(choices=Mark.Mode)
    state = filters.ChoiceFilter(choices=Mark.State)

    class Meta:
        model = Mark
        fields = ("q", "question", "assessor", "mode", "state")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["question"].extra["choices"] = [(name, one.title) for name, one in self.asked.items()]
        self.filters["assessor"].extra["choices"] = [(one.pk, one.name) for one in self.people]

    def search(self, rows: "QuerySet[Mark]", _name: str, value: str) -> "QuerySet[Mark]":
        """Look in names and codes."""
        return rows.filter(Q(participant__unit__name__icontains=value) | Q(participant__unit__code__istartswith=value))


class MaterialFilters(filters.FilterSet):
    """Of materials."""

    q = filters.CharFilter(label=_("单位名称或编号"), method="search")
    late = YesNoFilter(label=_("逾期"))
    state = filters.ChoiceFilter(choices=Material.State)

    class Meta:
        model = Material
        fields = ("q", "late", "state")

    def search(self, rows: "QuerySet[Material]", _name: str, value: str) -> "QuerySet[Material]":
        """Look in names and codes."""
        return rows.filter(Q(participant__unit__name__icontains=value) | Q(participant__unit__code__istartswith=value))


def for_cycle(asked: Mapping[str, Question], people: Sequence[User]) -> type[MarkFilters]:
    """Return the filters with the questions and people of one cycle."""
    return type("MarkFilters", (MarkFilters,), {"asked": asked, "people": people})

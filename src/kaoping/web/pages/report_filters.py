"""The filter of lists of reports that units hand in: by how each stands on a day."""

from datetime import date
from typing import Any, ClassVar, Self

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.reports import STANDINGS, standing_as


class StandingFilters(filters.FilterSet):
    """Of everything that is asked for a report: `report` leads from a row to it.

    `over` says whether the last day of all has passed, `today` is the day.
    """

    report: ClassVar[str]
    over = False
    today: date = date.min

    standing = filters.ChoiceFilter(label=_("状态"), choices=STANDINGS, method="stand")

    def stand(self, rows: "QuerySet[Any]", _name: str, value: str) -> "QuerySet[Any]":
        """Keep those whose report stands so."""
        return rows.filter(standing_as(value, self.report, self.today, over=self.over))

    @classmethod
    def for_day(cls, over: bool, today: date) -> "type[Self]":
        """Return the filters as of a day."""
        return type(cls.__name__, (cls,), {"over": over, "today": today})

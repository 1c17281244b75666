"""The list of scores: columns declared once, for the page and for exports; one for each part of the scheme."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

import django_tables2 as tables
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoping.web.results.models import UnitScore

_NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


def number(value: Decimal | str | None) -> str:
    """Say a number of points with as many places as it needs, at most two."""
    if value is None:
        return ""
    said = f"{Decimal(value):.2f}"
    return said.rstrip("0").rstrip(".")


def spread(points: Decimal | str | None, low: Decimal | str | None, high: Decimal | str | None) -> str:
    """Say a number, or the bounds between which it may still come out."""
    if points is not None:
        return number(points)
    return f"{number(low) or '…'}～{number(high) or '…'}"


class Ranked(Protocol):
    """What has a rank: a stored score, or a result as it is computed."""

    @property
    def failed(self) -> bool: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def rank_best(self) -> int: ...
    @property
    def rank_worst(self) -> int: ...


def rank_words(one: Ranked) -> str:
    """Say a rank, and what it may still become."""
    if one.failed:
        return _("不排名")
    now = str(one.rank or "—")
    return now if one.rank_best == one.rank_worst else f"{now}（{one.rank_best}～{one.rank_worst}）"


class PartColumn(tables.Column):
    """What a unit has in one part."""

    def __init__(self, part: str, title: str) -> None:
        super().__init__(title, accessor="parts", orderable=False, empty_values=(), attrs=_NUMBER)
        self._part = part

    def render(self, value: Any) -> str:
        """Say it."""
        found = next((one for one in value or () if one["id"] == self._part), None)
        return spread(found["points"], found["low"], found["high"]) if found else "—"


class ScoreTable(tables.Table):
    """Scores of a cycle; `titles` are those of its groups."""

    titles: Mapping[str, str] = {}

    rank = tables.Column(gettext_lazy("名次"), attrs=_NUMBER, empty_values=())
    unit = tables.Column(
        gettext_lazy("单位"),
        accessor="participant__unit",
        order_by=("participant__unit__code",),
        linkify=("results:unit", {"pk": tables.A("participant_id")}),
    )
    group = tables.Column(gettext_lazy("分类"))
    total = tables.Column(gettext_lazy("得分"), attrs=_NUMBER, empty_values=(), order_by=("total", "low"))
    grade = tables.Column(gettext_lazy("等次"))

    class Meta:
        model = UnitScore
        fields = ("rank", "unit", "group", "total", "of", "grade")

    def render_group(self, value: str) -> str:
        """Say the group by its title."""
        return self.titles.get(value, value)

    def render_rank(self, record: UnitScore) -> str:
        """Say the rank, and what it may still become."""
        return rank_words(record)

    def render_total(self, record: UnitScore) -> str:
        """Say the total, or its bounds."""
        said = spread(record.total, record.low, record.high)
        return _("%s（暂定）") % said if record.provisional and record.total is not None else said

    def render_of(self, value: Decimal) -> str:
        """Say the number."""
        return number(value)


def for_scheme(titles: Mapping[str, str], parts: Mapping[str, str]) -> type[tables.Table]:
    """Return the table with the groups and parts of one scheme."""
    columns = {f"part_{place}": PartColumn(part, title) for place, (part, title) in enumerate(parts.items())}
    return type("ScoreTable", (ScoreTable,), {"titles": titles, **columns})

"""Units by indicators: heat colours, ordered by any column, page by page, the whole of it as a workbook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaoping.analysis.grid import Grid, Rows, Square, matching
from kaoping.schemes.model import Node
from kaoping.web.accounts.roles import Permission
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.pages.access import page, row_of
from kaoping.web.pages.export import streamed_workbook
from kaoping.web.results import tables
from kaoping.web.results.current import current_scoring, scoring_note
from kaoping.web.results.queries import cycles_scored
from kaoping.web.results.trees import results_of

UNITS = 50  # on a page
SHADES = 10
RANK, TOTAL = "rank", "total"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the matrix is asked for; `order` is rank, total or a leaf's id, with a minus the other way round."""

    group: str
    words: str
    order: str

    @property
    def by(self) -> str:
        """The column that orders the rows."""
        return self.order.removeprefix("-")

    @property
    def falling(self) -> bool:
        """Whether the highest come first."""
        return self.order.startswith("-")

    def address(self, order: str) -> str:
        """Return the order that a press on a heading asks for: the lowest first, pressed again the highest first."""
        return f"-{order}" if self.order == order else order


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: `order` is what a press asks for, `sorted` how it is sorted now (aria-sort)."""

    title: str
    order: str
    sorted: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a square says, its heat (0 to 10, none, open) and the indicator it leads to."""

    said: str
    heat: str
    leaf: str
    title: str


@page(Permission.VIEW_SCORES)
def matrix(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show units by indicators, coloured by how much of the points they have."""
    cycle = row_of(cycles_scored(request), pk)
    scoring, groups = current_scoring(cycle), scheme_of(cycle).groups
    asked = _asked(request, groups)
    context = {"cycle": cycle, "groups": groups, "asked": asked, "note": scoring_note(cycle, scoring)}
    if scoring is None or not scoring.folder or not asked.group:
        return render(request, "results/matrix.html", context)
    grid = Grid(results_of(scoring), asked.group)
    asked = asked if asked.by in {RANK, TOTAL, *(leaf.id for leaf in grid.leaves)} else _unordered(asked)
    rows = _ordered(grid, asked)
    if request.GET.get("export") == "xlsx":
        return streamed_workbook(
            _("%(cycle)s：%(group)s") % {"cycle": cycle, "group": groups[asked.group]}, _sheet(grid, rows)
        )
    shown = Paginator(rows, UNITS).get_page(request.GET.get("page"))
    context |= {
        "asked": asked,
        "page": shown,
        "above": [(title, len(list(several))) for title, several in groupby(grid.leaves, key=_above)],
        "columns": [_heading(asked, leaf.id, leaf.title, leaf.clause) for leaf in grid.leaves],
        "fixed": [_heading(asked, RANK, _("名次")), _heading(asked, TOTAL, _("得分"))],
        "lines": _lines(cycle, grid, shown),
        "means": [_mean(grid, leaf) for leaf in grid.leaves],
    }
    return render(request, "results/matrix.html", context)


def shade(share: Decimal | None) -> str:
    """Return how dark a square is: 10 has all there is to have, 0 nothing."""
    return "none" if share is None else str(int(SHADES * share))


def _asked(request: HttpRequest, groups: Mapping[str, str]) -> Asked:
    group = request.GET.get("group", "")
    if group not in groups:
        group = next(iter(groups), "")
    return Asked(group, request.GET.get("q", "")[:100], request.GET.get("sort", RANK)[:120] or RANK)


def _unordered(asked: Asked) -> Asked:
    return Asked(asked.group, asked.words, RANK)


def _ordered(grid: Grid, asked: Asked) -> Rows:
    rows = matching(grid, asked.words)
    if asked.by == RANK:
        return rows[::-1] if asked.falling else rows
    return grid.ordered(rows, asked.by, falling=asked.falling)


def _heading(asked: Asked, name: str, title: str, clause: str = "") -> Heading:
    how = {name: "ascending", f"-{name}": "descending"}.get(asked.order, "")
    return Heading(title, asked.address(name), how, clause)


def _above(leaf: Node) -> str:
    return leaf.path[0] if leaf.path else ""


def _lines(cycle: Cycle, grid: Grid, shown: "Page[int]") -> list[dict[str, object]]:
    rows = [int(row) for row in shown.object_list]
    units = [grid.unit(row) for row in rows]
    codes = [one.unit for one in units]
    places = dict(Participant.objects.filter(cycle=cycle, unit__code__in=codes).values_list("unit__code", "pk"))
    return [
        {
            "pk": places.get(one.unit),
            "name": one.name,
            "rank": tables.rank_words(one),
            "total": tables.spread(one.total, one.low, one.high),
            "cells": [_cell(grid.square(row, leaf.id), leaf) for leaf in grid.leaves],
        }
        for row, one in zip(rows, units, strict=True)
    ]


def _cell(square: Square, leaf: Node) -> Cell:
    if not square.applies:
        return Cell("—", "none", leaf.id, leaf.title)
    said = tables.spread(square.points, square.low, square.high)
    return Cell(said, "open" if square.points is None else shade(square.share), leaf.id, leaf.title)


def _mean(grid: Grid, leaf: Node) -> str:
    share = grid.mean_share(leaf.id)
    return "—" if share is None else f"{100 * share:.0f}%"


def _sheet(grid: Grid, rows: Rows) -> Iterator[Sequence[object]]:
    yield (_("单位编号"), _("单位"), _("名次"), _("得分"), _("最低"), _("最高"), _("等次"), *map(_titled, grid.leaves))
    for row in rows.tolist():
        one = grid.unit(row)
        squares = (grid.square(row, leaf.id) for leaf in grid.leaves)
        yield (one.unit, one.name, one.rank, one.total, one.low, one.high, one.grade, *map(_value, squares))


def _titled(leaf: Node) -> str:
    return " › ".join((*leaf.path, leaf.title))


def _value(square: Square) -> Decimal | str:
    if not square.applies:
        return _("不适用")
    return tables.spread(None, square.low, square.high) if square.points is None else square.points

"""Units by indicators: one group's points of every leaf as columns, to be shown, ordered and averaged."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaoping.analysis.contributions import merit
from kaoping.analysis.discrimination import applies, leaves
from kaoping.model.measure_table import unfixed
from kaoping.schemes.model import Node
from kaoping.scoring.fixed import Column, Mask
from kaoping.scoring.results import Results, UnitResult, points_of

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Square:
    """What one unit has in one indicator. `points` is None while open; `of` None where no points are stated."""

    points: Decimal | None
    low: Decimal | None
    high: Decimal | None
    of: Decimal | None
    applies: bool
    share: Decimal | None  # of what there is to have: 0 nothing, 1 all; None where that cannot be told


@dataclass(frozen=True)
class Grid:
    """The units of one group and the leaves that concern any of them."""

    results: Results
    group: str

    @cached_property
    def rows(self) -> Rows:
        """The rows of the group's units in the columns, best rank first."""
        of = self.results.workings.rows
        return np.array([of[one.unit] for one in self.results.groups[self.group]], np.intp)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The leaves that may count for anybody of the group, in document order."""
        work = self.results.workings
        found = (leaf for _part, leaf in leaves(work.scheme))
        return tuple(leaf for leaf in found if applies(work.point.nodes[leaf.id])[self.rows].any())

    def unit(self, row: int) -> UnitResult:
        """Return the result of a row."""
        return self.results.unit(self.results.workings.population.units[row].id)

    def square(self, row: int, name: str) -> Square:
        """Return what a row has in an indicator."""
        side = self._sides(name)
        known = bool(side.known[row])
        points = points_of(int(side.points[row])) if known else None
        of = unfixed(int(side.of[row])) if side.of[row] > 0 else None
        share = float(side.share[row])
        return Square(
            points,
            points_of(int(side.low[row])),
            points_of(int(side.high[row])),
            of,
            bool(side.applies[row]),
            None if np.isnan(share) else Decimal(str(round(share, 4))),
        )

    def ordered(self, rows: Rows, by: str, *, falling: bool) -> Rows:
        """Return rows ordered by an indicator (its share, else its points) or by `total`; what is open comes last.

        Rows that are alike keep their order.
        """
        keys = self._totals if by == "total" else self._key(by)
        found = keys[rows]
        known = ~np.isnan(found)
        order = np.argsort(-found[known] if falling else found[known], kind="stable")
        return np.concatenate([rows[known][order], rows[~known]])

    def mean_share(self, name: str) -> Decimal | None:
        """Return the mean share of the units whose points are known; None where there are none."""
        shares = self._sides(name).share[self.rows]
        known = shares[~np.isnan(shares)]
        return Decimal(str(round(float(known.mean()), 4))) if len(known) else None

    def best_share(self, name: str) -> Decimal | None:
        """Return the highest share of the units whose points are known; None where there are none."""
        shares = self._sides(name).share[self.rows]
        known = shares[~np.isnan(shares)]
        return Decimal(str(round(float(known.max()), 4))) if len(known) else None

    def concerns(self, name: str) -> bool:
        """Tell whether an indicator may count for anybody of the group."""
        return bool(applies(self.results.workings.point.nodes[name])[self.rows].any())

    @cached_property
    def _totals(self) -> NDArray[np.float64]:
        totals = self.results.totals
        middle = np.where(totals.known, totals.points, (totals.low + totals.high) / 2).astype(np.float64)
        return np.where(totals.known, middle, np.nan)

    def _key(self, name: str) -> NDArray[np.float64]:
        side = self._sides(name)
        points = np.where(side.known & side.applies, side.points.astype(np.float64), np.nan)
        return points if np.isnan(side.share).all() else side.share

    def _sides(self, name: str) -> "_Sides":
        if name not in self._known:
            self._known[name] = _sides(self.results, name, self.rows)
        return self._known[name]

    @cached_property
    def _known(self) -> "dict[str, _Sides]":
        return {}


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """One indicator's columns over all scored units; `share` is nan where it cannot be told."""

    points: Column
    known: Mask
    low: Column
    high: Column
    of: Column
    applies: Mask
    share: NDArray[np.float64]


def _sides(results: Results, name: str, rows: Rows) -> _Sides:
    work = results.workings
    point, wide = work.point.nodes[name], work.range.nodes[name]
    points, known, concerned = point.points.lo, point.points.lo == point.points.hi, applies(point)
    taken = merit(results) < 0 or _is_penalty(results, name)
    of = np.zeros_like(points) if merit(results) < 0 else point.of.hi
    if taken:  # what is taken away is compared with the most that is taken from anybody
        amount = np.abs(points).astype(np.float64)
        most = max(float(amount[rows][known[rows]].max(initial=0)), 1.0)
        share = 1 - amount / most
    else:
        share = np.where(of > 0, points / np.maximum(of, 1), np.nan)
    share = np.where(known & concerned, np.clip(share, 0, 1), np.nan)
    return _Sides(points, known, wide.points.lo, wide.points.hi, of, concerned, share)


def _is_penalty(results: Results, name: str) -> bool:
    scheme = results.workings.scheme
    adjustments = (*scheme.adjust, *(one for part in scheme.parts for one in part.adjust))
    return any(
        node.id == name for one in adjustments if one.kind == "penalty" for root in one.nodes for node in root.walk()
    )


def matching(grid: Grid, words: str) -> Rows:
    """Return the rows of units whose name or id contains `words`; all of them for none."""
    units = grid.results.workings.population.units
    sought = words.strip().casefold()
    if not sought:
        return grid.rows
    kept = [row for row in grid.rows if sought in f"{units[row].name}\n{units[row].id}".casefold()]
    return np.array(kept, np.intp)

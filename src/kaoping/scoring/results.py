"""The result of scoring: totals, ranks and grades per group, and the score tree of each unit on demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from kaoping.model.errors import InputError
from kaoping.model.measure_table import unfixed
from kaoping.scoring.fixed import FAR, Column, Mask

if TYPE_CHECKING:
    from kaoping.scoring.trace import ScoreNode
    from kaoping.scoring.workings import Workings


@dataclass(frozen=True, slots=True)
class PartResult:
    """One part of one unit. `points` is None while it is unknown; `low`/`high` are None where nothing bounds it."""

    id: str
    title: str
    points: Decimal | None
    low: Decimal | None
    high: Decimal | None
    of: Decimal | None
    weight: Decimal | None
    weighted: Decimal | None


@dataclass(frozen=True, slots=True)
class Converted:
    """折合: points out of what `from_` names, converted to points out of `to`; nothing while `to` is left open."""

    from_: str
    title: str
    points: Decimal | None
    low: Decimal | None
    high: Decimal | None
    to: Decimal | None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """The result of one unit.

    `total` is None while something it needs is unknown; `low` and `high` are the worst and best outcome of all that is
    open, suspected findings included. `rank` is among the units of the group whose total is known, `rank_best` and
    `rank_worst` what it may still become. `provisional` means that the number depends on other units' open values.
    `vetoes` are ids of those that hold, `open_vetoes` of those still undecided.
    """

    unit: str
    name: str
    group: str
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    of: Decimal | None
    rate: Decimal | None
    complete: bool
    grade: str | None
    rank: int | None
    rank_best: int
    rank_worst: int
    failed: bool
    provisional: bool
    vetoes: tuple[str, ...]
    open_vetoes: tuple[str, ...]
    labels: tuple[str, ...]
    bars: tuple[str, ...]
    parts: tuple[PartResult, ...]
    converted: tuple[Converted, ...] = ()


@dataclass(frozen=True, slots=True)
class ApartUnit:
    """A unit that is listed apart, unscored and unranked; `why` is exempt, no_site or excluded (not listed at all)."""

    unit: str
    name: str
    group: str
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """The totals of all scored units as columns, in the order of unit ids; numbers in millionths.

    `points` counts where `known`; `rank` is 0 for units without one.
    """

    units: tuple[str, ...]
    points: Column
    known: Mask
    low: Column
    high: Column
    rank: Column


@dataclass(frozen=True)
class Results:
    """All units of a cycle. What each unit came to is put together when it is first asked for."""

    scheme: str
    edition: str
    digest: str
    as_of: date
    version: str
    apart: Mapping[str, tuple[ApartUnit, ...]]
    totals: Totals = field(repr=False, compare=False)
    workings: "Workings" = field(repr=False, compare=False)

    @cached_property
    def groups(self) -> Mapping[str, tuple[UnitResult, ...]]:
        """Units by group in the order of the scheme: by rank, then those without one, failed ones last, then by id."""
        return self.workings.groups()

    @cached_property
    def _by_id(self) -> Mapping[str, UnitResult]:
        return {result.unit: result for members in self.groups.values() for result in members}

    def unit(self, unit: str) -> UnitResult:
        """Return one unit's result; raises InputError for a unit that was not scored."""
        if unit in self._by_id:
            return self._by_id[unit]
        raise InputError(f"单位“{unit}”没有得分：不在名册中，或属于免予考评、没有网站而单列的单位。请核对单位编号。")

    def trace(self, unit: str) -> "ScoreNode":
        """Return the score tree of one unit, read from the columns that made the totals; raises as `unit` does."""
        return self.workings.trace(self.unit(unit))


def points_of(value: int) -> Decimal | None:
    """Return a fixed-point number of points; None where it is beyond all bounds."""
    return None if abs(value) >= FAR // 2 else unfixed(value)

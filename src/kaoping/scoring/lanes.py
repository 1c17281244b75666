"""The measure table as intervals, in two lanes: what is known now, and what may still come.

In the point lane a known cell is its value; in the range lane it is everything between its `low` and `high`, which
take in suspected findings that a person has yet to judge. An unknown cell is its bounds in both. A measure or a unit
that the table knows nothing of is unknown, never 0.
"""

from array import array
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaoping.model.measure_table import SCALE, STATE_CODES, MeasureColumn, MeasureTable
from kaoping.model.outcomes import State
from kaoping.schemes.model import Scheme
from kaoping.scoring.fixed import INF, Column, Mask, bounded
from kaoping.scoring.interval import Interval
from kaoping.scoring.population import Population

POINT, RANGE = "point", "range"
_KNOWN, _NOT_APPLICABLE = STATE_CODES[State.KNOWN], STATE_CODES[State.NOT_APPLICABLE]


Series = tuple[tuple[str, Interval], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """All measures of the scored units in one of the two lanes."""

    kind: str
    readings: "Readings"

    def series(self, measure: str) -> Series:
        """Return the values of `measure` by period, in order of periods; a plain measure has the one period ""."""
        point, wide = self.readings.both(measure)
        return point if self.kind == POINT else wide

    def repeated(self, count: int) -> "Lane":
        """Return the lane for units that stand `count` times one after the other."""
        rows = np.tile(self.readings.rows, count)
        return Lane(self.kind, replace(self.readings, rows=rows, in_order=False, read={}))


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """The measure table in the order of the scored units; each measure is read once, for both lanes."""

    scheme: Scheme
    table: MeasureTable
    rows: NDArray[np.intp]  # of each scored unit in the table; -1 where it has none
    in_order: bool  # the table has exactly the scored units in the scored order
    names: dict[str, tuple[str, ...]]  # measure → its periods
    read: dict[str, tuple[Series, Series]] = field(default_factory=dict)

    def both(self, measure: str) -> tuple[Series, Series]:
        """Return a measure in the point lane and in the range lane."""
        if measure not in self.read:
            periods = self.names.get(measure, ())
            pairs = [(period, self._cells(measure, self.table.columns[measure, period])) for period in periods]
            if not pairs:
                nothing = self._nothing_known(measure)
                pairs = [("", (nothing, nothing))]
            point = tuple((period, pair[0]) for period, pair in pairs)
            self.read[measure] = (point, tuple((period, pair[1]) for period, pair in pairs))
        return self.read[measure]

    def exact(self) -> bool:
        """Tell whether everything read so far is known and nothing is suspected: both lanes are the same then."""
        found = [interval for pair in self.read.values() for lane in pair for _, interval in lane]
        return all(interval.hi is interval.lo for interval in found)

    def _cells(self, measure: str, column: MeasureColumn) -> tuple[Interval, Interval]:
        value, low, high = (self._take(side) for side in (column.value, column.low, column.high))
        states = np.frombuffer(column.state, np.uint8)
        state = states if self.in_order else np.append(states, 0)[self.rows]
        if (self.rows < 0).any():
            lowest, highest = unknown_bounds(self.scheme, measure)
            missing = self.rows < 0
            low, high = np.where(missing, lowest, low), np.where(missing, highest, high)
            state = np.where(missing, STATE_CODES[State.UNKNOWN], state)
        never = state == _NOT_APPLICABLE
        absent = bool(never.any())
        if absent:
            value, low, high = (np.where(never, 0, side) for side in (value, low, high))
        known = never | (state == _KNOWN)
        certain = bool(known.all())
        point_lo = value if certain else np.where(known, value, low)
        point_hi = value if certain else np.where(known, value, high)
        mask = never if absent else None
        point = _interval(point_lo, point_hi, mask)
        wide_lo, wide_hi = np.minimum(low, point_lo), np.maximum(high, point_hi)
        same = np.array_equal(wide_lo, point_lo) and np.array_equal(wide_hi, point_hi)
        return point, point if same else _interval(wide_lo, wide_hi, mask)

    def _take(self, values: "array[int]") -> Column:
        column = np.frombuffer(values, np.int64)
        return column if self.in_order else np.append(column, 0)[self.rows]

    def _nothing_known(self, measure: str) -> Interval:
        low, high = unknown_bounds(self.scheme, measure)
        size = len(self.rows)
        return Interval(np.full(size, low), np.full(size, high))


def open_lanes(scheme: Scheme, population: Population, table: MeasureTable) -> tuple[Lane, Lane]:
    """Return the point lane and the range lane of `table` for the scored units."""
    place = {unit: row for row, unit in enumerate(table.units)}
    rows = np.array([place.get(unit.id, -1) for unit in population.units], np.intp)
    in_order = len(rows) == len(table.units) and bool((rows == np.arange(len(rows))).all())
    names: dict[str, list[str]] = {}
    for name, period in sorted(table.columns):
        names.setdefault(name, []).append(period)
    periods = {name: ("",) if "" in found else tuple(found) for name, found in names.items()}
    readings = Readings(scheme, table, rows, in_order, periods)
    return Lane(POINT, readings), Lane(RANGE, readings)


def _interval(lo: Column, hi: Column, never: Mask | None) -> Interval:
    lo, hi = bounded(lo), bounded(hi)
    return Interval(lo, lo if hi is lo or np.array_equal(lo, hi) else hi, never, never)


def unknown_bounds(scheme: Scheme, measure: str) -> tuple[int, int]:
    """Return the least and greatest value (millionths) that a measure nobody has looked at may have."""
    kind = scheme.measures[measure].kind if measure in scheme.measures else "number"
    if kind in ("bool", "share"):
        return 0, SCALE
    if kind == "date":
        return date.min.toordinal() * SCALE, date.max.toordinal() * SCALE
    return 0, INF

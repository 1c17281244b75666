"""The measure table as intervals, in two lanes: what is known now, and what may still come.

In the point lane a known cell is its value; in the range lane it is everything between its `low` and `high`, which
take in suspected findings that a person has yet to judge. An unknown cell is its bounds in both. A measure or a unit
that the table knows nothing of is unknown, never 0.
"""

from array import array
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaoping.model.measure_table import SCALE, STATE_CODES, MeasureColumn, MeasureTable
from kaoping.model.outcomes import State
from kaoping.schemes.model import Scheme
from kaoping.scoring.fixed import INF, Column, bounded
from kaoping.scoring.interval import Interval
from kaoping.scoring.population import Population

POINT, RANGE = "point", "range"
_KNOWN, _NOT_APPLICABLE = STATE_CODES[State.KNOWN], STATE_CODES[State.NOT_APPLICABLE]


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """All measures of the scored units, read once each."""

    kind: str
    scheme: Scheme
    table: MeasureTable
    rows: NDArray[np.intp]  # of each scored unit in the table; -1 where it has none
    in_order: bool  # the table has exactly the scored units in the scored order
    names: dict[str, tuple[str, ...]]  # measure → its periods
    read: dict[str, tuple[tuple[str, Interval], ...]] = field(default_factory=dict)

    def series(self, measure: str) -> tuple[tuple[str, Interval], ...]:
        """Return the values of `measure` by period, in order of periods; a plain measure has the one period ""."""
        if measure not in self.read:
            periods = self.names.get(measure, ())
            cells = tuple((period, self._cells(measure, self.table.columns[measure, period])) for period in periods)
            self.read[measure] = cells or (("", self._nothing_known(measure)),)
        return self.read[measure]

    def _cells(self, measure: str, column: MeasureColumn) -> Interval:
        low, high = self._take(column.low), self._take(column.high)
        if (self.rows < 0).any():
            # units that the table does not have
            lowest, highest = unknown_bounds(self.scheme, measure)
            low, high = np.where(self.rows < 0, lowest, low), np.where(self.rows < 0, highest, high)
        states = np.frombuffer(column.state, np.uint8)
        state = states if self.in_order else np.where(self.rows < 0, 1, np.append(states, 0)[self.rows])
        known = state == _KNOWN
        value = self._take(column.value)
        if self.kind == POINT:
            lo, hi = np.where(known, value, low), np.where(known, value, high)
        else:
            lo = np.where(known, np.minimum(low, value), low)
            hi = np.where(known, np.maximum(high, value), high)
        never = state == _NOT_APPLICABLE
        lo, hi = bounded(np.where(never, 0, lo)), bounded(np.where(never, 0, hi))
        hi = lo if np.array_equal(lo, hi) else hi
        return Interval(lo, hi, never, never) if never.any() else Interval(lo, hi)

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
    return (
        Lane(POINT, scheme, table, rows, in_order, periods),
        Lane(RANGE, scheme, table, rows, in_order, periods),
    )


def unknown_bounds(scheme: Scheme, measure: str) -> tuple[int, int]:
    """Return the least and greatest value (millionths) that a measure nobody has looked at may have."""
    kind = scheme.measures[measure].kind if measure in scheme.measures else "number"
    if kind in ("bool", "share"):
        return 0, SCALE
    if kind == "date":
        return date.min.toordinal() * SCALE, date.max.toordinal() * SCALE
    return 0, INF

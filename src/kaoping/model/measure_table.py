"""The measure table: unit × measure × period → value and state, in fixed-point columns."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kaoping.model.outcomes import State

SCALE = 1_000_000  # columns hold integers in millionths; six decimals are kept, a quotient is rounded once to them
UNBOUNDED = 2**62  # "no upper bound known" for counts and durations
STATE_CODES = {State.KNOWN: 0, State.UNKNOWN: 1, State.NOT_APPLICABLE: 2}


def fixed(value: Decimal | int) -> int:
    """Return `value` in millionths, rounded half up."""
    return int((Decimal(value) * SCALE).to_integral_value(ROUND_HALF_UP))


def unfixed(value: int) -> Decimal:
    """Return the exact Decimal of a fixed-point integer."""
    return Decimal(value) / SCALE


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """One measure in one period for all units, in the table's unit order; arrays of equal length.

    `value` counts where the state is known. `low` and `high` bound the value over every outcome of what is still
    open (suspected findings awaiting a person); they equal `value` where nothing is open. For an unknown cell they are
    the bounds of what it could be. Booleans are 0/1, dates proleptic ordinals, durations working or clock seconds as
    the measure declares: all times SCALE.
    """

    value: "array[int]"
    low: "array[int]"
    high: "array[int]"
    state: bytearray  # STATE_CODES


@dataclass(frozen=True, slots=True)
class Cell:
    """Why a cell is what it is: the findings counted, still open and left out (keys), and a note."""

    counted: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()  # (finding key, why: waived, not_measured, counted_elsewhere…)
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """All measures of a cycle as of a moment.

    `columns` is keyed by (measure, period); a plain measure has the period "". A series (`by: quarter` → "2022Q1",
    month → "2022-03", year → "2022") or a list (item numbers "1", "2"…) has one column per period; a list shorter for
    some units is `not_applicable` in the rest. `cells` explains cells, keyed by (unit, measure, period).
    """

    as_of: date
    units: Sequence[str]
    columns: Mapping[tuple[str, str], MeasureColumn]
    cells: Mapping[tuple[str, str, str], Cell] = field(default_factory=dict)

    def periods(self, measure: str) -> tuple[str, ...]:
        """Return the periods of `measure` in order; empty when the table knows nothing of it."""
        return tuple(sorted(period for name, period in self.columns if name == measure))

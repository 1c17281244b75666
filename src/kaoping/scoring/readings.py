"""What a node read about one unit: measures with their values, states and the findings behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaoping.model.measure_table import SCALE, STATE_CODES, UNBOUNDED, Cell, MeasureTable, unfixed
from kaoping.model.outcomes import State
from kaoping.schemes.model import Criterion, Manual, Node, Open, Panel, Scheme, Share
from kaoping.scoring.fixed import INF
from kaoping.scoring.lanes import unknown_bounds

Reading = Decimal | bool | date
_NO_REMARK = Cell()
_STATES = {code: state for state, code in STATE_CODES.items()}


@dataclass(frozen=True, slots=True)
class PeriodReading:
    """One cell of the measure table. `value` is None unless known; `low`/`high` None where they have no bound."""

    period: str
    state: State
    value: Reading | None
    low: Reading | None
    high: Reading | None
    findings: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeasureReading:
    """A measure as a node read it: one period "" for a plain value, several for a series."""

    name: str
    title: str
    kind: str
    periods: tuple[PeriodReading, ...]

    @property
    def findings(self) -> tuple[str, ...]:
        """Keys of the findings that were counted."""
        return tuple(key for period in self.periods for key in period.findings)

    @property
    def pending(self) -> tuple[str, ...]:
        """Keys of the findings that a person has yet to judge."""
        return tuple(key for period in self.periods for key in period.pending)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one unit's row of the measure table; `names` holds the periods of every measure, `row` is -1 for none."""

    scheme: Scheme
    table: MeasureTable
    names: Mapping[str, tuple[str, ...]]
    unit: str
    row: int

    def readings(self, names: Sequence[str], titles: Mapping[str, str]) -> dict[str, MeasureReading]:
        """Return the measures and marks called `names`; `titles` are those of marks."""
        return {name: self._reading(name, titles.get(name, "")) for name in names}

    def _reading(self, name: str, title: str) -> MeasureReading:
        stated = self.scheme.measures.get(name)
        kind, title = (stated.kind, stated.title) if stated else ("number", title)
        periods = tuple(self._period(name, period, kind) for period in self.names.get(name, ("",)))
        return MeasureReading(name, title, kind, periods)

    def _period(self, name: str, period: str, kind: str) -> PeriodReading:
        column = self.table.columns.get((name, period))
        if column is None or self.row < 0:
            low, high = unknown_bounds(self.scheme, name)
            return PeriodReading(period, State.UNKNOWN, None, shown(low, kind), shown(high, kind))
        state = _STATES[column.state[self.row]]
        cell = self.table.cells.get((self.unit, name, period), _NO_REMARK)
        value = shown(column.value[self.row], kind) if state is State.KNOWN else None
        bounds = (None, None) if state is State.NOT_APPLICABLE else (column.low[self.row], column.high[self.row])
        low_shown, high_shown = (None if bound is None else shown(bound, kind) for bound in bounds)
        return PeriodReading(
            period, state, value, low_shown, high_shown, cell.counted, cell.pending, cell.left_out, cell.note
        )


def mark_titles(node: Node) -> dict[str, str]:
    """Return the names under which people's marks for a leaf are kept, its own id or its criteria's, with their titles.

    The mark of a whole leaf has no title but the leaf's.
    """
    if node.children:
        return {}
    rule = node.rule
    if isinstance(node.points, Open) or rule is None or isinstance(rule, Manual | Panel | Open):
        return {node.id: ""}
    return {one.id: one.title for one in rule.criteria if _by_hand(one)} if isinstance(rule, Share) else {}


def _by_hand(criterion: Criterion) -> bool:
    given = criterion.of is not None or criterion.condition is not None
    return not given and (criterion.rule is None or isinstance(criterion.rule, Manual | Panel | Open))


def shown(value: int, kind: str) -> Reading | None:
    """Return a value of the table as what it is; None where nothing bounds it."""
    if abs(value) >= min(INF, UNBOUNDED):
        return None
    if kind == "bool":
        return value != 0
    if kind == "date":
        day = value // SCALE
        return date.fromordinal(day) if 1 <= day <= date.max.toordinal() else None
    return unfixed(value)

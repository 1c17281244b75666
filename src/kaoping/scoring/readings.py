"""What a node read about one unit: measures with their values, states and the findings behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal

from kaoping.model.measure_table import SCALE, STATE_CODES, UNBOUNDED, Cell, MeasureTable, unfixed
from kaoping.model.outcomes import State
from kaoping.schemes.expressions import Name
from kaoping.schemes.model import Criterion, Manual, Node, Open, Panel, Scheme, Share
from kaoping.scoring.fixed import INF
from kaoping.scoring.lanes import unknown_bounds

Reading = Decimal | bool | date
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


def measure_readings(
    scheme: Scheme, table: MeasureTable, unit: str, read: tuple[Sequence[object], Sequence[str]]
) -> dict[str, MeasureReading]:
    """Return the measures that the rules and conditions of `read[0]` name, and the marks named in `read[1]`."""
    sources, marks = read
    names = [name for source in sources for name in names_in(source)]
    row = next((index for index, one in enumerate(table.units) if one == unit), -1)
    return {name: _reading(scheme, table, (unit, row), name) for name in dict.fromkeys((*names, *marks))}


def names_in(value: object) -> Iterator[str]:
    """Yield the measures named anywhere in a rule, guard or expression, in reading order."""
    if isinstance(value, Name):
        yield value.name
    elif is_dataclass(value):
        for item in fields(value):
            yield from names_in(getattr(value, item.name))
    elif isinstance(value, tuple):
        for element in value:
            yield from names_in(element)
    elif isinstance(value, Mapping):
        for element in value.values():
            yield from names_in(element)


def mark_names(node: Node) -> tuple[str, ...]:
    """Return the names under which people's marks for a leaf are kept: its own id, and its criteria's."""
    if node.children:
        return ()
    rule = node.rule
    if isinstance(rule, Share):
        return tuple(one.id for one in rule.criteria if _by_hand(one))
    return (
        (node.id,) if rule is None or isinstance(rule, Manual | Panel | Open) or isinstance(node.points, Open) else ()
    )


def _by_hand(criterion: Criterion) -> bool:
    given = criterion.of is not None or criterion.condition is not None
    return not given and (criterion.rule is None or isinstance(criterion.rule, Manual | Panel | Open))


def _reading(scheme: Scheme, table: MeasureTable, where: tuple[str, int], name: str) -> MeasureReading:
    unit, row = where
    stated = scheme.measures.get(name)
    kind, title = (stated.kind, stated.title) if stated else ("number", "")
    periods = table.periods(name)
    periods = ("",) if "" in periods or not periods else periods
    return MeasureReading(
        name, title, kind, tuple(_period(scheme, table, (unit, row), (name, period, kind)) for period in periods)
    )


def _period(scheme: Scheme, table: MeasureTable, where: tuple[str, int], what: tuple[str, str, str]) -> PeriodReading:
    (unit, row), (name, period, kind) = where, what
    column = table.columns.get((name, period))
    if column is None or row < 0:
        low, high = unknown_bounds(scheme, name)
        return PeriodReading(period, State.UNKNOWN, None, _shown(low, kind), _shown(high, kind))
    state = _STATES[column.state[row]]
    cell = table.cells.get((unit, name, period), Cell())
    value = _shown(column.value[row], kind) if state is State.KNOWN else None
    bounds = (None, None) if state is State.NOT_APPLICABLE else (column.low[row], column.high[row])
    low_shown, high_shown = (None if bound is None else _shown(bound, kind) for bound in bounds)
    return PeriodReading(
        period, state, value, low_shown, high_shown, cell.counted, cell.pending, cell.left_out, cell.note
    )


def _shown(value: int, kind: str) -> Reading | None:
    if abs(value) >= min(INF, UNBOUNDED):
        return None
    if kind == "bool":
        return value != 0
    if kind == "date":
        day = value // SCALE
        return date.fromordinal(day) if 1 <= day <= date.max.toordinal() else None
    return unfixed(value)

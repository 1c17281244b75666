"""Answers what people, imports and programs gave anew for some units of a measure table; all else stays as it is."""

from array import array
from collections.abc import Iterator, Mapping, Sequence

from kaoping.measures.drawn import DrawTable
from kaoping.measures.given import Answer, GivenValues, mark_answers, measure_answers
from kaoping.measures.inputs import MeasureInputs
from kaoping.measures.periods import periods_between
from kaoping.measures.table import NOTHING, Answers, in_period, own_nodes
from kaoping.model.measure_table import STATE_CODES, Cell, MeasureColumn, MeasureTable
from kaoping.model.outcomes import State
from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import CheckSource, Scheme

_KNOWN = STATE_CODES[State.KNOWN]


def renewed(
    table: MeasureTable, scheme: Scheme, units: Sequence[RosterUnit], inputs: MeasureInputs
) -> MeasureTable | None:
    """Return the table with what was given for `units` answered anew; `inputs` need hold the values of these only.

    It has the columns and cells that building it whole would give. None where that cannot be told: where a series or a
    list might have a period more or less. Measures of checks stay.
    """
    renewal = _Renewal(table, scheme, units, inputs)
    return renewal.table() if renewal.fits() else None


class _Renewal:
    """The answers of some units, to be put into the rows of a table."""

    def __init__(self, table: MeasureTable, scheme: Scheme, units: Sequence[RosterUnit], inputs: MeasureInputs) -> None:
        self.old = table
        self.values = GivenValues(inputs)
        place = {unit: row for row, unit in enumerate(table.units)}
        self.rows = {place[unit.id]: unit for unit in units}
        self.there: dict[str, list[str]] = {}
        for name, period in table.columns:
            self.there.setdefault(name, []).append(period)
        self.begun: dict[str, frozenset[str]] = {}
        self.answers = dict(self._answers(scheme, inputs))

    def fits(self) -> bool:
        """Tell whether the table keeps its periods."""
        for name, answers in self.answers.items():
            own = {period for one in answers.values() for period in one}
            there = set(self.there.get(name, ()))
            sure = self.begun[name] | self.values.periods(name) if name in self.begun else own
            if own - there or any(not self._held(name, period) for period in there - sure):
                return False
        return True

    def table(self) -> MeasureTable:
        """Return the table with the new answers."""
        columns, cells = dict(self.old.columns), dict(self.old.cells)
        for name, answers in self.answers.items():
            for period in self.there[name]:
                found = {row: in_period(answers[row], period) for row in self.rows}
                columns[name, period] = _patched(columns[name, period], found)
                for row, unit in self.rows.items():
                    _keep(cells, (unit.id, name, period), found[row][1])
        return MeasureTable(self.old.as_of, self.old.units, columns, cells)

    def _answers(self, scheme: Scheme, inputs: MeasureInputs) -> Iterator[tuple[str, dict[int, Answers]]]:
        draws, as_of = DrawTable(inputs.draws), self.old.as_of
        since = inputs.counts_from or as_of.replace(month=1, day=1)
        for measure in scheme.measures.values():
            if isinstance(measure.source, CheckSource):
                continue
            expected: Sequence[str] = ()
            if measure.by:
                self.begun[measure.name] = frozenset(periods_between(since, as_of, measure.by))
                known = {
                    *self.begun[measure.name],
                    *self.there.get(measure.name, ()),
                    *self.values.periods(measure.name),
                }
                expected = sorted(known - {""})
            yield (
                measure.name,
                {
                    row: measure_answers(measure, unit, self.values, draws=draws, expected=expected, scheme=scheme)
                    for row, unit in self.rows.items()
                },
            )
        for question in own_nodes(scheme):
            yield (
                question.name,
                {row: mark_answers(question, unit, self.values, scheme) for row, unit in self.rows.items()},
            )

    def _held(self, name: str, period: str) -> bool:
        """Whether some other unit has a value there: then the column stays whatever these units say."""
        state = self.old.columns[name, period].state
        return any(code == _KNOWN and row not in self.rows for row, code in enumerate(state))


def _keep(cells: dict[tuple[str, str, str], Cell], key: tuple[str, str, str], cell: Cell) -> None:
    cells.pop(key, None)
    if cell != NOTHING:
        cells[key] = cell


def _patched(column: MeasureColumn, found: Mapping[int, Answer]) -> MeasureColumn:
    value, low, high = array("q", column.value), array("q", column.low), array("q", column.high)
    state = bytearray(column.state)
    for row, (reading, _cell) in found.items():
        value[row], low[row], high[row] = reading.value, reading.low, reading.high
        state[row] = STATE_CODES[reading.state]
    return MeasureColumn(value, low, high, state)

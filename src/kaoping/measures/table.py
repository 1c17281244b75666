"""Builds the measure table: every measure of a scheme for every unit of a roster, with states, bounds and reasons."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from kaoping.measures.aggregate import NOT_APPLICABLE, Reading
from kaoping.measures.checked import Checked, UnitChecks
from kaoping.measures.drawn import DrawTable
from kaoping.measures.given import Answer, GivenValues, mark_answers, measure_answers
from kaoping.measures.inputs import Given, MeasureInputs
from kaoping.measures.periods import periods_between
from kaoping.measures.questions import Question, questions
from kaoping.model.catalogue import Catalogue
from kaoping.model.measure_table import STATE_CODES, Cell, MeasureColumn, MeasureTable
from kaoping.model.outcomes import State
from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import CheckSource, Measure, Scheme

Answers = Mapping[str, Answer]  # period → reading and reasons


def build_table(scheme: Scheme, roster: Roster, inputs: MeasureInputs, as_of: date) -> MeasureTable:
    """Return all measures of `scheme` for all units of `roster` as of a monitoring point (监测时间点).

    Checked measures come from findings with decisions applied; all others from marks, imports and provider columns;
    every node that is marked by hand has a column named by its id. What nobody measured or gave is unknown, with the
    bounds of what it could be. The result does not depend on the order of the units but for the order of the rows.
    Raises InputError or SchemeError where the scheme has no number for a unit.
    """
    values, shared = GivenValues(inputs), Checked(scheme, inputs, as_of)

    def answer(unit: RosterUnit, checks: UnitChecks, measure: Measure) -> Answers:
        if isinstance(measure.source, CheckSource):
            return checks.answers(measure)
        expected = _expected(measure, values, shared)
        return measure_answers(measure, unit, values, draws=shared.draws, expected=expected, scheme=scheme)

    columns = _Columns(roster.units)
    marked = own_nodes(scheme)
    for row, unit in enumerate(roster.units):
        checks = UnitChecks(shared, unit)
        for measure in scheme.measures.values():
            columns.add(row, measure.name, answer(unit, checks, measure))
        for question in marked:
            columns.add(row, question.name, mark_answers(question, unit, values, scheme))
    return columns.table(as_of)


def table_from_values(scheme: Scheme, roster: Roster, values: Iterable[Given], as_of: date) -> MeasureTable:
    """Return the measure table of values handed in for any measure, checked ones included; the rest is unknown.

    A series has the periods that were handed in, or, where there are none, those of the year up to `as_of`.
    """
    given, undrawn = GivenValues(MeasureInputs(Catalogue({}, {}), imports=tuple(values))), DrawTable(())
    columns = _Columns(roster.units)
    marked = own_nodes(scheme)
    for row, unit in enumerate(roster.units):
        for measure in scheme.measures.values():
            periods = given.periods(measure.name) - {""}
            if measure.by and not periods:
                periods = frozenset(periods_between(date(as_of.year, 1, 1), as_of, measure.by))
            columns.add(
                row,
                measure.name,
                measure_answers(measure, unit, given, draws=undrawn, expected=sorted(periods), scheme=scheme),
            )
        for question in marked:
            columns.add(row, question.name, mark_answers(question, unit, given, scheme))
    return columns.table(as_of)


def own_nodes(scheme: Scheme) -> tuple[Question, ...]:
    """Return what is marked by hand and is no measure."""
    return tuple(question for question in questions(scheme) if question.name not in scheme.measures)


def _expected(measure: Measure, values: GivenValues, shared: Checked) -> Sequence[str]:
    if not measure.by:
        return ()
    begun = periods_between(shared.counts_from, shared.as_of, measure.by)
    return sorted({*begun, *values.periods(measure.name)} - {""})


class _Columns:
    """Collects answers unit by unit; columns a unit has nothing for are filled in at the end."""

    def __init__(self, units: Sequence[RosterUnit]) -> None:
        self._units = units
        self._rows: dict[str, dict[int, Answers]] = defaultdict(dict)

    def add(self, row: int, measure: str, answers: Answers) -> None:
        self._rows[measure][row] = answers

    def table(self, as_of: date) -> MeasureTable:
        columns: dict[tuple[str, str], MeasureColumn] = {}
        cells: dict[tuple[str, str, str], Cell] = {}
        for measure, rows in self._rows.items():
            periods = dict.fromkeys(period for answers in rows.values() for period in answers)
            for period in periods:
                answers = [in_period(rows[row], period) for row in range(len(self._units))]
                columns[measure, period] = _column([reading for reading, _ in answers])
                reasons = zip(self._units, answers, strict=True)
                cells |= {(unit.id, measure, period): cell for unit, (_, cell) in reasons if cell != NOTHING}
        return MeasureTable(as_of, tuple(unit.id for unit in self._units), columns, cells)


NOTHING = Cell()


def in_period(answers: Answers, period: str) -> Answer:
    """A list that is shorter than others' has no such item; one that is unknown may have it."""
    if period in answers:
        return answers[period]
    first = next(iter(answers.values()), None)
    if first is not None and first[0].state is State.UNKNOWN and len(answers) == 1:
        return first
    return NOT_APPLICABLE, NOTHING


def _column(readings: Sequence[Reading]) -> MeasureColumn:
    def numbers(of: Callable[[Reading], int]) -> "array[int]":
        return array("q", map(of, readings))

    return MeasureColumn(
        value=numbers(lambda reading: reading.value),
        low=numbers(lambda reading: reading.low),
        high=numbers(lambda reading: reading.high),
        state=bytearray(STATE_CODES[reading.state] for reading in readings),
    )
